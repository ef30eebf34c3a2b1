import { AppError } from '../errors.ts';
import type { ByteBudget } from '../lib/byte-budget.ts';
import type { Operation } from './operation.ts';

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
