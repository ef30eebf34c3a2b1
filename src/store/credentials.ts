import type { ApiTokenRecord } from './api-tokens.ts';
import type { InvitationRecord } from './invitations.ts';
import type { SessionRecord } from './sessions.ts';

/** All that lets somebody or something into one organisation, with the hashes by which it is known. */
export interface Credentials {
  readonly invitations: readonly { readonly invitation: InvitationRecord; readonly hash: string }[];
  readonly apiTokens: readonly { readonly token: ApiTokenRecord; readonly hash: string; readonly isRevoked: boolean }[];
  readonly sessions: readonly {
    readonly session: SessionRecord;
    readonly refreshTokens: readonly StoredRefreshToken[];
  }[];
}

/** A refresh token of a session. */
export interface StoredRefreshToken {
  readonly hash: string;
  /** Null for the current one. */
  readonly usedAt: Date | null;
}
