import type { Client } from './client.ts';

/** A member of a tenant whose documents hold a canary, and the ids of all that is theirs. */
export interface Party {
  readonly client: Client;
  readonly canary: string;
  readonly documentIds: readonly string[];
  readonly cursors: readonly string[];
  readonly tenantId: string;
  readonly userId: string;
  /** Another id of each kind: of what is theirs beside documents, and with it its cursor, where it is listed. */
  readonly ids: Readonly<
    Record<
      'session' | 'member' | 'tenant' | 'invitation' | 'apiToken' | 'auditEntry' | 'conversation' | 'answer',
      { id: string; cursor?: string }
    >
  >;
  readonly email: string;
}
