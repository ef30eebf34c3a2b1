import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import argon2 from 'argon2';
import { AppError } from '../errors.ts';
import { createSemaphore, SemaphoreFull } from '../lib/semaphore.ts';
import { isUnicode } from './credentials.ts';

/** argon2id as OWASP's Password Storage Cheat Sheet asks at least: 19 MiB, two passes, one lane. */
const PARAMETERS = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/**
 * Hashing runs on libuv's pool of four threads, of which one stays free for files and names; and one core stays free for
 * those who are logged in.
 */
const MAX_AT_ONCE = Math.max(1, Math.min(availableParallelism() - 1, 3));

/** About a second of work: further calls are refused with `RATE_LIMITED`. */
const MAX_WAITING = 32 * MAX_AT_ONCE;

/** Makes and checks password hashes. All of it throws AppError `RATE_LIMITED` when too many wait already. */
export interface Passwords {
  /** A PHC string of argon2id. */
  hash(password: string): Promise<string>;
  /** Whether the password made the hash; false for what is no hash. */
  verify(hash: string, password: string): Promise<boolean>;
  /** Takes the time of `verify` and is always false: for e-mails that nobody has. */
  verifyNobody(password: string): Promise<false>;
  /** Whether a hash that `verify` accepts was made with other parameters than those of today. */
  needsRehash(hash: string): boolean;
}

/** Passwords by argon2id, a few at once. */
export function createPasswords({ maxAtOnce = MAX_AT_ONCE, maxWaiting = MAX_WAITING } = {}): Passwords {
  const semaphore = createSemaphore({ limit: maxAtOnce, maxWaiting });

  const queued = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await semaphore.run(work);
    } catch (error) {
      if (!(error instanceof SemaphoreFull)) throw error;
      throw new AppError('RATE_LIMITED', 'Too many people log in at this moment. Try again in a second.', {
        retryAfterSeconds: 1,
        cause: error,
      });
    }
  };

  // What is no hash is refused without the work.
  const verify = (hash: string, password: string) =>
    queued(() => argon2.verify(isUnicode(password) ? hash : NOBODY, canonical(password)).catch(() => false));

  return {
    hash: (password) => queued(() => argon2.hash(canonical(password), PARAMETERS)),
    verify,
    verifyNobody: async (password) => {
      await verify(NOBODY, password);
      return false;
    },
    needsRehash: (hash) => argon2.needsRehash(hash, PARAMETERS),
  };
}

/** Random bytes in the place of a digest: the same work to check, and no password fits. */
const NOBODY = [
  '',
  'argon2id',
  'v=19',
  `m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}`,
  unpadded(randomBytes(16)),
  unpadded(randomBytes(32)),
].join('$');

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}

/** Keyboards differ in how they compose an accented letter; NIST SP 800-63B has passwords normalised for that. */
function canonical(password: string): string {
  return password.normalize('NFKC');
}
