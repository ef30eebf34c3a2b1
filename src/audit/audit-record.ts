import type { AuditAction, AuditFacts } from './facts.ts';

/** Where something came from, and how long it took. */
export interface AuditOrigin {
  readonly address: string;
  readonly requestId?: string | undefined;
  readonly durationMs?: number | undefined;
}

/** Something to be remembered. */
export interface AuditRecord extends AuditFacts {
  readonly action: AuditAction;
  /** `OK`, the code of an error, or how a stream goes on. */
  readonly outcome: string;
  readonly origin: AuditOrigin;
  /** When it happened, where that is not now. */
  readonly at?: Date;
}
