import type { DocumentId } from '../ids.ts';
import { EVERYTHING, type Scope } from './access.ts';
import {
  type AnswerFilter,
  type AnswerRecord,
  type KeptRun,
  NO_FILTER,
  type RatedAnswer,
  type Rating,
  type RunEnd,
  type RunFailure,
  type RunRest,
  type Source,
} from './answers.ts';
import { type PresentDocument, seesAll, showAnswer } from './shown-answer.ts';

/** What of an answer no query asks for: stores keep it as one JSON value. */
export interface AnswerBody extends KeptAnswer {
  /** Rows of earlier versions have neither. */
  readonly filter?: AnswerFilter;
  readonly told?: readonly Source[];
}

type KeptAnswer = Pick<
  AnswerRecord,
  'searchedFor' | 'text' | 'answered' | 'cited' | 'passages' | 'claims' | 'model' | 'finishReason' | 'usage'
>;

/** The same of a run that was not completed. */
export interface RestBody extends Omit<RunRest, 'told'> {
  /** Rows of earlier versions have none. */
  readonly told?: readonly Source[];
  /** Null where it was stopped. */
  readonly failure: RunFailure | null;
}

/** A run or an answer, as stores read it from its row. */
export interface KeptRow
  extends Pick<
    KeptRun,
    'id' | 'tenantId' | 'conversationId' | 'createdAt' | 'question' | 'status' | 'position' | 'readUntil'
  > {
  readonly rating: Rating | null;
  /** Null while it goes on. */
  readonly body: AnswerBody | RestBody | null;
}

/** What becomes of a run whose process was not heard of in time. */
export const LOST: RestBody = {
  text: '',
  passages: [],
  failure: {
    code: 'STORE_UNAVAILABLE',
    message: 'The server stopped while this was being answered. Ask again.',
    retryable: true,
  },
};

/** What is kept of an answer as one value. */
export function toAnswerBody(answer: AnswerRecord): AnswerBody {
  const { filter, searchedFor, text, answered, cited, passages, told, claims, model, finishReason, usage } = answer;
  return { filter, searchedFor, text, answered, cited, passages, told, claims, model, finishReason, usage };
}

/** What is kept of how a run ended as one value. */
export function toEndBody(end: RunEnd): AnswerBody | RestBody {
  if (end.status === 'COMPLETED') return toAnswerBody(end.answer);
  const { text, passages, told } = end;
  return { text, passages, told, failure: end.status === 'FAILED' ? end.failure : null };
}

/** The documents that rows were written from, each once. */
export function documentsOf(rows: readonly Pick<KeptRow, 'body'>[]): DocumentId[] {
  return [...new Set(rows.flatMap(({ body }) => sourcesOf(body)).map(({ documentId }) => documentId))];
}

function sourcesOf(body: KeptRow['body']): readonly Source[] {
  return body ? [...body.passages, ...(body.told ?? [])] : [];
}

/** A row of a completed answer, as a scope may see it. */
export function showKept(
  scope: Scope,
  row: KeptRow,
  documents: ReadonlyMap<DocumentId, PresentDocument>,
): AnswerRecord {
  return showAnswer(scope, toAnswer(row), documents);
}

/** A row of a completed answer to be copied: each passage with all that is known of who may see it. */
export function toCopy(row: KeptRow, documents: ReadonlyMap<DocumentId, PresentDocument>): AnswerRecord {
  const answer = showKept(EVERYTHING, row, documents);
  const asNow = <Of extends Source>(source: Of): Of => {
    return { ...source, access: documents.get(source.documentId)?.access ?? source.access };
  };
  return { ...answer, passages: answer.passages.map(asNow), told: answer.told.map(asNow) };
}

/** Any row as a run, as a scope may see it. */
export function showRun(scope: Scope, row: KeptRow, documents: ReadonlyMap<DocumentId, PresentDocument>): KeptRun {
  const { id, tenantId, conversationId, createdAt, question, status, position, readUntil, body } = row;
  const isWhole = seesAll(scope, sourcesOf(body), documents);
  return {
    id,
    tenantId,
    conversationId,
    createdAt,
    question,
    status,
    position,
    readUntil,
    text: isWhole ? (body?.text ?? '') : '',
    failure: body && 'failure' in body ? body.failure : null,
  };
}

/** A row of a rated answer. */
export function toRated(row: KeptRow & { readonly rating: Rating }, passages: RatedAnswer['passages']): RatedAnswer {
  const { id, createdAt, question, searchedFor, text, answered, model } = toAnswer(row);
  return { id, createdAt, question, searchedFor, text, answered, model, rating: row.rating, passages };
}

function toAnswer({
  body,
  status: _status,
  position: _position,
  readUntil: _readUntil,
  ...row
}: KeptRow): AnswerRecord {
  if (!body || 'failure' in body) throw new TypeError('A row of an answer that was not completed was taken for one.');
  return { ...row, ...body, filter: body.filter ?? NO_FILTER, told: body.told ?? [], withheld: false };
}
