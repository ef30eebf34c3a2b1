/** Lets so many tasks run at once, and no more. */
export interface Semaphore {
  /**
   * Runs the task as soon as fewer than `limit` others run, in the order of arrival.
   * @throws SemaphoreFull at once when `maxWaiting` tasks wait already; the signal's reason when it aborts while the task
   *   waits; else what the task throws
   */
  run<T>(task: () => Promise<T>, options?: { signal?: AbortSignal | undefined }): Promise<T>;
}

/** So many tasks wait already that one more is refused. */
export class SemaphoreFull extends Error {
  override readonly name = 'SemaphoreFull';
}

/** Lets at most `limit` tasks run at once and at most `maxWaiting` wait. */
export function createSemaphore({ limit, maxWaiting }: { limit: number; maxWaiting: number }): Semaphore {
  const waiting: (() => void)[] = [];
  let running = 0;

  const enter = (signal: AbortSignal | undefined): Promise<void> | undefined => {
    signal?.throwIfAborted();
    if (running < limit) {
      running += 1;
      return undefined;
    }
    if (waiting.length >= maxWaiting) throw new SemaphoreFull(`${maxWaiting} tasks wait already.`);
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        waiting.splice(waiting.indexOf(begin), 1);
        reject(signal?.reason);
      };
      const begin = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      waiting.push(begin);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  };

  // The place goes straight to the next in line, so that no newcomer gets it in between.
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };

  return {
    run: async (task, { signal } = {}) => {
      await enter(signal);
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}
