import type { AnswerId, DocumentId, OwnerId } from '../../../ids.ts';
import type { Scope } from '../../access.ts';
import type { AnswerRecord, Rating, RunRecord } from '../../answers.ts';
import { type AnswerBody, documentsOf, type KeptRow, type RestBody, showKept } from '../../kept-row.ts';
import type { PresentDocument } from '../../shown-answer.ts';
import { reading } from '../client.ts';
import { accessOf } from './document-rows.ts';
import { fromStored, toFolded, toStored } from './stored-text.ts';
import type { TenantDb } from './tenant-db.ts';
import { ACCESS, type AnswerRow, checkTenant } from './tenant-rows.ts';

/** The statuses of runs that have not ended. */
export const GOES_ON = { $in: ['QUEUED' as const, 'RUNNING' as const] };

/** The row of a run that begins. */
export function toRow(
  db: TenantDb,
  owner: OwnerId,
  { id, conversationId, createdAt, question }: Pick<RunRecord, 'id' | 'conversationId' | 'createdAt' | 'question'>,
): AnswerRow {
  return {
    _id: id,
    tenantId: db.tenantId,
    owner,
    conversationId,
    createdAt,
    status: 'QUEUED',
    position: null,
    stopAsked: false,
    readUntil: null,
    leavings: 0,
    leaseUntil: null,
    endedAt: null,
    isRated: false,
    rating: null,
    question: toStored(question),
    foldedQuestion: toFolded(question),
    body: null,
    documents: [],
  };
}

/** What a rating changes of a row. */
export function toRating(rating: Rating | null): Pick<AnswerRow, 'rating' | 'isRated'> {
  // JSON escapes what BSON can't hold.
  return { rating: rating && JSON.stringify(rating), isRated: rating !== null };
}

/** What the end of a run changes of its row. */
export function toEnd(
  status: 'COMPLETED' | 'FAILED' | 'STOPPED',
  body: AnswerBody | RestBody,
  at: Date,
): Pick<AnswerRow, 'status' | 'position' | 'leaseUntil' | 'endedAt' | 'body' | 'documents'> {
  const documents = documentsOf([{ body }]);
  return { status, position: null, leaseUntil: null, endedAt: at, body: JSON.stringify(body), documents };
}

/** A row as the helpers of all stores read it. */
export function toKept(db: TenantDb, row: AnswerRow): KeptRow {
  const { _id, tenantId, conversationId, createdAt, question, status, position, readUntil, rating, body } = checkTenant(
    row,
    db.tenantId,
  );
  return {
    id: _id,
    tenantId,
    conversationId,
    createdAt,
    question: fromStored(question),
    status,
    position,
    readUntil,
    rating: rating === null ? null : (JSON.parse(rating) as Rating),
    body: body === null ? null : (JSON.parse(body) as AnswerBody | RestBody),
  };
}

/** Rows of completed answers as a scope may see them. */
export async function showRows(
  db: TenantDb,
  scope: Scope,
  rows: readonly AnswerRow[],
  signal: AbortSignal | undefined,
): Promise<AnswerRecord[]> {
  const kept = rows.map((row) => toKept(db, row));
  const documents = await present(db, documentsOf(kept), signal);
  return kept.map((row) => showKept(scope, row, documents));
}

/** What is known of these documents, deleted ones too, whoever may see them. */
export async function present(
  db: TenantDb,
  ids: readonly DocumentId[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<DocumentId, PresentDocument>> {
  if (ids.length === 0) return new Map();
  const options = { projection: { ...ACCESS, generation: 1, deletedAt: 1 }, ...reading(signal) };
  const rows = await db.documents.find({ _id: { $in: [...ids] } }, options).toArray();
  const known = new Map(
    rows.map((row) => {
      const { _id, generation, deletedAt } = checkTenant(row, db.tenantId);
      return [_id, { access: accessOf(row), generation: deletedAt ? null : generation }];
    }),
  );
  // Afterwards: a tombstone that goes meanwhile is here by then.
  const missing = ids.filter((id) => !known.has(id));
  if (missing.length === 0) return known;
  const gone = await db.deletedDocuments.find({ _id: { $in: missing } }, reading(signal)).toArray();
  for (const row of gone) known.set(row._id, { access: accessOf(checkTenant(row, db.tenantId)), generation: null });
  return known;
}

/** The name of the piece of a run's events that begins there. */
export function eventsId(id: AnswerId, first: number): string {
  return `${id}:${first}`;
}
