import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 random bits, in 43 characters of base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a secret: SHA-256, in hex. It needs no salt, nor a slow hash, as nobody can guess the secret. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
