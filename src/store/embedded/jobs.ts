import { setImmediate as nextTick } from 'node:timers/promises';
import { createTurns } from '../../lib/turns.ts';

/** What the worker does, one after the other. */
export interface Jobs {
  /** Runs a job when it is its turn. One whose signal aborted while it waited never runs. */
  run<T>(job: () => T, signal: AbortSignal): Promise<T>;
}

/** Makes an empty queue of jobs. */
export function createJobs(): Jobs {
  const turns = createTurns();
  return {
    run: (job, signal) =>
      turns.take(
        async () => {
          // Messages come in between two jobs only, and one of them may take this job back.
          await nextTick();
          signal.throwIfAborted();
          return job();
        },
        { signal },
      ),
  };
}
