import { AppError, describeFailure, notFound } from '../../errors.ts';
import { type AnswerId, type ConversationId, newId, type OwnerId } from '../../ids.ts';
import { delay } from '../../lib/delay.ts';
import { type JoinedSignal, joinSignals } from '../../lib/joined-signal.ts';
import { createSlots } from '../../lib/slots.ts';
import { RUN_LIMITS } from '../../limits.ts';
import type { AnswerRecord, RunRecord, RunRest } from '../../store/answers.ts';
import type { ScopedTenant } from '../../store/tenant-store.ts';
import type { AnswerEvent, Question } from '../answer.ts';
import type { AnswerService, StreamOptions } from '../answer-service.ts';
import { titleOf } from '../titles.ts';
import { describeStoredRun, readRun, readStoredRun } from './read-run.ts';
import { createRun, isOver, type Leaving, type Run } from './run.ts';
import { leaseUntil, startRunWriter } from './write-run.ts';

/** An answer on its way, or what has become of it, for who asked. */
export interface RunView extends RunRecord {
  /** Of one that is COMPLETED. */
  readonly answer: AnswerRecord | null;
}

/** Who asks: their own tenant, as far as they see it, and to whom their answers belong. */
export interface RunCaller {
  readonly tenant: ScopedTenant;
  readonly owner: OwnerId;
}

/** How a run begins. */
export interface RunStart extends Pick<StreamOptions, 'requestId' | 'onEnd'> {
  /** Whether it goes on without any reader; else it stops half a minute after the last one's connection was lost. */
  readonly isDetached: boolean;
  /** The end of the caller's access, whatever becomes of the operation; released when the answer has ended. */
  readonly access: JoinedSignal;
}

/** Somebody who reads a run, from where they are. */
export interface RunReader {
  /** The index of the last delta that the reader has; null for none. */
  readonly after: number | null;
  readonly signal: AbortSignal;
  /** The end of the reader's access: it is their last event. */
  readonly accessEnd: AbortSignal;
  /** How they leave, at the moment when they do. */
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
   * What an answer has said and will say, on whichever process.
   * @throws AppError `NOT_FOUND`
   */
  follow(caller: RunCaller, id: AnswerId, reader: RunReader): Promise<AsyncGenerator<AnswerEvent>>;
  /** Null where the caller has asked for no such answer. */
  find(caller: RunCaller, id: AnswerId): Promise<RunView | null>;
  /** Stops an answer that is on its way. @throws AppError `NOT_FOUND` */
  stop(caller: RunCaller, id: AnswerId): Promise<RunView>;
  /** Stops what this process writes in a conversation that is gone. */
  stopIn(conversationId: ConversationId): void;
  /** Resolves when all have ended and are written down: they end with the server. */
  close(): Promise<void>;
}

/** What the runs service is made of. */
export interface RunsServiceOptions {
  readonly answers: AnswerService;
  /** Whether other processes may read the answers of this one. */
  readonly isShared: boolean;
  readonly shutdown: AbortSignal;
  readonly now: () => Date;
  /** What time it is for all processes: leases go by that. */
  readonly clock: () => Promise<Date>;
  readonly onUnexpected: (error: unknown) => void;
}

const LOOKS_AT_STOPPING = 8;

