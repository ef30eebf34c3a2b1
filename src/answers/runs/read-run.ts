import type { AnswerId } from '../../ids.ts';
import { delay } from '../../lib/delay.ts';
import { RUN_LIMITS } from '../../limits.ts';
import type { Abortable } from '../../store/abortable.ts';
import type { Answers, RunRecord } from '../../store/answers.ts';
import type { AnswerEvent } from '../answer.ts';
import { describe, type Run } from './run.ts';
import { leaseUntil } from './write-run.ts';

/** The last event of a run that was stopped. */
const STOPPED: AnswerEvent = {
  type: 'failed',
  code: 'CONFLICT',
  message: 'The answer was stopped. Ask again.',
  retryable: true,
};

/** A reader announces themselves again when the last announcement ends in less than this, in ms. */
const RENEW_BELOW_MS = (2 / 3) * RUN_LIMITS.leaseMs;

/** Where a reader goes on: with the deltas whose index is above `after`; null for all events from the first on. */
interface ReadOptions {
  readonly after: number | null;
  readonly signal: AbortSignal;
}

/** The events of a run of this process, past and to come. */
export async function* readRun(run: Run, { after, signal }: ReadOptions): AsyncGenerator<AnswerEvent> {
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
  /** Leases that end before this have expired. */
  leaseCutoff(): Promise<Date>;
  /** Announces that the run is read until then. */
  stay(until: Date): Promise<unknown>;
}

/** The events of a run of another process, or of one that has ended, from the store. */
export async function* readStoredRun(
  answers: Answers,
  { id }: Pick<RunRecord, 'id'>,
  { after, signal, leaseCutoff, stay }: ReadOptions & StoredRunOptions,
): AsyncGenerator<AnswerEvent> {
  let from = 0;
  for (;;) {
    // The run first: once it has ended, all of its events are in the store.
    const now = await leaseCutoff();
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
    // Also after another reader has left, which makes the store forget all readers.
    if (knownForMs < RENEW_BELOW_MS) await stay(leaseUntil(now));
    await delay(RUN_LIMITS.writeMs, { signal });
    signal.throwIfAborted();
  }
}

/** The state of a run that another process is writing, by its events in the store. */
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

/** `isLatest`: whether no later event is known; an earlier place in the queue is out of date. */
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
