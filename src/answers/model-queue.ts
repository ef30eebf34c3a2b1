import { AppError } from '../errors.ts';
import type { TenantId } from '../ids.ts';
import { createFairTurns } from '../lib/fair-turns.ts';

/** How many answers language models write at once; the others wait in turn by organisation. */
export interface ModelQueue {
  /**
   * Passes on what is read from `work` once it is the organisation's turn, and the places in the queue before that.
   * @throws AppError `RATE_LIMITED` where too many wait
   */
  inTurn<T>(
    tenantId: TenantId,
    work: () => AsyncIterable<T>,
    signal: AbortSignal,
  ): AsyncGenerator<T | { readonly type: 'place'; readonly place: number }>;
}

/** `concurrency`: answers at once. `limit`: answers that wait, of which one organisation has half at most. */
export function createModelQueue({ concurrency, limit }: { concurrency: number; limit: number }): ModelQueue {
  const turns = createFairTurns({
    limit: concurrency,
    maxWaiting: limit,
    maxWaitingOfKey: Math.ceil(limit / 2),
  });
  return {
    inTurn: async function* (tenantId, work, signal) {
      const turn = turns.take(tenantId, signal);
      let leave: (() => void) | null;
      try {
        for (;;) {
          const { done, value } = await turn.next();
          if (done) {
            leave = value;
            break;
          }
          yield { type: 'place', place: value };
        }
      } finally {
        // Who leaves while waiting leaves the queue.
        await turn.return(null);
      }
      if (!leave) {
        throw new AppError('RATE_LIMITED', 'Too many answers wait for the language model. Ask again later.', {
          retryAfterSeconds: 10,
        });
      }
      try {
        yield* work();
      } finally {
        leave();
      }
    },
  };
}
