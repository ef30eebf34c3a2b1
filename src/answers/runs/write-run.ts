import { AppError } from '../../errors.ts';
import { delay } from '../../lib/delay.ts';
import { RUN_LIMITS } from '../../limits.ts';
import type { Answers } from '../../store/answers.ts';
import type { AnswerEvent } from '../answer.ts';
import type { Run } from './run.ts';

/** Writes down what a run says, for who reads it in another process, and that it is still being written. */
export interface RunWriter {
  /** Writes until the run has ended, or is to stop. */
  readonly done: Promise<void>;
  /** Stops writing, and resolves when the last write is over. */
  close(): Promise<void>;
}

export interface RunWriterOptions {
  readonly answers: Answers;
  /** Whether there are other processes to read it; else only its lease is kept. */
  readonly isShared: boolean;
  readonly now: () => Date;
  readonly onUnexpected: (error: unknown) => void;
}

/** When the lease of a run ends that is heard of now. */
export function leaseUntil(now: Date): Date {
  return new Date(now.getTime() + RUN_LIMITS.leaseMs);
}

export function startRunWriter(run: Run, { answers, isShared, now, onUnexpected }: RunWriterOptions): RunWriter {
  const closing = new AbortController();
  const { signal } = closing;
  let written = 0;

  const write = async () => {
    const events = isShared ? run.events.slice(written).filter(isOnTheWay) : [];
    const { status, position } = run.describe();
    if (status !== 'QUEUED' && status !== 'RUNNING') return;
    const progress = { status, position, from: written, events: events.map((event) => JSON.stringify(event)) };
    const kept = await answers.progress(run.id, { ...progress, leaseUntil: leaseUntil(now()) });
    written += events.length;
    // Another process has taken it for dead, its conversation is gone, or somebody stops it.
    if (!kept || kept.stopAsked) run.stop();
  };

  const work = async () => {
    while (!signal.aborted && !run.hasEnded) {
      await delay(isShared ? RUN_LIMITS.writeMs : RUN_LIMITS.leaseMs / 3, { signal });
      if (signal.aborted || run.hasEnded) return;
      await write().catch((error) => {
        // A store that is away gets it later; what was begun may have been written.
        if (!(error instanceof AppError)) onUnexpected(error);
      });
    }
  };
  const done = work();
  return {
    done,
    close: async () => {
      closing.abort();
      await done;
    },
  };
}

/** The last event is what the run ends with. */
function isOnTheWay({ type }: AnswerEvent): boolean {
  return type !== 'completed' && type !== 'failed';
}
