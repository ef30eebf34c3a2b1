import { describeFailure, notFound } from '../errors.ts';
import { type AnswerId, newId } from '../ids.ts';
import { joinSignals } from '../lib/joined-signal.ts';
import type { AnswerRecord, ShownPassage } from '../store/answers.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import type { AnswerEvent, Question, Turn } from './answer.ts';
import { titleOf } from './titles.ts';
import { type AnswerWriterOptions, createAnswerWriter } from './write-answer.ts';

/** Answers questions, streamed or whole, in conversations or outside of them. */
export interface AnswerService {
  /**
   * Answers from the tenant's documents alone, as it is generated; stops the model once a signal aborts. What goes wrong
   * on the way is the last event, the end of the reader's access with it; it throws only when the reader has left.
   */
  stream(tenant: ScopedTenant, question: Question, options: StreamOptions): AsyncGenerator<AnswerEvent>;
  /**
   * The same, whole.
   * @throws what goes wrong on the way, `AppError` or not
   */
  ask(
    tenant: ScopedTenant,
    question: Question,
    options: Pick<StreamOptions, 'signal' | 'accessEnd'>,
  ): Promise<AnswerRecord>;
}

/** What a streamed answer needs to know of its request. */
export interface StreamOptions {
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** Aborts when the reader's access ends; the reason is the error that they get. */
  readonly accessEnd: AbortSignal;
  /** Called when the stream ends, before its last event is sent. If it throws, the stream ends with that error instead. */
  onEnd(end: StreamEnd): Promise<void>;
  /** The answer's id, where it has one already. */
  readonly id?: AnswerId;
  /** Stores the answer before `completed` is sent; false where its conversation is gone. By default as any answer. */
  keep?(answer: AnswerRecord): Promise<boolean>;
}

/** How a stream ended. */
export interface StreamEnd {
  readonly outcome: 'FINISHED' | 'FAILED' | 'ABANDONED';
  /** Where it was completed. */
  readonly answer: AnswerRecord | null;
  /** Those that were shown. */
  readonly passages: readonly ShownPassage[];
  readonly durationMs: number;
}

/** What the answer service is made of. */
export interface AnswerServiceOptions extends AnswerWriterOptions {
  /** Whether answers outside conversations are kept, for who asked. */
  readonly keepsAnswers: boolean;
  /** Aborts when the server stops, with the error that streams then end with. */
  readonly shutdown: AbortSignal;
  onEnd(end: AnswerEnd): void;
  /** A failure that nobody expected; of it the reader learns only the request id. */
  onUnexpected(error: unknown, requestId: string): void;
}

/** How an answer ended, for the metrics. */
export interface AnswerEnd {
  readonly outcome: 'answered' | 'refused' | 'failed' | 'abandoned';
  readonly firstTokenMs: number | null;
}

/** As many answers of a conversation are looked at for what a question means there. */
const EARLIER_TURNS = 8;

/** Stores each answer, and reports how it ended, before `completed` is sent. */
export function createAnswerService(options: AnswerServiceOptions): AnswerService {
  const { keepsAnswers, shutdown, onEnd, onUnexpected } = options;
  const write = createAnswerWriter(options);

  /** @throws AppError `NOT_FOUND` where there is no such conversation */
  const earlierOf = async (
    tenant: ScopedTenant,
    { conversationId }: Question,
    signal: AbortSignal,
  ): Promise<readonly Turn[]> => {
    if (conversationId === null) return [];
    const [conversation, earlier] = await Promise.all([
      tenant.conversations.find(conversationId, { signal }),
      tenant.answers.last(conversationId, { limit: EARLIER_TURNS, before: null, signal }),
    ]);
    if (!conversation) throw notFound('conversation');
    return earlier.items;
  };

  const keepIn = (tenant: ScopedTenant) => async (answer: AnswerRecord) => {
    if (!keepsAnswers && answer.conversationId === null) return true;
    return await tenant.answers.keep(answer, { title: titleOf(answer.question) });
  };

  /** Ends also when the server stops or the reader's access ends, and counts the ends that `write` can't see. */
  async function* guarded(
    tenant: ScopedTenant,
    asked: Question,
    {
      signal,
      accessEnd,
      id = newId(),
      keep = keepIn(tenant),
      isWhole,
    }: Pick<StreamOptions, 'signal' | 'accessEnd' | 'id' | 'keep'> & { isWhole: boolean },
  ): AsyncGenerator<AnswerEvent> {
    let ended = false;
    const stop = joinSignals(shutdown, accessEnd);
    const either = joinSignals(signal, stop.signal);
    try {
      stop.signal.throwIfAborted();
      const earlier = await earlierOf(tenant, asked, either.signal);
      for await (const event of write({ id, tenant, asked, earlier, isWhole, signal: either.signal })) {
        if (event.type === 'completed') {
          if (!(await keep(event.answer))) throw notFound('conversation');
          ended = true;
          const { answered, usage } = event.answer;
          onEnd({ outcome: answered ? 'answered' : 'refused', firstTokenMs: usage.firstTokenMs });
        }
        yield event;
      }
    } catch (error) {
      ended = true;
      onEnd({ outcome: signal.aborted ? 'abandoned' : 'failed', firstTokenMs: null });
      throw stop.signal.aborted && !signal.aborted ? stop.signal.reason : error;
    } finally {
      either.release();
      stop.release();
      if (!ended) onEnd({ outcome: 'abandoned', firstTokenMs: null });
    }
  }

  return {
    stream: async function* (tenant, asked, { requestId, onEnd: onStreamEnd, ...options }) {
      const begin = performance.now();
      let isReported = false;
      let passages: readonly ShownPassage[] = [];
      const report = async (outcome: StreamEnd['outcome'], answer: AnswerRecord | null) => {
        if (isReported) return;
        isReported = true;
        await onStreamEnd({ outcome, answer, passages, durationMs: Math.round(performance.now() - begin) });
      };
      const toFailure = (error: unknown): AnswerEvent => {
        const failure = describeFailure(error);
        if (failure.code !== 'INTERNAL') return { type: 'failed', ...failure };
        onUnexpected(error, requestId);
        return { type: 'failed', ...failure, message: `${failure.message} It is ${requestId}.` };
      };
      try {
        for await (const event of guarded(tenant, asked, { ...options, isWhole: false })) {
          if (event.type === 'searched' || event.type === 'started') passages = [...passages, ...event.passages];
          if (event.type === 'completed') await report('FINISHED', event.answer);
          yield event;
        }
      } catch (error) {
        if (options.signal.aborted) throw error;
        const failure = toFailure(error);
        yield await report('FAILED', null).then(() => failure, toFailure);
      } finally {
        // The reader has left: nobody is there to get an error.
        await report('ABANDONED', null).catch(() => {});
      }
    },
    ask: async (tenant, asked, { signal, accessEnd }) => {
      for await (const event of guarded(tenant, asked, { signal, accessEnd, isWhole: true })) {
        if (event.type === 'completed') return event.answer;
      }
      throw new TypeError('An answer ends with its last event or throws.');
    },
  };
}
