import { AppError, describeFailure } from '../errors.ts';
import { newId, type TenantId } from '../ids.ts';
import { createFairTurns } from '../lib/fair-turns.ts';
import { joinSignals } from '../lib/joined-signal.ts';
import { createAnswerReader } from '../lib/model-text/answer-reader.ts';
import { USE_LIMITS } from '../limits.ts';
import type { AnswerModels, AnswerPart } from '../models/answer-model.ts';
import type { FoundPassage, SearchService } from '../search/search-service.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import type { Answer, AnswerEvent, Question } from './answer.ts';
import { beginModel, readPart, refusal } from './model-run.ts';
import { isRefusal } from './refusals/refusals.ts';
import { retrieve } from './retrieve.ts';

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
  ask(tenant: ScopedTenant, question: Question, options: Pick<StreamOptions, 'signal' | 'accessEnd'>): Promise<Answer>;
}

export interface StreamOptions {
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** Aborts, with what the reader is told, when their access ends. */
  readonly accessEnd: AbortSignal;
  /** Is told how the stream ends, before its reader is. What it throws is how the answer ends then. */
  onEnd(end: StreamEnd): Promise<void>;
}

/** How a stream ended. */
export interface StreamEnd {
  readonly outcome: 'FINISHED' | 'FAILED' | 'ABANDONED';
  /** Where it was completed. */
  readonly answer: Answer | null;
  /** Those that were shown. */
  readonly passages: readonly FoundPassage[];
  readonly durationMs: number;
}

export interface AnswerServiceOptions {
  readonly search: SearchService;
  readonly models: AnswerModels;
  /** How many answers the language model writes at once; the others wait in turn by organisation. */
  readonly modelConcurrency: number;
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

export function createAnswerService(options: AnswerServiceOptions): AnswerService {
  const { search, models, modelConcurrency, shutdown, onEnd, onUnexpected } = options;
  const turns = createFairTurns({ limit: modelConcurrency, maxWaiting: USE_LIMITS.waitingAnswersOfTenant });

  /** Models whose last thought had no opening tag: what they write is held back until the thought ends. */
  const unseenThinkers = new Set<string>();

  /** The model is asked when it is the organisation's turn, and not before. */
  async function* inTurn(parts: AsyncIterable<AnswerPart>, tenantId: TenantId, signal: AbortSignal) {
    const leave = await turns.take(tenantId, signal);
    if (!leave) {
      throw new AppError('RATE_LIMITED', 'Too many answers of your organisation wait for the model. Ask again later.', {
        retryAfterSeconds: 10,
      });
    }
    try {
      yield* parts;
    } finally {
      leave();
    }
  }

  async function* run(
    tenant: ScopedTenant,
    asked: Question,
    { signal, isWhole }: { signal: AbortSignal; isWhole: boolean },
  ): AsyncGenerator<AnswerEvent> {
    const begin = performance.now();
    const since = () => performance.now() - begin;
    const found = await retrieve(search, tenant, asked, signal);
    const retrievalMs = since();
    const { model } = await models.current({ signal });
    const id = newId<Answer['id']>();
    const { passages, parts } = found.answerable
      ? await beginModel(model, asked.question, found, signal)
      : { passages: found.passages, parts: refusal(found) };
    yield { type: 'started', answerId: id, passages, model: model.id };

    const reader = createAnswerReader({
      passages: passages.map(({ text }) => text),
      isWhole,
      thinksUnseen: unseenThinkers.has(model.id),
    });
    let text = '';
    let index = 0;
    let firstTokenMs: number | null = null;
    let isQuoted = false;
    let finished: Extract<AnswerPart, { type: 'finished' }> | null = null;
    const isFree = !found.answerable || model.runsHere;
    for await (const part of isFree ? parts : inTurn(parts, tenant.tenantId, signal)) {
      const more = readPart(reader, part);
      if (reader.hasWords) firstTokenMs ??= since();
      if (more) yield { type: 'delta', index: index++, text: more };
      text += more;
      if (part.type === 'finished') finished = part;
      if (part.type === 'quote') isQuoted = true;
      if (reader.hasLeaked) break;
    }
    if (reader.thinksUnseen) unseenThinkers.add(model.id);
    else if (finished?.reason === 'stop') unseenThinkers.delete(model.id);
    if (reader.hasLeaked) throw failed('What the language model wrote was only its thoughts');
    if (!finished) throw failed('The language model stopped in the middle of the answer');
    if (!reader.hasWords) throw failed('The language model gave no answer');

    const citations = reader.cited().map((marker) => ({ marker, passage: passages[marker - 1] as FoundPassage }));
    // Words of a document are no refusal, whatever they say.
    const answered = found.answerable && (isQuoted || !isRefusal(text));
    onEnd({ outcome: answered ? 'answered' : 'refused', firstTokenMs });
    yield {
      type: 'completed',
      answer: {
        id,
        question: asked.question,
        text,
        answered,
        citations,
        passages,
        model: model.id,
        finishReason: !answered ? 'REFUSED' : finished.reason === 'length' ? 'LENGTH' : 'STOP',
        usage: {
          promptTokens: finished.promptTokens ?? null,
          completionTokens: finished.completionTokens ?? null,
          retrievalMs,
          firstTokenMs,
          totalMs: since(),
        },
      },
    };
  }

  /** Stops with the server and with the reader's access as well as with the reader, and tells of the ends that `run` can't see. */
  async function* guarded(
    tenant: ScopedTenant,
    asked: Question,
    { signal, accessEnd, isWhole }: Pick<StreamOptions, 'signal' | 'accessEnd'> & { isWhole: boolean },
  ): AsyncGenerator<AnswerEvent> {
    let ended = false;
    const stop = joinSignals(shutdown, accessEnd);
    const either = joinSignals(signal, stop.signal);
    try {
      stop.signal.throwIfAborted();
      for await (const event of run(tenant, asked, { signal: either.signal, isWhole })) {
        ended = event.type === 'completed';
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
    stream: async function* (tenant, asked, { requestId, signal, accessEnd, onEnd: onStreamEnd }) {
      const begin = performance.now();
      let isTold = false;
      let passages: readonly FoundPassage[] = [];
      const tell = async (outcome: StreamEnd['outcome'], answer: Answer | null) => {
        if (isTold) return;
        isTold = true;
        await onStreamEnd({ outcome, answer, passages, durationMs: Math.round(performance.now() - begin) });
      };
      const toFailure = (error: unknown): AnswerEvent => {
        const failure = describeFailure(error);
        if (failure.code !== 'INTERNAL') return { type: 'failed', ...failure };
        onUnexpected(error, requestId);
        return { type: 'failed', ...failure, message: `${failure.message} It is ${requestId}.` };
      };
      try {
        for await (const event of guarded(tenant, asked, { signal, accessEnd, isWhole: false })) {
          if (event.type === 'started') passages = event.passages;
          if (event.type === 'completed') await tell('FINISHED', event.answer);
          yield event;
        }
      } catch (error) {
        if (signal.aborted) throw error;
        const failure = toFailure(error);
        yield await tell('FAILED', null).then(() => failure, toFailure);
      } finally {
        // Whoever has left is told nothing of what goes wrong here.
        await tell('ABANDONED', null).catch(() => {});
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

function failed(what: string): AppError {
  return new AppError('MODEL_UNAVAILABLE', `${what}. Ask again.`, { retryAfterSeconds: 1 });
}
