import { AppError } from '../errors.ts';
import type { TenantId } from '../ids.ts';
import { createFairTurns, type FairTurns } from '../lib/fair-turns.ts';

/** How many answers language models write at once; the others wait in turn by organisation. */
export interface ModelQueue {
  /**
   * Passes on what is read from `work` once it is the organisation's turn in the queue of this name, and the places in it
   * before that. Who waits in one queue is not delayed by another.
   * @throws AppError `RATE_LIMITED` where too many wait
   */
  inTurn<T>(
    queue: string,
    tenantId: TenantId,
    work: () => AsyncIterable<T>,
    signal: AbortSignal,
  ): AsyncGenerator<T | { readonly type: 'place'; readonly place: number }>;
}

/** Of each queue, `concurrency`: answers at once. `limit`: answers that wait, of which one organisation has half at most. */
export function createModelQueue({ concurrency, limit }: { concurrency: number; limit: number }): ModelQueue {
  /** Those that somebody is in. */
  const queues = new Map<string, { readonly turns: FairTurns; users: number }>();

  const enter = (name: string) => {
    const newTurns = () =>
      createFairTurns({ limit: concurrency, maxWaiting: limit, maxWaitingOfKey: Math.ceil(limit / 2) });
    const queue = queues.get(name) ?? { turns: newTurns(), users: 0 };
    queue.users += 1;
    queues.set(name, queue);
    const exit = () => {
      queue.users -= 1;
      if (queue.users === 0) queues.delete(name);
    };
    return { turns: queue.turns, exit };
  };

  return {
    inTurn: async function* (name, tenantId, work, signal) {
      const { turns, exit } = enter(name);
      try {
        const leave = yield* waitIn(turns, tenantId, signal);
        try {
          yield* work();
        } finally {
          leave();
        }
      } finally {
        exit();
      }
    },
  };
}

/** Yields the places in the queue, and returns what gives the turn up. */
async function* waitIn(
  turns: FairTurns,
  tenantId: TenantId,
  signal: AbortSignal,
): AsyncGenerator<{ readonly type: 'place'; readonly place: number }, () => void> {
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
  if (leave) return leave;
  throw new AppError('RATE_LIMITED', 'Too many answers wait for the language model. Ask again in 10 seconds.', {
    retryAfterSeconds: 10,
  });
}
