import type { UserId } from '../ids.ts';
import type { MemberKey } from './directory-records.ts';

/** Lets a user choose another password. */
export interface PasswordReset {
  readonly userId: UserId;
  /** The administrator who made it, and where; null for the operator. */
  readonly madeBy: MemberKey | null;
}

/** One-time tokens with which a user may choose another password. A user has one at most, the last that was made. */
export interface PasswordResets {
  /** `tokenHash`: SHA-256 of the token, in hex. */
  create(reset: PasswordReset & { tokenHash: string; expiresAt: Date }): Promise<void>;
  /** Uses a token up. Gives back what it was; null for one that was used, has expired at `now` or never was. */
  take(tokenHash: string, now: Date): Promise<PasswordReset | null>;
  /** Removes what has expired at `now`. */
  sweep(now: Date): Promise<void>;
}
