import type { AnswerId, OwnerId, TenantId } from '../../ids.ts';
import type { RunRecord, RunRest } from '../../store/answers.ts';
import type { AnswerEvent } from '../answer.ts';

/** How a reader leaves: by ending the subscription, or with a connection that is lost. */
export type Leaving = 'UNSUBSCRIBED' | 'LOST';

/** An answer that this process is writing, and what it has said so far. */
export interface Run {
  readonly id: AnswerId;
  readonly tenantId: TenantId;
  readonly owner: OwnerId;
  /** From the beginning on: an answer is a few kilobytes. */
  readonly events: readonly AnswerEvent[];
  /** Aborts when nobody reads it any more, or when it is to stop. */
  readonly signal: AbortSignal;
  readonly hasEnded: boolean;
  describe(): Pick<RunRecord, 'status' | 'position' | 'failure'> & RunRest;
  /** Adds what it says; the last event ends it. */
  push(event: AnswerEvent): void;
  /** It has come to its end without a last event. */
  end(): void;
  stop(): void;
  /** Counts a reader, who leaves by what this returns, once. */
  enter(): (how: Leaving) => void;
  /** Somebody reads it in another process: it goes on for so many ms at least. */
  readElsewhere(forMs: number): void;
  /** Somebody has left it for good in another process: whether others read it there is still to be heard. */
  leftElsewhere(): void;
  /** Resolves when there are more events than `count`, or none will come. @throws the signal's reason */
  more(count: number, signal: AbortSignal): Promise<void>;
}

/** Whose run it is, and how long it waits for readers. */
export interface RunOptions {
  readonly id: AnswerId;
  readonly tenantId: TenantId;
  readonly owner: OwnerId;
  /** Whether it goes on without any reader. */
  readonly isDetached: boolean;
  /** How long it waits for a reader whose connection was lost, in ms. */
  readonly graceMs: number;
  /** How long it waits to hear of others where somebody has left in another process, in ms. */
  readonly leavingMs: number;
}

/** Holds the events of one answer in memory, from its start to its end. */
export function createRun({ id, tenantId, owner, isDetached, graceMs, leavingMs }: RunOptions): Run {
  const events: AnswerEvent[] = [];
  const stopping = new AbortController();
  const waiting = new Set<() => void>();
  let readers = 0;
  let hasEnded = false;
  let grace: NodeJS.Timeout | undefined;
  /** By the process's own clock, in ms: when it stops if nobody comes, and until when somebody reads it elsewhere. */
  let stopsAt = 0;
  let elsewhereUntil = 0;

  const wake = () => {
    for (const resume of [...waiting]) resume();
  };
  const stop = () => stopping.abort(new DOMException('The answer was stopped.', 'AbortError'));
  /** Without readers here it stops then, unless somebody comes. */
  const waitUntil = (at: number) => {
    if (isDetached || hasEnded) return;
    stopsAt = Math.max(at, elsewhereUntil);
    clearTimeout(grace);
    const forMs = stopsAt - performance.now();
    if (forMs <= 0) stop();
    else grace = setTimeout(stop, forMs).unref();
  };
  const end = () => {
    hasEnded = true;
    clearTimeout(grace);
    wake();
  };

  // Its first reader may be gone before coming.
  waitUntil(performance.now() + graceMs);
  return {
    id,
    tenantId,
    owner,
    events,
    signal: stopping.signal,
    get hasEnded() {
      return hasEnded;
    },
    describe: () => describe(events, { wasStopped: hasEnded }),
    push: (event) => {
      events.push(event);
      if (event.type === 'completed' || event.type === 'failed') end();
      else wake();
    },
    end,
    stop,
    enter: () => {
      readers += 1;
      clearTimeout(grace);
      let isIn = true;
      return (how) => {
        if (!isIn) return;
        isIn = false;
        readers -= 1;
        if (readers > 0) return;
        waitUntil(performance.now() + (how === 'UNSUBSCRIBED' ? 0 : graceMs));
      };
    },
    readElsewhere: (forMs) => {
      elsewhereUntil = Math.max(elsewhereUntil, performance.now() + forMs);
      if (readers === 0 && elsewhereUntil > stopsAt) waitUntil(elsewhereUntil);
    },
    leftElsewhere: () => {
      elsewhereUntil = 0;
      if (readers === 0) waitUntil(performance.now() + leavingMs);
    },
    more: (count, signal) =>
      new Promise((resolve, reject) => {
        const leave = () => {
          waiting.delete(resume);
          reject(signal.reason);
        };
        const resume = () => {
          waiting.delete(resume);
          signal.removeEventListener('abort', leave);
          resolve();
        };
        if (signal.aborted) return leave();
        if (hasEnded || events.length > count) return resolve();
        waiting.add(resume);
        signal.addEventListener('abort', leave, { once: true });
      }),
  };
}

/** Whether a run has come to its end, whichever that was. */
export function isOver({ status }: Pick<RunRecord, 'status'>): boolean {
  return status !== 'QUEUED' && status !== 'RUNNING';
}

const STATUS_AFTER: Readonly<Record<AnswerEvent['type'], RunRecord['status']>> = {
  queued: 'QUEUED',
  searched: 'RUNNING',
  started: 'RUNNING',
  delta: 'RUNNING',
  completed: 'COMPLETED',
  failed: 'FAILED',
};

/** What the events of a run come to so far. `wasStopped`: where none of them is the last, that it has ended all the same. */
export function describe(
  events: readonly AnswerEvent[],
  { wasStopped }: { wasStopped: boolean },
): ReturnType<Run['describe']> {
  let status: RunRecord['status'] = 'QUEUED';
  let position: number | null = null;
  let text = '';
  let failure: RunRecord['failure'] = null;
  const passages: RunRest['passages'][number][] = [];
  let told: RunRest['told'] = [];
  for (const event of events) {
    status = STATUS_AFTER[event.type];
    position = event.type === 'queued' ? event.position : null;
    if (event.type === 'started' || event.type === 'searched') passages.push(...event.passages);
    // Events of an earlier version don't say it.
    if (event.type === 'started') told = event.told ?? [];
    if (event.type === 'delta') text += event.text;
    if (event.type === 'failed') failure = { code: event.code, message: event.message, retryable: event.retryable };
  }
  if (wasStopped && !isOver({ status })) {
    return { status: 'STOPPED', position: null, text, failure, passages, told };
  }
  return { status, position, text, failure, passages, told };
}
