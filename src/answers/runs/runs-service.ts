import { AppError, notFound } from '../../errors.ts';
import { type AnswerId, type ConversationId, newId, type OwnerId } from '../../ids.ts';
import { delay } from '../../lib/delay.ts';
import { createSlots } from '../../lib/slots.ts';
import { RUN_LIMITS } from '../../limits.ts';
import type { AnswerRecord, RunRecord, RunRest } from '../../store/answers.ts';
import type { ScopedTenant } from '../../store/tenant-store.ts';
import type { AnswerEvent, Question } from '../answer.ts';
import { executeRun, type RunParts, type RunStart } from './execute-run.ts';
import { describeStoredRun, readRun, readStoredRun } from './read-run.ts';
import { readUntil } from './read-until.ts';
import { createRemoteReader } from './remote-reader.ts';
import { createRun, isOver, type Leaving, type Run } from './run.ts';
import { leaseUntil } from './write-run.ts';

/** A run as its caller sees it. */
export interface RunView extends RunRecord {
  /** Null unless the run is COMPLETED. */
  readonly answer: AnswerRecord | null;
}

/** The caller of a run: the tenant as the caller sees it, and the owner of the caller's answers. */
export interface RunCaller {
  readonly tenant: ScopedTenant;
  readonly owner: OwnerId;
}

/** A reader of a run. */
export interface RunReader {
  /** The index of the last delta that the reader has; null for none. */
  readonly after: number | null;
  readonly signal: AbortSignal;
  /** Aborts when the reader's access ends; the reason is their last event. */
  readonly accessEnd: AbortSignal;
  /** How the reader leaves; asked at that moment. */
  howLeaving(): Leaving;
}

/** Answers that outlast the connection that they were asked over. */
export interface RunsService {
  /**
   * Begins an answer.
   * @throws AppError `NOT_FOUND` for its conversation, `RATE_LIMITED` where the caller has too many on the way
   */
  start(caller: RunCaller, question: Question, options: RunStart): Promise<AnswerId>;
  /**
   * The events of an answer, past and to come, whichever process writes it.
   * @throws AppError `NOT_FOUND`
   */
  follow(caller: RunCaller, id: AnswerId, reader: RunReader): Promise<AsyncGenerator<AnswerEvent>>;
  /** Null for an answer that is not the caller's. */
  find(caller: RunCaller, id: AnswerId): Promise<RunView | null>;
  /** Stops an answer that is on its way. @throws AppError `NOT_FOUND` */
  stop(caller: RunCaller, id: AnswerId): Promise<RunView>;
  /** Stops the runs of this process in a conversation that was deleted. */
  stopIn(conversationId: ConversationId): void;
  /** Resolves when all runs have ended and are stored: they end with the server. */
  close(): Promise<void>;
}

/** What the runs service is made of. */
export interface RunsServiceOptions extends RunParts {
  readonly shutdown: AbortSignal;
  readonly now: () => Date;
}

/** How often `stop` looks whether another process has stopped the run. */
const STOP_POLLS = 8;

