import type { DocumentId } from '../../../ids.ts';
import type { DocumentPage, DocumentRecord, Documents, NewDocument } from '../../documents.ts';
import type { TenantUsage } from '../../tenant-store.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import { dedupeKey, NO_DEDUPE } from './dedupe.ts';
import { toDocumentFilter } from './filters.ts';
import { readOriginal, removeOriginal, settleUpload, storeOriginal } from './originals.ts';
import { toFolded, toStored } from './stored-text.ts';
import type { TenantDb } from './tenant-db.ts';
import { checkTenant, type DocumentRow, toDocument } from './tenant-rows.ts';
import { readText } from './texts.ts';

/** Stores a document, or gives the one back that has the same bytes and PII mark and has not failed. */
export async function create(
  db: TenantDb,
  document: NewDocument,
  original: Uint8Array,
): Promise<{ document: DocumentRecord; created: boolean }> {
  await db.prepare();
  const row = toRow(db, document);
  const findSame = () => db.documents.findOne({ dedupeKey: row.dedupeKey });
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
    if (!winner) continue;
    await removeOriginal(db, document.id);
    await settleUpload(db, document.id);
    return { document: toDocument(winner, db.tenantId), created: false };
  }
}

export async function findMany(
  db: TenantDb,
  ids: readonly DocumentId[],
  signal: AbortSignal | undefined,
): Promise<DocumentRecord[]> {
  if (ids.length === 0) return [];
  const rows = await db.documents.find({ _id: { $in: [...ids] }, deletedAt: null }, reading(signal)).toArray();
  return rows.map((row) => toDocument(row, db.tenantId));
}

export async function list(
  db: TenantDb,
  { filter, limit, after, signal }: Parameters<Documents['list']>[0],
): Promise<DocumentPage> {
  const fits = toDocumentFilter(filter);
  const behind = after && {
    $or: [{ createdAt: { $lt: after.createdAt } }, { createdAt: after.createdAt, _id: { $lt: after.id } }],
  };
  const [rows, totalCount] = await Promise.all([
    db.documents
      .find(behind ? { $and: [fits, behind] } : fits, reading(signal))
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit + 1)
      .toArray(),
    db.documents.countDocuments(fits, reading(signal)),
  ]);
  return {
    items: rows.slice(0, limit).map((row) => toDocument(row, db.tenantId)),
    hasNextPage: rows.length > limit,
    totalCount,
  };
}

export async function original(
  db: TenantDb,
  id: DocumentId,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | null> {
  const [row, bytes] = await Promise.all([
    db.documents.findOne({ _id: id, deletedAt: null }, { projection: { tenantId: 1 }, ...reading(signal) }),
    readOriginal(db, id, signal),
  ]);
  return row && checkTenant(row, db.tenantId) && bytes;
}

/** The text from `start` to `end`, or to its end. Null until it is searchable. */
export async function text(
  db: TenantDb,
  id: DocumentId,
  { start, end, signal }: Parameters<Documents['text']>[1],
): Promise<string | null> {
  for (;;) {
    const row = await db.documents.findOne({ _id: id, deletedAt: null }, reading(signal));
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

/** Leaves a tombstone, which ends every attempt and hides all that belongs to the document. */
export async function remove(db: TenantDb, id: DocumentId): Promise<boolean> {
  const row = await db.documents.findOne({ _id: id, deletedAt: null }, { projection: { tenantId: 1 } });
  if (!row) return false;
  checkTenant(row, db.tenantId);
  const now = new Date();
  const { matchedCount } = await db.documents.updateOne(
    { _id: id, deletedAt: null },
    { $set: { deletedAt: now, sweepAt: now, swept: false, attempt: null, dedupeKey: `${NO_DEDUPE}${id}` } },
  );
  return matchedCount === 1;
}

export async function usage(db: TenantDb, signal: AbortSignal | undefined): Promise<TenantUsage> {
  const [sums] = await db.documents
    .aggregate<TenantUsage>(
      [
        { $match: { deletedAt: null } },
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

function toRow({ tenantId }: TenantDb, document: NewDocument): DocumentRow {
  const { id, name, mediaType, sizeBytes, sha256, tags, containsPii, createdBy, createdAt } = document;
  return {
    _id: id,
    tenantId,
    name: toStored(name),
    foldedName: toFolded(name),
    mediaType,
    sizeBytes,
    sha256,
    status: 'PENDING',
    error: null,
    stage: 'WAITING',
    chunksEmbedded: 0,
    chunksTotal: null,
    chunkCount: 0,
    textLength: 0,
    tags: tags.map(toStored),
    containsPii,
    createdBy,
    createdAt,
    updatedAt: createdAt,
    generation: null,
    attempt: null,
    attempts: [],
    indexed: true,
    dedupeKey: dedupeKey({ sha256, containsPii }),
    garbage: [],
    sweepAt: null,
    swept: false,
    deletedAt: null,
  };
}