/** Runs of this process are read from memory; those of others, and those that have ended, from the store. */
export function createRunsService(options: RunsServiceOptions): RunsService {
  const { answers, isShared, shutdown, now, clock, onUnexpected } = options;
  const runs = new Map<AnswerId, { run: Run; createdAt: Date; question: Question; whenOver: Promise<void> }>();

  const ofCaller = createSlots({ perKey: RUN_LIMITS.perCaller });

  /** A run of theirs in this process. Where its conversation is gone it is, too. */
  const ownRun = async ({ tenant, owner }: RunCaller, id: AnswerId, signal?: AbortSignal) => {
    const known = runs.get(id);
    if (known?.run.tenantId !== tenant.tenantId || known.run.owner !== owner) return null;
    const { conversationId } = known.question;
    if (conversationId === null || (await tenant.conversations.find(conversationId, { signal }))) return known;
    known.run.stop();
    return null;
  };

  /** Where there are no other processes, what this one doesn't write nobody does. */
  const heardOfUntil = async () => {
    const at = await clock();
    return isShared ? at : leaseUntil(at);
  };

  /** Whether the caller sees all that was answered from. */
  const seesAll = async ({ tenant }: RunCaller, { passages, told }: Pick<RunRest, 'passages' | 'told'>) => {
    const sources = [...passages, ...told].map(({ documentId, access }) => ({ documentId, access }));
    return sources.length === 0 || (await tenant.answers.sees(sources));
  };

  const work = async (run: Run, tenant: ScopedTenant, asked: Question, { requestId, onEnd, access }: RunStart) => {
    const writer = startRunWriter(run, { answers: tenant.answers, isShared, clock, onUnexpected });
    const title = { title: titleOf(asked.question) };
    let isKept = false;
    try {
      const stream = answers.stream(tenant, asked, {
        id: run.id,
        requestId,
        signal: run.signal,
        accessEnd: access.signal,
        onEnd,
        keep: async (answer) => {
          await writer.close();
          isKept = await tenant.answers.end(run.id, { status: 'COMPLETED', answer }, title);
          if (!isKept && asked.conversationId === null) throw takenForDead();
          return isKept;
        },
      });
      for await (const event of stream) run.push(event);
    } catch (error) {
      if (!run.signal.aborted) onUnexpected(error);
    } finally {
      run.end();
      access.release();
    }
    if (isKept) return;
    const { status, text, passages, told, failure } = run.describe();
    const rest = { text, passages, told };
    try {
      await writer.close();
      const end =
        status === 'FAILED' && failure ? { status, failure, ...rest } : { status: 'STOPPED' as const, ...rest };
      await tenant.answers.end(run.id, end, title);
    } catch (error) {
      // Who finds no end later finds that the lease has run out.
      if (!(error instanceof AppError)) onUnexpected(error);
    }
  };

  /** Being there and leaving, for who reads what another process writes. */
  const enterElsewhere = ({ tenant: { answers } }: RunCaller, id: AnswerId) => {
    let told: Promise<unknown> = Promise.resolve();
    let isIn = true;
    /** One after the other: who has left is not said to be there behind that. */
    const tell = <T>(say: () => Promise<T>): Promise<T> => {
      const telling = told.then(say);
      told = telling.catch(() => {});
      return telling;
    };
    return {
      stay: (until: Date) => tell(() => answers.askToGoOn(id, until)),
      leave: (how: Leaving) => {
        if (!isShared || !isIn) return;
        isIn = false;
        const wait = async () => answers.askToGoOn(id, new Date((await clock()).getTime() + RUN_LIMITS.graceMs));
        tell(() => (how === 'LOST' ? wait() : answers.noteLeaving(id))).catch(
          (error) => error instanceof AppError || onUnexpected(error),
        );
      },
    };
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
    // What has ended is being written down.
    await known?.whenOver;
    const run = await tenant.answers.run(id, { now: await heardOfUntil() });
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

    start: async (caller, question, options) => {
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
        const { isDetached } = options;
        const run = createRun({ id, tenantId: tenant.tenantId, owner, isDetached, ...RUN_LIMITS });
        const whenOver = work(run, tenant, question, options).finally(() => {
          giveBack();
          forgetLater(id);
        });
        runs.set(id, { run, createdAt, question, whenOver });
        return id;
      } catch (error) {
        giveBack?.();
        options.access.release();
        throw error;
      }
    },

    follow: async (caller, id, { after, signal, accessEnd, howLeaving }) => {
      const { tenant } = caller;
      const known = await ownRun(caller, id, signal);
      const written = known ? known.run.describe() : await describeStoredRun(tenant.answers, id, { signal });
      if (!known && !(await tenant.answers.run(id, { now: await heardOfUntil(), signal }))) throw notFound('answer');
      if (!(await seesAll(caller, written))) throw notFound('answer');
      const elsewhere = enterElsewhere(caller, id);
      const leave = known?.run.enter() ?? elsewhere.leave;
      signal.addEventListener('abort', () => leave(howLeaving()), { once: true });
      if (signal.aborted) leave(howLeaving());
      const options = { signal, ends: [accessEnd, shutdown], onLost: () => leave('LOST') };
      return untilEnd(options, (signal) =>
        known
          ? readRun(known.run, { after, signal })
          : readStoredRun(tenant.answers, { id }, { after, signal, heardOfUntil, stay: elsewhere.stay }),
      );
    },

    stop: async (caller, id) => {
      const known = await ownRun(caller, id);
      if (known) {
        known.run.stop();
        await known.whenOver;
      } else await caller.tenant.answers.askToStop(id);
      for (let look = 1; ; look += 1) {
        const run = await find(caller, id);
        if (!run) throw notFound('answer');
        // The process that writes it hears of it by its next write.
        if (isOver(run) || look === LOOKS_AT_STOPPING) return run;
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

function takenForDead(): AppError {
  return new AppError(
    'STORE_UNAVAILABLE',
    'The store was away for too long while this was being answered. Ask again.',
    {
      retryAfterSeconds: 1,
    },
  );
}

/** Reads until one of `ends` aborts as well; why it does is the last event of a reader who is lost then. */
async function* untilEnd(
  { signal, ends, onLost }: { signal: AbortSignal; ends: readonly AbortSignal[]; onLost: () => void },
  read: (signal: AbortSignal) => AsyncGenerator<AnswerEvent>,
): AsyncGenerator<AnswerEvent> {
  const end = joinSignals(...ends);
  const either = joinSignals(signal, end.signal);
  try {
    yield* read(either.signal);
  } catch (error) {
    if (signal.aborted || !end.signal.aborted) throw error;
    onLost();
    yield { type: 'failed', ...describeFailure(end.signal.reason) };
  } finally {
    either.release();
    end.release();
  }
}
