import { AppError } from '../../errors.ts';
import { delay } from '../../lib/delay.ts';
import { RUN_LIMITS } from '../../limits.ts';
import type { Answers } from '../../store/answers.ts';
import type { AnswerEvent } from '../answer.ts';
import type { Run } from './run.ts';

/** Writes a run's events to the store, for readers in other processes, and renews its lease. */
export interface RunWriter {
  /**
   * Writes the events that are left, and stops writing. To be called before the run's end is stored: readers look for no
   * events after that. Calling it twice is fine.
   * @throws AppError when the store can't be written to
   */
  close(): Promise<void>;
}

/** What a run is written with. */
export interface RunWriterOptions {
  readonly answers: Answers;
  /** Whether there are other processes to read it; else only its lease is renewed. */
  readonly isShared: boolean;
  /** The time that all processes agree on. */
  readonly clock: () => Promise<Date>;
  readonly onUnexpected: (error: unknown) => void;
}

/** When a lease ends that is renewed now. */
export function leaseUntil(now: Date): Date {
  return new Date(now.getTime() + RUN_LIMITS.leaseMs);
}

/** Starts to write, until `close`. */
export function startRunWriter(run: Run, { answers, isShared, clock, onUnexpected }: RunWriterOptions): RunWriter {
  const everyMs = isShared ? RUN_LIMITS.writeMs : RUN_LIMITS.leaseMs / 3;
  const closing = new AbortController();
  const { signal } = closing;
  let written = 0;
  let leavings = 0;
  /** Until then it is written at each interval, to learn in time of readers who announce themselves. */
  let pollsUntil = 0;

  const unwritten = () => (isShared ? run.events.slice(written).filter(isBeforeEnd) : []);
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
    // Its lease has expired, its conversation is gone, or its caller has asked to stop it.
    if (!kept || kept.stopAsked) return run.stop();
    if (kept.leavings > leavings) {
      leavings = kept.leavings;
      pollsUntil = performance.now() + RUN_LIMITS.leavingMs;
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
      if (unwritten().length === 0 && silentMs < RUN_LIMITS.heartbeatMs && performance.now() > pollsUntil) continue;
      silentMs = 0;
      await write().catch((error) => {
        // A store that is away gets it with the next write; this one may have arrived all the same.
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

/** The last event is stored as the run's end. */
function isBeforeEnd({ type }: AnswerEvent): boolean {
  return type !== 'completed' && type !== 'failed';
}
