import type { DocumentId } from '../../../ids.ts';
import type { DocumentAccess, Scope } from '../../access.ts';
import type { CollectionCount, DocumentRecord, Documents, NewDocument } from '../../documents.ts';
import type { Page } from '../../pages.ts';
import type { TenantUsage } from '../../tenant-store.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import { NEWEST_FIRST, placeByTime, readPage } from '../pages.ts';
import { ownKey } from './dedupe.ts';
import { accessOf, toDocument, toRow } from './document-rows.ts';
import { toDocumentFilter } from './filters.ts';
import { readOriginal, removeOriginal, settleUpload, storeOriginal } from './originals.ts';
import { fromStored } from './stored-text.ts';
import type { TenantDb } from './tenant-db.ts';
import { ACCESS, checkTenant, SWEEP_NOW } from './tenant-rows.ts';
import { readText } from './texts.ts';

/** Stores a document, or gives the one back that stands for the same bytes. */
export async function create(
  db: TenantDb,
  scope: Scope,
  document: NewDocument,
  original: Uint8Array,
): Promise<{ document: DocumentRecord; created: boolean }> {
  const row = toRow(db.tenantId, document);
  const findSame = () => db.documents.findOne({ dedupeKey: row.dedupeKey, ...toDocumentFilter(scope, {}) }, reading());
  const same = await findSame();
  if (same) return { document: toDocument(same, db.tenantId), created: false };

  await storeOriginal(db, document.id, original);
  for (;;) {
    try {
      await db.documents.insertOne(row);
      await settleUpload(db, document.id);
      return { document: toDocument(row, db.tenantId), created: true };
    } catch (error) {
      if (kindOf(error) !== 'duplicate') throw error;
    }
    const winner = await findSame();
    if (!winner) {
      // One that the scope doesn't see stands for these bytes, or the winner is gone again.
      const isTaken = await db.documents.findOne(
        { dedupeKey: row.dedupeKey },
        { projection: { _id: 1 }, ...reading() },
      );
      if (isTaken) row.dedupeKey = ownKey(document.id);
      continue;
    }
    // It is this very document where the reply to its insert was lost.
    const created = winner._id === document.id;
    if (!created) await removeOriginal(db, document.id);
    await settleUpload(db, document.id);
    return { document: toDocument(winner, db.tenantId), created };
  }
}

export async function findMany(
  db: TenantDb,
  scope: Scope,
  ids: readonly DocumentId[],
  signal: AbortSignal | undefined,
): Promise<DocumentRecord[]> {
  if (ids.length === 0) return [];
  const rows = await db.documents.find(toDocumentFilter(scope, { documentIds: ids }), reading(signal)).toArray();
  return rows.map((row) => toDocument(row, db.tenantId));
}

export async function list(
  db: TenantDb,
  scope: Scope,
  { filter, limit, after, signal }: Parameters<Documents['list']>[0],
): Promise<Page<DocumentRecord>> {
  return await readPage(db.documents, {
    filter: toDocumentFilter(scope, filter),
    ...placeByTime(after && { at: after.createdAt, id: after.id }, NEWEST_FIRST),
    limit,
    signal,
    read: (row) => toDocument(row, db.tenantId),
  });
}

/** The collections that hold a document, by name. */
export async function collections(
  db: TenantDb,
  scope: Scope,
  signal: AbortSignal | undefined,
): Promise<CollectionCount[]> {
  const counts = await db.documents
    .aggregate<{ _id: string | null; documents: number }>(
      [{ $match: toDocumentFilter(scope, {}) }, { $group: { _id: '$collection', documents: { $sum: 1 } } }],
      reading(signal),
    )
    .toArray();
  return counts
    .flatMap(({ _id, documents }) => (_id === null ? [] : [{ name: fromStored(_id), documents }]))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

export async function original(
  db: TenantDb,
  scope: Scope,
  id: DocumentId,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | null> {
  const [row, bytes] = await Promise.all([
    db.documents.findOne(toDocumentFilter(scope, { documentIds: [id] }), {
      projection: { tenantId: 1 },
      ...reading(signal),
    }),
    readOriginal(db, id, signal),
  ]);
  return row && checkTenant(row, db.tenantId) && bytes;
}

/** The text from `start` to `end`, or to its end. Null until it is searchable. */
export async function text(
  db: TenantDb,
  scope: Scope,
  id: DocumentId,
  { start, end, signal }: Parameters<Documents['text']>[1],
): Promise<string | null> {
  for (;;) {
    const row = await db.documents.findOne(toDocumentFilter(scope, { documentIds: [id] }), reading(signal));
    if (!row) return null;
    const { generation, textLength } = checkTenant(row, db.tenantId);
    if (!generation) return null;
    const range = { start, end: Math.min(end ?? textLength, textLength), signal };
    const found = await readText(db, generation, range);
    if (found !== null) return found;
    // Its pieces go only when the document does, or shows another generation.
    const now = await db.documents.findOne({ _id: id, generation, deletedAt: null }, reading(signal));
    if (now) throw new Error('A piece of the text of a document is missing in the database.');
  }
}

/** Leaves a tombstone, which ends every attempt and hides all that belongs to the document; its access, or null. */
export async function remove(db: TenantDb, scope: Scope, id: DocumentId): Promise<DocumentAccess | null> {
  const now = new Date();
  const before = await db.documents.findOneAndUpdate(
    toDocumentFilter(scope, { documentIds: [id] }),
    { $set: { deletedAt: now, swept: false, attempt: null, dedupeKey: ownKey(id) }, ...SWEEP_NOW },
    { projection: ACCESS, ...reading() },
  );
  // The reply of an earlier try may have been lost.
  const gone =
    before ?? (await db.documents.findOne({ _id: id, deletedAt: now }, { projection: ACCESS, ...reading() }));
  return gone && accessOf(checkTenant(gone, db.tenantId));
}

export async function usage(db: TenantDb, scope: Scope, signal: AbortSignal | undefined): Promise<TenantUsage> {
  const [sums] = await db.documents
    .aggregate<TenantUsage>(
      [
        { $match: toDocumentFilter(scope, {}) },
        {
          $group: {
            _id: 1,
            documents: { $sum: { $cond: [{ $eq: ['$generation', null] }, 0, 1] } },
            chunks: { $sum: '$chunkCount' },
            storedBytes: { $sum: '$sizeBytes' },
          },
        },
      ],
      reading(signal),
    )
    .toArray();
  return { documents: sums?.documents ?? 0, chunks: sums?.chunks ?? 0, storedBytes: sums?.storedBytes ?? 0 };
}
