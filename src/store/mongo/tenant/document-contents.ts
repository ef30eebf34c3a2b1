import type { Filter } from 'mongodb';
import type { DocumentId, Generation } from '../../../ids.ts';
import type { Abortable } from '../../abortable.ts';
import type { Scope } from '../../access.ts';
import type { ByteRange, Documents, Original } from '../../documents.ts';
import { reading } from '../client.ts';
import { toOriginal } from './document-rows.ts';
import { toDocumentFilter } from './filters.ts';
import { readOriginal } from './originals.ts';
import type { TenantDb } from './tenant-db.ts';
import { checkTenant, type DocumentRow } from './tenant-rows.ts';
import { readPageStarts, readText } from './texts.ts';

/** The bytes that came in, or those of a range. Who does not see the document makes nothing of them be read. */
export async function original(
  db: TenantDb,
  scope: Scope,
  id: DocumentId,
  { start = 0, end, signal }: ByteRange & Abortable = {},
): Promise<Uint8Array | null> {
  return await readAsLongAs(db, toDocumentFilter(scope, { documentIds: [id] }), (row) => row, { start, end, signal });
}

/** The bytes to ingest, or those of a range: of the version to come, where there is one. Null when the document is gone. */
export async function originalToRead(
  db: TenantDb,
  id: DocumentId,
  range: ByteRange & Abortable = {},
): Promise<Uint8Array | null> {
  return await readAsLongAs(db, { _id: id, deletedAt: null }, (row) => row.next ?? row, range);
}

/** What is known of the version to come; null where none is. */
export async function next(db: TenantDb, id: DocumentId, signal: AbortSignal | undefined): Promise<Original | null> {
  const row = await db.documents.findOne({ _id: id, deletedAt: null }, reading(signal));
  return row && checkTenant(row, db.tenantId).next && toOriginal(row.next ?? row);
}

/** The text from `start` to `end`, or to its end. Null until it is searchable. */
export async function text(
  db: TenantDb,
  scope: Scope,
  id: DocumentId,
  { start, end, signal }: Parameters<Documents['text']>[1],
): Promise<string | null> {
  return await ofShown(db, scope, id, signal, (generation, { textLength }) =>
    readText(db, generation, { start, end: Math.min(end ?? textLength, textLength), signal }),
  );
}

/** Where the pages of its text begin; empty where that was not kept. Null until it is searchable. */
export async function pageStarts(
  db: TenantDb,
  scope: Scope,
  id: DocumentId,
  { signal }: Abortable = {},
): Promise<readonly number[] | null> {
  return await ofShown(db, scope, id, signal, (generation) => readPageStarts(db, generation, { signal }));
}

/** Reads what belongs to the text that a document shows; null where it shows none, or isn't seen. */
async function ofShown<Result>(
  db: TenantDb,
  scope: Scope,
  id: DocumentId,
  signal: AbortSignal | undefined,
  read: (generation: Generation, row: DocumentRow) => Promise<Result | null>,
): Promise<Result | null> {
  for (;;) {
    const row = await db.documents.findOne(toDocumentFilter(scope, { documentIds: [id] }), reading(signal));
    if (!row) return null;
    const { generation } = checkTenant(row, db.tenantId);
    if (!generation) return null;
    const found = await read(generation, row);
    if (found !== null) return found;
    // Its pieces go only when the document does, or shows another generation.
    const now = await db.documents.findOne({ _id: id, generation, deletedAt: null }, reading(signal));
    if (now) throw new Error('A piece of the text of a document is missing in the database.');
  }
}

/** Reads an original again where another took its place meanwhile. */
async function readAsLongAs(
  db: TenantDb,
  filter: Filter<DocumentRow>,
  pick: (row: DocumentRow) => Pick<DocumentRow, 'original' | 'sizeBytes'>,
  { start = 0, end, signal }: ByteRange & Abortable,
): Promise<Uint8Array | null> {
  for (let last: string | null = null; ; ) {
    const row = await db.documents.findOne(filter, reading(signal));
    if (!row) return null;
    const { original, sizeBytes } = pick(checkTenant(row, db.tenantId));
    const range = { start, end: Math.min(end ?? sizeBytes, sizeBytes), signal };
    const bytes = await readOriginal(db, { original, documentId: row._id }, range);
    if (bytes) return bytes;
    if (original === last) throw new Error('A piece of the original of a document is missing in the database.');
    last = original;
  }
}
