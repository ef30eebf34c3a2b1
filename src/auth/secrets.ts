import { randomBytes } from 'node:crypto';
import { sha256 } from '../lib/sha256.ts';
import type { PasswordReset, PasswordResets } from '../store/password-resets.ts';

const RESET_MS = 3_600_000;

/** A new secret of 256 random bits, in 43 characters of base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Ours have 43 characters: what is longer than this is none of them, and need not be hashed. */
const MAX_LENGTH = 200;

/** Whether a text may be a secret of ours, by its length. */
export function mayBeSecret(text: string): boolean {
  return text.length <= MAX_LENGTH;
}

/** What is stored of a secret: SHA-256, in hex. It needs no salt, nor a slow hash, as nobody can guess the secret. */
export function hashSecret(secret: string): string {
  return sha256(secret);
}

/** Makes the one-time token with which a user may choose another password for an hour, in the place of an earlier one. */
export async function createPasswordReset(
  resets: Pick<PasswordResets, 'create'>,
  reset: PasswordReset,
  now: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const token = newSecret();
  const expiresAt = new Date(now.getTime() + RESET_MS);
  await resets.create({ ...reset, tokenHash: hashSecret(token), expiresAt });
  return { token, expiresAt };
}
