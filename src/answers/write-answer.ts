import { AppError } from '../errors.ts';
import type { AnswerId } from '../ids.ts';
import { createAnswerReader } from '../lib/model-text/answer-reader.ts';
import type { AnswerPart, TenantModels } from '../models/answer-model.ts';
import type { FoundPassage, SearchService } from '../search/search.ts';
import type { AnswerFilter } from '../store/answers.ts';
import type { ChunkFilter } from '../store/filters.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import type { AnswerEvent, Question, Turn } from './answer.ts';
import { createClaimCheck } from './claims/claim-check.ts';
import type { ClaimPassage } from './claims/read-passage.ts';
import { inPieces } from './in-pieces.ts';
import type { ModelQueue } from './model-queue.ts';
import { readPart } from './model-run.ts';
import { isRefusal } from './refusals/refusals.ts';
import { answerSteps, untilBegun } from './steps.ts';

/** An answer that is to be written. */
export interface Writing {
  readonly id: AnswerId;
  readonly tenant: ScopedTenant;
  readonly asked: Question;
  /** What was said before in its conversation, oldest first. */
  readonly earlier: readonly Turn[];
  /** Whether all of it is given at the end. */
  readonly isWhole: boolean;
  readonly signal: AbortSignal;
}

/** What answers are written with. */
export interface AnswerWriterOptions {
  readonly search: SearchService;
  readonly models: TenantModels;
  readonly queue: ModelQueue;
  readonly now: () => Date;
}

/**
 * Writes answers from the tenant's documents alone, as they are generated. It ends with `completed` or throws.
 * @throws AppError what went wrong; the signal's reason
 */
export type WriteAnswer = (writing: Writing) => AsyncGenerator<AnswerEvent>;

/** Searches, waits for the model's turn, and writes. */
export function createAnswerWriter({ search, models, queue, now }: AnswerWriterOptions): WriteAnswer {
  /** Models whose last thought had no opening tag: what they write is held back until the thought ends. */
  const unseenThinkers = new Set<string>();

  return async function* ({ id, tenant, asked, earlier, isWhole, signal }) {
    const begin = performance.now();
    const since = () => performance.now() - begin;
    const createdAt = now();
    const { model, queue: queueName } = await models.of(tenant.tenantId, { signal });
    const inTurn = <T>(work: () => AsyncIterable<T>) => queue.inTurn(queueName, tenant.tenantId, work, signal);
    const steps = answerSteps({ search, tenant, asked, earlier, model, inTurn }, signal);
    const { found, passages, told, retrievalMs } = yield* untilBegun(steps, { answerId: id, model: model.id });

    const claims = createClaimCheck(passages.map(toClaimPassage));
    const reader = createAnswerReader({
      passages: passages.map(({ text }) => text),
      isWhole,
      thinksUnseen: unseenThinkers.has(model.id),
      supporting: claims.supporting,
    });
    let text = '';
    let index = 0;
    let firstTokenMs: number | null = null;
    let isQuoted = false;
    let finished: Extract<AnswerPart, { type: 'finished' }> | null = null;
    for await (const part of inPieces(steps, signal)) {
      if (part.type === 'searched' || part.type === 'begun') continue;
      if (part.type === 'place') {
        yield { type: 'queued', answerId: id, position: part.place };
        continue;
      }
      const more = readPart(reader, part);
      if (reader.hasWords) firstTokenMs ??= since();
      if (more && reader.hasWords) yield { type: 'delta', index: index++, text: more };
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

    // Words of a document are no refusal, whatever they say.
    const answered = found.answerable && (isQuoted || !isRefusal(text));
    yield {
      type: 'completed',
      answer: {
        id,
        tenantId: tenant.tenantId,
        conversationId: asked.conversationId,
        createdAt,
        question: asked.question,
        filter: keptFilter(asked.filter),
        searchedFor: found.searchedFor,
        text,
        answered,
        cited: reader.cited(),
        passages,
        told,
        claims: answered ? await claims.checkInTurns(text, { signal }) : [],
        model: model.id,
        finishReason: !answered ? 'REFUSED' : finished.reason === 'length' ? 'LENGTH' : 'STOP',
        usage: {
          promptTokens: countOf(finished.promptTokens),
          completionTokens: countOf(finished.completionTokens),
          retrievalMs,
          firstTokenMs,
          totalMs: since(),
        },
        rating: null,
        withheld: false,
      },
    };
  };
}

function toClaimPassage({ documentName: title, documentId, text, start, headings }: FoundPassage): ClaimPassage {
  return { title, documentId, text, start, headings };
}

function keptFilter({ collection, tags, documentIds }: ChunkFilter): AnswerFilter {
  return { collection: collection ?? null, tags: tags ?? [], documentIds: documentIds ?? [] };
}

/** Servers say what they like; an Int of GraphQL is no other number. */
function countOf(tokens: number | undefined): number | null {
  return Number.isInteger(tokens) && tokens !== undefined && tokens >= 0 && tokens < 2 ** 31 ? tokens : null;
}

function failed(what: string): AppError {
  return new AppError('MODEL_UNAVAILABLE', `${what}. Ask again.`, { retryAfterSeconds: 1 });
}
