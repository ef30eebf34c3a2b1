import { AppError } from '../errors.ts';
import { type ByteBudget, createByteBudget } from '../lib/byte-budget.ts';
import { BODY_LIMITS } from '../limits.ts';
import type { Operation } from './operation.ts';

/** Bytes of the largest body: a text of the allowed size, escaped as JSON, is longer than its bytes. */
export function maxBodyBytesFor({ maxFileBytes }: { maxFileBytes: number }): number {
  return 2 * maxFileBytes + BODY_LIMITS.aroundFileBytes;
}

/** What the unanswered requests of one user, and of all together, may hold. */
export function createHeldBytes(options: { maxFileBytes: number }): ByteBudget {
  const maxBodyBytes = maxBodyBytesFor(options);
  return createByteBudget({
    total: Math.max(BODY_LIMITS.heldBytes, 8 * maxBodyBytes),
    perHolder: Math.max(BODY_LIMITS.heldBytesPerUser, 2 * maxBodyBytes),
  });
}

/**
 * Counts bytes against what a user's unanswered requests may hold, until this one is answered or left.
 * @throws AppError `RATE_LIMITED`
 */
export function holdUntilAnswered(
  budget: ByteBudget,
  { userId, bytes, operation }: { userId: string; bytes: number; operation: Operation },
): void {
  const release = budget.take(userId, bytes);
  if (!release) {
    throw new AppError(
      'RATE_LIMITED',
      'Your requests and their answers hold too much at this moment. Wait until some of it is sent.',
      { retryAfterSeconds: 1 },
    );
  }
  operation.whenEnded(release);
}
