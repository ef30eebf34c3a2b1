import type { AnswerId, OwnerId, TenantId } from '../../ids.ts';
import type { RunRecord, RunRest } from '../../store/answers.ts';
import type { AnswerEvent } from '../answer.ts';

/** How a reader leaves: by unsubscribing, or because the connection was lost. */
export type Leaving = 'UNSUBSCRIBED' | 'LOST';

/** An answer that this process is writing, with its events so far. */
export interface Run {
  readonly id: AnswerId;
  readonly tenantId: TenantId;
  readonly owner: OwnerId;
  /** All of them: an answer is a few kilobytes. */
  readonly events: readonly AnswerEvent[];
  /** Aborts when `stop` was called, or when the last reader has left. */
  readonly signal: AbortSignal;
  readonly hasEnded: boolean;
  describe(): Pick<RunRecord, 'status' | 'position' | 'failure'> & RunRest;
  /** Adds an event; the last one ends the run. */
  push(event: AnswerEvent): void;
  /** Ends the run, with or without a last event. */
  end(): void;
  stop(): void;
  /** Counts a reader until the returned function is called; calling it again does nothing. */
  enter(): (how: Leaving) => void;
  /** A reader in another process keeps it going for so many ms at least. */
  readElsewhere(forMs: number): void;
  /** A reader in another process has left for good; others there, if any, announce themselves again within `leavingMs`. */
  leftElsewhere(): void;
  /** Resolves when there are more than `count` events, or the run has ended. @throws the signal's reason */
  more(count: number, signal: AbortSignal): Promise<void>;
}

/** Whose run it is, and how long it waits for readers. */
export interface RunOptions {
  readonly id: AnswerId;
  readonly tenantId: TenantId;
  readonly owner: OwnerId;
  /** Whether it goes on without any reader. */
  readonly isDetached: boolean;
  /** How long it goes on for a reader whose connection was lost, in ms. */
  readonly graceMs: number;
  /** How long it goes on after a reader in another process has left, until others announce themselves, in ms. */
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
  /** By this process's clock, in ms: when it stops without a reader, and until when it is read in another process. */
  let stopsAt = 0;
  let elsewhereUntil = 0;

  const wake = () => {
    for (const resume of [...waiting]) resume();
  };
  const stop = () => stopping.abort(new DOMException('The answer was stopped.', 'AbortError'));
  /** Stops the run at that time, unless a reader comes before. */
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

  // Its first reader may leave before `enter` is called.
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

/** Whether a run has ended, in whatever way. */
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

/** The state of a run by its events so far. `wasStopped`: whether it has ended, be it without a last event. */
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
    // Events that an earlier version stored lack it.
    if (event.type === 'started') told = event.told ?? [];
    if (event.type === 'delta') text += event.text;
    if (event.type === 'failed') failure = { code: event.code, message: event.message, retryable: event.retryable };
  }
  if (wasStopped && !isOver({ status })) {
    return { status: 'STOPPED', position: null, text, failure, passages, told };
  }
  return { status, position, text, failure, passages, told };
}
