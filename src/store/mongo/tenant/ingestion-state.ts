import type { Filter, UpdateFilter } from 'mongodb';
import type { Generation } from '../../../ids.ts';
import { allDone, NO_PROGRESS } from '../../document-status.ts';
import type { IngestionAttempt } from '../../ingestion.ts';
import { ownKey } from './dedupe.ts';
import { type DocumentRow, SWEEP_NOW } from './tenant-rows.ts';

/** A change of a document's row. */
export type RowChange = Pick<UpdateFilter<DocumentRow>, '$push' | '$currentDate'> & {
  readonly $set: Partial<DocumentRow>;
};

/** Makes a document wait for ingestion, or be ingested. What it shows already stays searchable; a running attempt is over. */
export function waitingAs(before: DocumentRow, status: 'PENDING' | 'PROCESSING'): RowChange {
  return ended(before, { status: before.generation ? 'SEARCHABLE' : status, error: null, ...NO_PROGRESS });
}

/** Ends the ingestion of a document. One that shows nothing no longer counts as the document with its bytes. */
export function stopping(before: DocumentRow, end: Pick<DocumentRow, 'status' | 'error'>): RowChange {
  const { generation, next } = before;
  const change = generation
    ? ended(before, { error: end.error, ...allDone(before), next: null })
    : ended(before, { ...end, dedupeKey: ownKey(before._id) });
  return next ? { ...change, $push: { ...change.$push, oldOriginals: next.original }, ...SWEEP_NOW } : change;
}

/** Ends the running attempt, if there is one. */
function ended({ attempt }: DocumentRow, $set: Partial<DocumentRow>): RowChange {
  const change = { ...$set, attempt: null, updatedAt: new Date() };
  return attempt ? { $set: { ...change, swept: false }, $push: { garbage: attempt }, ...SWEEP_NOW } : { $set: change };
}

/** The filter of a compare-and-set: it matches while the row's state is as it was read. */
export function asRead({ _id, attempt, status, stage, original, next }: DocumentRow): Filter<DocumentRow> {
  const waiting = next ? { 'next.original': next.original } : { next: null };
  return { _id, attempt, status, stage, original, ...waiting, deletedAt: null } as Filter<DocumentRow>;
}

/** `isUnfinished` of the port, for a row. */
export function isUnfinished({ status, stage }: DocumentRow): boolean {
  return status === 'PENDING' || status === 'PROCESSING' || (status === 'SEARCHABLE' && stage !== 'DONE');
}

/** The same as a filter. */
export const UNFINISHED: Filter<DocumentRow> = {
  $or: [{ status: { $in: ['PENDING', 'PROCESSING'] } }, { status: 'SEARCHABLE', stage: { $ne: 'DONE' } }],
};

/** Whether there is nothing to ingest unless somebody asks for it. */
export function hasEnded({ status, stage }: DocumentRow): boolean {
  return status === 'CANCELLED' || (status === 'SEARCHABLE' && stage === 'DONE');
}

/** The filter of a document whose running attempt this is. */
export function running({ documentId, generation }: IngestionAttempt): Filter<DocumentRow> & { attempt: Generation } {
  return { _id: documentId, attempt: generation, deletedAt: null };
}
