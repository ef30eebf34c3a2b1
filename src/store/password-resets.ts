import type { UserId } from '../ids.ts';

/** One-time tokens with which a user may choose another password. A user has one at most, the last that was made. */
export interface PasswordResets {
  /** `tokenHash`: SHA-256 of the token, in hex. */
  create(reset: { tokenHash: string; userId: UserId; expiresAt: Date }): Promise<void>;
  /** Uses a token up. Gives back whose it was; null for one that was used, has expired at `now` or never was. */
  take(tokenHash: string, now: Date): Promise<UserId | null>;
  /** Removes what has expired at `now`. */
  sweep(now: Date): Promise<void>;
}
