import { type DocumentId, newId } from '../../../ids.ts';
import type { Abortable } from '../../abortable.ts';
import type { DocumentAccess, Scope } from '../../access.ts';
import type {
  CollectionCount,
  DocumentMetadata,
  DocumentRecord,
  Documents,
  NewDocument,
  Original,
  OriginalBytes,
  TagCount,
} from '../../documents.ts';
import type { Page } from '../../pages.ts';
import type { TenantUsage } from '../../tenant-store.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import { NEWEST_FIRST, placeByTime, readPage } from '../pages.ts';
import * as attempts from './attempts.ts';
import { dedupeKey, isOwnKey, ownKey } from './dedupe.ts';
import { accessOf, toDocument, toMetadata, toRow } from './document-rows.ts';
import { toDocumentFilter } from './filters.ts';
import { removeOriginal, settleUpload, storeOriginal } from './originals.ts';
import { spread } from './spread.ts';
import { fromStored } from './stored-text.ts';
import type { TenantDb } from './tenant-db.ts';
import { ACCESS, checkTenant, type DocumentRow, SWEEP_NOW } from './tenant-rows.ts';

/** Stores a document, or gives the one back that stands for the same bytes. */
export async function create(
  db: TenantDb,
  scope: Scope,
  document: NewDocument,
  original: OriginalBytes,
): Promise<{ document: DocumentRecord; created: boolean }> {
  const row = toRow(db.tenantId, document);
  const findSame = () => db.documents.findOne({ dedupeKey: row.dedupeKey, ...toDocumentFilter(scope, {}) }, reading());
  const same = await findSame();
  if (same) return { document: toDocument(same, db.tenantId), created: false };

  const upload = { original: document.id, documentId: document.id };
  await storeOriginal(db, upload, original);
  for (;;) {
    try {
      await db.documents.insertOne(row);
      await settleUpload(db, upload);
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
    if (!created) await removeOriginal(db, upload);
    await settleUpload(db, upload);
    return { document: toDocument(winner, db.tenantId), created };
  }
}

/** Those of these documents that are there, in no order. */
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

/** A page of documents, the newest first. */
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

/** The tags that most documents have. */
export async function tags(
  db: TenantDb,
  scope: Scope,
  { limit, signal }: { limit: number } & Abortable,
): Promise<TagCount[]> {
  const counts = await db.documents
    .aggregate<{ _id: string; documents: number }>(
      [
        { $match: toDocumentFilter(scope, {}) },
        { $unwind: '$tags' },
        { $group: { _id: '$tags', documents: { $sum: 1 } } },
        { $sort: { documents: -1, _id: 1 } },
        { $limit: limit },
      ],
      reading(signal),
    )
    .toArray();
  return counts.map(({ _id, documents }) => ({ name: fromStored(_id), documents }));
}

/** Stores an original that is to take the place of the present one. */
export async function replace(
  db: TenantDb,
  scope: Scope,
  id: DocumentId,
  next: Original,
  bytes: OriginalBytes,
): Promise<Changed | null> {
  const upload = { original: newId<DocumentId>(), documentId: id };
  const seen = toDocumentFilter(scope, { documentIds: [id] });
  if (!(await db.documents.findOne(seen, { projection: { _id: 1 }, ...reading() }))) return null;
  await storeOriginal(db, upload, bytes);
  const { mediaType, sizeBytes, sha256 } = next;
  const row = await attempts.replace(db, seen, { original: upload.original, mediaType, sizeBytes, sha256 });
  if (!row) await removeOriginal(db, upload);
  await settleUpload(db, upload);
  return row && changedBy(db, row, accessOf(row));
}

/** Changes what is given of a document's metadata, in its own row and in those of its chunks. */
export async function update(
  db: TenantDb,
  scope: Scope,
  id: DocumentId,
  change: Partial<DocumentMetadata>,
): Promise<Changed | null> {
  const seen = toDocumentFilter(scope, { documentIds: [id] });
  for (;;) {
    const before = await db.documents.findOne(seen, reading());
    if (!before) return null;
    const document = { ...toDocument(before, db.tenantId), ...change };
    const changed = {
      ...toMetadata(document),
      updatedAt: new Date(),
      metadata: before.metadata + 1,
      isSpreading: true,
      indexed: before.generation === null,
    };
    const row: DocumentRow = { ...before, ...changed };
    row.dedupeKey = isOwnKey(before.dedupeKey) ? before.dedupeKey : dedupeKey({ ...row, ...accessOf(row) });
    if (!(await changeMetadata(db, before, { ...changed, dedupeKey: row.dedupeKey }))) continue;
    await spread(db, row);
    return changedBy(db, row, accessOf(before));
  }
}

/** False where somebody else has changed it meanwhile. */
async function changeMetadata(
  db: TenantDb,
  { _id, metadata }: DocumentRow,
  { dedupeKey, ...changed }: Partial<DocumentRow> & Pick<DocumentRow, 'dedupeKey'>,
): Promise<boolean> {
  const set = (key: string) =>
    db.documents.updateOne(
      { _id, metadata, deletedAt: null },
      { $set: { ...changed, dedupeKey: key, swept: false }, ...SWEEP_NOW },
    );
  try {
    return (await set(dedupeKey)).matchedCount === 1;
  } catch (error) {
    if (kindOf(error) !== 'duplicate') throw error;
    return (await set(ownKey(_id))).matchedCount === 1;
  }
}

/** A document as it has become, and who could see it before. */
export interface Changed {
  readonly document: DocumentRecord;
  readonly before: DocumentAccess;
}

function changedBy({ tenantId }: TenantDb, row: DocumentRow, before: DocumentAccess): Changed {
  return { document: toDocument(row, tenantId), before };
}

/** Lets a document wait to be ingested anew, or ends its ingestion, where that is called for. */
export async function changeIngestion(
  db: TenantDb,
  scope: Scope,
  id: DocumentId,
  change: typeof attempts.renew | typeof attempts.cancel,
): Promise<Changed | null> {
  const row = await change(db, toDocumentFilter(scope, { documentIds: [id] }));
  return row && changedBy(db, row, accessOf(row));
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

/** What the documents take. */
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
            storedBytes: { $sum: { $add: ['$sizeBytes', { $ifNull: ['$next.sizeBytes', 0] }] } },
          },
        },
      ],
      reading(signal),
    )
    .toArray();
  return { documents: sums?.documents ?? 0, chunks: sums?.chunks ?? 0, storedBytes: sums?.storedBytes ?? 0 };
}
