import { setImmediate as nextTick } from 'node:timers/promises';
import { createTurns, type Priority } from '../../lib/turns.ts';

/** Whose turn a job takes. */
export interface JobTurn {
  readonly priority?: Priority;
  /** Whoever asks for many has them one in turn with others, as `createTurns` says. */
  readonly user: string;
}

/** What the worker does, one after the other. */
export interface Jobs {
  /** Runs a job when it is its turn. One whose signal aborted while it waited never runs. */
  run<T>(job: () => T, options: JobTurn & { signal: AbortSignal }): Promise<T>;
}

/** Makes an empty queue of jobs. */
export function createJobs(): Jobs {
  const turns = createTurns();
  return {
    run: (job, { signal, ...turn }) =>
      turns.take(
        async () => {
          // Messages come in between two jobs only, and one of them may take this job back.
          await nextTick();
          signal.throwIfAborted();
          return job();
        },
        { ...turn, signal },
      ),
  };
}
