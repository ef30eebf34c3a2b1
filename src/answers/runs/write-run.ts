import { AppError } from '../../errors.ts';
import { delay } from '../../lib/delay.ts';
import { RUN_LIMITS } from '../../limits.ts';
import type { Answers } from '../../store/answers.ts';
import type { AnswerEvent } from '../answer.ts';
import type { Run } from './run.ts';

/** Writes down what a run says, for who reads it in another process, and that it is still being written. */
export interface RunWriter {
  /**
   * Writes what is left, and no more after that: before the run's end is written, as nobody looks for more behind that.
   * Calling it twice is fine.
   * @throws AppError what keeps it from being written
   */
  close(): Promise<void>;
}

/** What a run is written with. */
export interface RunWriterOptions {
  readonly answers: Answers;
  /** Whether there are other processes to read it; else only its lease is kept. */
  readonly isShared: boolean;
  /** What time it is for all processes. */
  readonly clock: () => Promise<Date>;
  readonly onUnexpected: (error: unknown) => void;
}

/** When the lease of a run ends that is heard of now. */
export function leaseUntil(now: Date): Date {
  return new Date(now.getTime() + RUN_LIMITS.leaseMs);
}

/** Writes from now on until it is closed. */
export function startRunWriter(run: Run, { answers, isShared, clock, onUnexpected }: RunWriterOptions): RunWriter {
  const everyMs = isShared ? RUN_LIMITS.writeMs : RUN_LIMITS.leaseMs / 3;
  const closing = new AbortController();
  const { signal } = closing;
  let written = 0;
  let leavings = 0;
  /** As long as others who read it elsewhere are to be heard of soon, it is written although it says nothing. */
  let looksUntil = 0;

  const unwritten = () => (isShared ? run.events.slice(written).filter(isOnTheWay) : []);
  const write = async () => {
    const at = await clock();
    const events = unwritten();
    const { status, position } = run.describe();
    const kept = await answers.progress(run.id, {
      status: status === 'QUEUED' ? status : 'RUNNING',
      position,
      from: written,
      events: events.map((event) => JSON.stringify(event)),
      leaseUntil: leaseUntil(at),
    });
    written += events.length;
    // Another process has taken it for dead, its conversation is gone, or somebody stops it.
    if (!kept || kept.stopAsked) return run.stop();
    if (kept.leavings > leavings) {
      leavings = kept.leavings;
      looksUntil = performance.now() + RUN_LIMITS.leavingMs;
      run.leftElsewhere();
    }
    if (kept.readUntil) run.readElsewhere(kept.readUntil.getTime() - at.getTime());
  };

  const work = async () => {
    let silentMs = 0;
    while (!signal.aborted && !run.hasEnded) {
      await delay(everyMs, { signal });
      if (signal.aborted || run.hasEnded) return;
      silentMs += everyMs;
      if (unwritten().length === 0 && silentMs < RUN_LIMITS.heardOfMs && performance.now() > looksUntil) continue;
      silentMs = 0;
      await write().catch((error) => {
        // A store that is away gets it later; what was begun may have been written.
        if (!(error instanceof AppError)) onUnexpected(error);
      });
    }
  };
  const done = work();
  return {
    close: async () => {
      closing.abort();
      await done;
      if (unwritten().length > 0) await write();
    },
  };
}

/** The last event is what the run ends with. */
function isOnTheWay({ type }: AnswerEvent): boolean {
  return type !== 'completed' && type !== 'failed';
}
