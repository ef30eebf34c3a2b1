import type { AnswerId } from '../../ids.ts';
import { delay } from '../../lib/delay.ts';
import { RUN_LIMITS } from '../../limits.ts';
import type { Abortable } from '../../store/abortable.ts';
import type { Answers, RunRecord } from '../../store/answers.ts';
import type { AnswerEvent } from '../answer.ts';
import { describe, type Run } from './run.ts';
import { leaseUntil } from './write-run.ts';

/** The end of a run that somebody has stopped. */
const STOPPED: AnswerEvent = {
  type: 'failed',
  code: 'CONFLICT',
  message: 'The answer was stopped. Ask again.',
  retryable: true,
};

/** A reader says again that they are there when it is forgotten after less than that, in ms. */
const FORGOTTEN_SOON_MS = (2 / 3) * RUN_LIMITS.leaseMs;

/** Which events a reader gets: of deltas, those whose index is above `after`; all, and what comes before them, without it. */
interface Behind {
  readonly after: number | null;
  readonly signal: AbortSignal;
}

/** What a run of this process has said and will say. */
export async function* readRun(run: Run, { after, signal }: Behind): AsyncGenerator<AnswerEvent> {
  let count = 0;
  for (;;) {
    for (let event = run.events[count]; event; event = run.events[count]) {
      count += 1;
      const isLatest = count === run.events.length;
      if (isFor(event, { after, isLatest })) yield event;
      if (event.type === 'completed' || event.type === 'failed') return;
    }
    if (run.hasEnded) return yield STOPPED;
    await run.more(count, signal);
  }
}

/** How a run of another process is read. */
interface StoredRunOptions {
  /** Whoever was to be heard of by then is taken for dead. */
  heardOfUntil(): Promise<Date>;
  /** Says that somebody reads it until then. */
  stay(until: Date): Promise<unknown>;
}

/** The same of a run of another process, or of one that has ended, as the store has it. */
export async function* readStoredRun(
  answers: Answers,
  { id }: Pick<RunRecord, 'id'>,
  { after, signal, heardOfUntil, stay }: Behind & StoredRunOptions,
): AsyncGenerator<AnswerEvent> {
  let from = 0;
  for (;;) {
    // In this order: what it said before it ended is there by then.
    const now = await heardOfUntil();
    const run = await answers.run(id, { now, signal });
    const events = await answers.events(id, { from, signal });
    for (const [at, { number, event: json }] of events.entries()) {
      from = number + 1;
      const event = JSON.parse(json) as AnswerEvent;
      if (isFor(event, { after, isLatest: at === events.length - 1 })) yield event;
    }
    if (!run) return yield STOPPED;
    if (run.status === 'COMPLETED') {
      const [answer] = await answers.findMany([id], { signal });
      return yield answer ? { type: 'completed', answer } : STOPPED;
    }
    if (run.status === 'FAILED' && run.failure) return yield { type: 'failed', ...run.failure };
    if (run.status === 'STOPPED' || run.status === 'FAILED') return yield STOPPED;
    signal.throwIfAborted();
    const knownForMs = (run.readUntil?.getTime() ?? 0) - now.getTime();
    // Also when somebody else has left, and who is still there is not known any more.
    if (knownForMs < FORGOTTEN_SOON_MS) await stay(leaseUntil(now));
    await delay(RUN_LIMITS.writeMs, { signal });
    signal.throwIfAborted();
  }
}

/** What the events of a run come to that another process is writing, as far as the store has them. */
export async function describeStoredRun(
  answers: Answers,
  id: AnswerId,
  options: Abortable = {},
): Promise<ReturnType<Run['describe']>> {
  const events = await answers.events(id, { from: 0, ...options });
  return describe(
    events.map(({ event }) => JSON.parse(event) as AnswerEvent),
    { wasStopped: false },
  );
}

/** `isLatest`: whether nothing is known to come behind it; a place in the queue that is past is no news. */
function isFor(event: AnswerEvent, { after, isLatest }: { after: number | null; isLatest: boolean }): boolean {
  switch (event.type) {
    case 'delta':
      return after === null || event.index > after;
    case 'started':
    case 'searched':
      return after === null;
    case 'queued':
      return isLatest;
    default:
      return true;
  }
}
