import { AppError, describeFailure } from '../errors.ts';
import { newId } from '../ids.ts';
import { joinSignals } from '../lib/joined-signal.ts';
import type { AnswerModels, AnswerPart } from '../models/answer-model.ts';
import { isRefusal, REFUSAL } from '../models/refusal.ts';
import type { FoundPassage, SearchService } from '../search/search-service.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import type { Answer, AnswerEvent, Question } from './answer.ts';
import { createCitationFilter } from './citations.ts';

export interface AnswerService {
  /**
   * Answers from the tenant's documents alone, as it is generated; stops the model once the signal aborts. What goes
   * wrong on the way is the last event; it throws only when the reader has left.
   */
  stream(
    tenant: ScopedTenant,
    question: Question,
    options: { requestId: string; signal: AbortSignal },
  ): AsyncGenerator<AnswerEvent>;
  /**
   * The same, whole.
   * @throws what goes wrong on the way, `AppError` or not
   */
  ask(tenant: ScopedTenant, question: Question, options: { signal: AbortSignal }): Promise<Answer>;
}

export interface AnswerServiceOptions {
  readonly search: SearchService;
  readonly models: AnswerModels;
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
  const { search, models, shutdown, onEnd, onUnexpected } = options;

  async function* run(tenant: ScopedTenant, asked: Question, signal: AbortSignal): AsyncGenerator<AnswerEvent> {
    const begin = performance.now();
    const since = () => performance.now() - begin;
    const { passages, answerable } = await retrieve(search, tenant, asked, signal);
    const retrievalMs = since();
    const { model } = await models.current({ signal });
    const id = newId<Answer['id']>();
    yield { type: 'started', answerId: id, passages, model: model.id };

    const filter = createCitationFilter(passages.length);
    const request = { question: asked.question, passages: passages.map(toPrompt) };
    const parts = answerable ? model.stream(request, { signal }) : refusal();
    let text = '';
    let index = 0;
    let firstTokenMs: number | null = null;
    let finished: Extract<AnswerPart, { type: 'finished' }> | null = null;
    const delta = (more: string): AnswerEvent => {
      firstTokenMs ??= since();
      text += more;
      return { type: 'delta', index: index++, text: more };
    };
    for await (const part of parts) {
      if (part.type === 'finished') {
        finished = part;
        continue;
      }
      const more = filter.push(part.text);
      if (more) yield delta(more);
    }
    if (!finished)
      throw new AppError('MODEL_UNAVAILABLE', 'The language model stopped in the middle of the answer. Ask again.', {
        retryAfterSeconds: 1,
      });
    const rest = filter.end().trimEnd();
    if (rest) yield delta(rest);

    const citations = filter.cited().map((marker) => ({ marker, passage: passages[marker - 1] as FoundPassage }));
    const answered = answerable && !(citations.length === 0 && isRefusal(text));
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

  /** Stops with the server as well as with the reader, and tells of the ends that `run` can't see. */
  async function* guarded(tenant: ScopedTenant, asked: Question, signal: AbortSignal): AsyncGenerator<AnswerEvent> {
    let ended = false;
    const either = joinSignals(signal, shutdown);
    try {
      shutdown.throwIfAborted();
      for await (const event of run(tenant, asked, either.signal)) {
        ended = event.type === 'completed';
        yield event;
      }
    } catch (error) {
      ended = true;
      onEnd({ outcome: signal.aborted ? 'abandoned' : 'failed', firstTokenMs: null });
      throw shutdown.aborted && !signal.aborted ? shutdown.reason : error;
    } finally {
      either.release();
      if (!ended) onEnd({ outcome: 'abandoned', firstTokenMs: null });
    }
  }

  return {
    stream: async function* (tenant, asked, { requestId, signal }) {
      try {
        yield* guarded(tenant, asked, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        const failure = describeFailure(error);
        if (failure.code !== 'INTERNAL') return yield { type: 'failed', ...failure };
        onUnexpected(error, requestId);
        yield { type: 'failed', ...failure, message: `${failure.message} It is ${requestId}.` };
      }
    },
    ask: async (tenant, asked, { signal }) => {
      for await (const event of guarded(tenant, asked, signal)) {
        if (event.type === 'completed') return event.answer;
      }
      throw new TypeError('An answer ends with its last event or throws.');
    },
  };
}

/**
 * The passages to answer from, and whether they can hold the answer. A question that names documents is never refused as
 * long as these hold anything: half of its passages are then the documents' first ones, since no score can find what
 * "summarise this" asks for.
 */
async function retrieve(
  search: SearchService,
  tenant: ScopedTenant,
  { question, topK, filter }: Question,
  signal: AbortSignal,
): Promise<{ passages: readonly FoundPassage[]; answerable: boolean }> {
  const found = await search.search(tenant, { query: question, topK, filter, signal });
  if (found.answerable || !filter.documentIds) return found;
  const best = found.passages.slice(0, Math.ceil(topK / 2));
  const known = new Set(best.map(({ id }) => id));
  const first = await search.firstPassages(tenant, { filter, limit: topK, signal });
  const passages = [...best, ...first.filter(({ id }) => !known.has(id))].slice(0, topK);
  return { passages, answerable: passages.length > 0 };
}

function toPrompt(passage: FoundPassage) {
  const { documentName: title, headings, text, relevance } = passage;
  return { title, headings, text, relevance };
}

/** What is said, without asking any model, when the documents don't hold the answer. */
async function* refusal(): AsyncGenerator<AnswerPart> {
  yield { type: 'text', text: REFUSAL };
  yield { type: 'finished', reason: 'stop' };
}
