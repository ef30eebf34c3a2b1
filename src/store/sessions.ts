import type { SessionId, TenantId, UserId } from '../ids.ts';
import type { Abortable } from './abortable.ts';

/** A login on one device, for one organisation. It lasts as long as its refresh token is used in time. */
export interface SessionRecord {
  readonly id: SessionId;
  readonly userId: UserId;
  readonly tenantId: TenantId;
  /** What the client says it is (its `User-Agent`), at most 200 characters; null for one that says nothing. */
  readonly device: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  /** When its refresh token ends. */
  readonly expiresAt: Date;
}

/** What became of a refresh token that somebody has used. */
export type Rotation =
  /** It was the session's current one, and the next one is now. */
  | { readonly type: 'ROTATED'; readonly session: SessionRecord }
  /** It was used a moment ago, by a second tab or a repeated request. Nothing changed. */
  | { readonly type: 'REPEATED' }
  /** It was used before: somebody has a copy. The session has been ended. */
  | { readonly type: 'REUSED'; readonly session: SessionRecord }
  /** There is no session with such a token, or it has ended. */
  | { readonly type: 'UNKNOWN' };

/** Sessions and the hashes of their refresh tokens: of the current one and, to know a stolen one, of all before it (RFC 9700, 4.14.2). */
export interface Sessions {
  /** `refreshHash`: SHA-256 of the refresh token, in hex, as all hashes here. */
  create(session: SessionRecord, refreshHash: string): Promise<void>;
  /**
   * Puts the next refresh token in the place of one, once: of many callers with the same one, one gets ROTATED. With it
   * the session is seen at `now` and lasts until `expiresAt`. A token that was used less than `graceMs` ago is REPEATED.
   */
  rotate(change: { hash: string; next: string; now: Date; expiresAt: Date; graceMs: number }): Promise<Rotation>;
  /** Gives a session another refresh token, and uses up all that it had. False where it has ended. */
  renew(id: SessionId, change: { next: string; now: Date; expiresAt: Date }): Promise<boolean>;
  /** Those that exist and have not expired at `now`, in no order. */
  findMany(ids: readonly SessionId[], options: { now: Date } & Abortable): Promise<SessionRecord[]>;
  /** A user's that have not expired at `now`, last seen first. */
  list(userId: UserId, options: { now: Date } & Abortable): Promise<SessionRecord[]>;
  /** Notes that it was seen. */
  see(id: SessionId, at: Date): Promise<void>;
  /** Ends one of a user's. False where it had ended. */
  end(userId: UserId, id: SessionId): Promise<boolean>;
  /** Ends a user's: all but one, or those for one organisation. Gives back how many. */
  endAll(userId: UserId, which?: { except?: SessionId | undefined; tenantId?: TenantId | undefined }): Promise<number>;
  /** Removes what has expired at `now`. */
  sweep(now: Date): Promise<void>;
}