/** Runs of this process are read from memory; those of others, and those that have ended, from the store. */
export function createRunsService(options: RunsServiceOptions): RunsService {
  const { isShared, shutdown, now, clock } = options;
  const runs = new Map<AnswerId, { run: Run; createdAt: Date; question: Question; whenOver: Promise<void> }>();

  const ofCaller = createSlots({ perKey: RUN_LIMITS.perCaller });

  /** The caller's run in this process; null where it or its conversation is gone. */
  const ownRun = async ({ tenant, owner }: RunCaller, id: AnswerId, signal?: AbortSignal) => {
    const known = runs.get(id);
    if (known?.run.tenantId !== tenant.tenantId || known.run.owner !== owner) return null;
    const { conversationId } = known.question;
    if (conversationId === null || (await tenant.conversations.find(conversationId, { signal }))) return known;
    known.run.stop();
    return null;
  };

  /** Leases that end before this have expired. A process alone writes all runs there are: others have expired for it. */
  const leaseCutoff = async () => {
    const at = await clock();
    return isShared ? at : leaseUntil(at);
  };

  /** Whether the caller sees all that was answered from. */
  const seesAll = async ({ tenant }: RunCaller, { passages, told }: Pick<RunRest, 'passages' | 'told'>) => {
    const sources = [...passages, ...told].map(({ documentId, access }) => ({ documentId, access }));
    return sources.length === 0 || (await tenant.answers.sees(sources));
  };

  const forgetLater = (id: AnswerId) => {
    setTimeout(() => runs.delete(id), RUN_LIMITS.rememberedMs).unref();
  };

  const find = async (caller: RunCaller, id: AnswerId): Promise<RunView | null> => {
    const { tenant } = caller;
    const known = await ownRun(caller, id);
    if (known && !known.run.hasEnded) {
      const { createdAt, question } = known;
      const { passages, told, ...described } = known.run.describe();
      const record = { id, tenantId: tenant.tenantId, conversationId: question.conversationId, createdAt };
      const text = (await seesAll(caller, { passages, told })) ? described.text : '';
      return { ...record, ...described, text, question: question.question, answer: null };
    }
    // Its end may still be on its way into the store.
    await known?.whenOver;
    const run = await tenant.answers.run(id, { now: await leaseCutoff() });
    if (!run) return null;
    if (run.status === 'COMPLETED') {
      const [answer = null] = await tenant.answers.findMany([id]);
      return answer && { ...run, text: answer.text, answer };
    }
    if (isOver(run)) return { ...run, answer: null };
    const written = await describeStoredRun(tenant.answers, id);
    return { ...run, text: (await seesAll(caller, written)) ? written.text : '', answer: null };
  };

  return {
    find,

    start: async (caller, question, start) => {
      const { tenant, owner } = caller;
      const giveBack = ofCaller.take(owner);
      try {
        if (!giveBack) {
          throw new AppError('RATE_LIMITED', `You have ${RUN_LIMITS.perCaller} answers on the way. Stop one first.`, {
            retryAfterSeconds: 5,
          });
        }
        const id = newId<AnswerId>();
        const { conversationId } = question;
        const createdAt = now();
        const noted = { id, conversationId, createdAt, question: question.question };
        if (!(await tenant.answers.begin(noted, leaseUntil(await clock())))) throw notFound('conversation');
        const { isDetached } = start;
        const run = createRun({ id, tenantId: tenant.tenantId, owner, isDetached, ...RUN_LIMITS });
        const whenOver = executeRun(run, { tenant, question, start }, options).finally(() => {
          giveBack();
          forgetLater(id);
        });
        runs.set(id, { run, createdAt, question, whenOver });
        return id;
      } catch (error) {
        giveBack?.();
        start.access.release();
        throw error;
      }
    },

    follow: async (caller, id, { after, signal, accessEnd, howLeaving }) => {
      const { tenant } = caller;
      const known = await ownRun(caller, id, signal);
      const written = known ? known.run.describe() : await describeStoredRun(tenant.answers, id, { signal });
      if (!known && !(await tenant.answers.run(id, { now: await leaseCutoff(), signal }))) throw notFound('answer');
      if (!(await seesAll(caller, written))) throw notFound('answer');
      const remote = createRemoteReader(tenant.answers, id, options);
      const leave = known?.run.enter() ?? remote.leave;
      signal.addEventListener('abort', () => leave(howLeaving()), { once: true });
      if (signal.aborted) leave(howLeaving());
      const until = { signal, ends: [accessEnd, shutdown], onEnd: () => leave('LOST') };
      return readUntil(until, (signal) =>
        known
          ? readRun(known.run, { after, signal })
          : readStoredRun(tenant.answers, { id }, { after, signal, leaseCutoff, stay: remote.stay }),
      );
    },

    stop: async (caller, id) => {
      const known = await ownRun(caller, id);
      if (known) {
        known.run.stop();
        await known.whenOver;
      } else await caller.tenant.answers.requestStop(id);
      for (let poll = 1; ; poll += 1) {
        const run = await find(caller, id);
        if (!run) throw notFound('answer');
        // The process that writes it learns of the request with its next write.
        if (isOver(run) || poll === STOP_POLLS) return run;
        await delay(RUN_LIMITS.writeMs, { signal: shutdown });
      }
    },

    stopIn: (conversationId) => {
      for (const { run, question } of runs.values()) if (question.conversationId === conversationId) run.stop();
    },

    close: async () => {
      await Promise.all([...runs.values()].map(({ whenOver }) => whenOver));
    },
  };
}
