import type { Filter, UpdateFilter } from 'mongodb';
import type { DocumentId, Generation } from '../../../ids.ts';
import type { DocumentAccess } from '../../access.ts';
import type { DocumentStatus, IngestionProgress } from '../../documents.ts';
import type { IngestionAttempt, TenantIngestion } from '../../ingestion.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import { dedupeKey, ownKey } from './dedupe.ts';
import { accessOf } from './document-rows.ts';
import type { TenantDb } from './tenant-db.ts';
import { ACCESS, checkTenant, type DocumentRow, SWEEP_NOW } from './tenant-rows.ts';
import { storeText } from './texts.ts';

/** How many attempts of a document are remembered, so that none of them begins again. */
const REMEMBERED = 50;

/** The document of a running attempt, or null when the attempt is over. */
export async function findRunning(db: TenantDb, attempt: IngestionAttempt): Promise<DocumentRow | null> {
  const row = await db.documents.findOne(running(attempt), reading());
  return row && checkTenant(row, db.tenantId);
}

/** Documents whose ingestion hasn't ended, by id. */
export async function unfinished(
  db: TenantDb,
  { after, limit, signal }: Parameters<TenantIngestion['unfinished']>[0],
): Promise<DocumentId[]> {
  const status = { $in: ['PENDING', 'PROCESSING'] as DocumentStatus[] };
  const rows = await db.documents
    .find({ status, deletedAt: null, ...(after && { _id: { $gt: after } }) }, reading(signal))
    .project<Pick<DocumentRow, '_id' | 'tenantId'>>({ tenantId: 1 })
    .sort({ _id: 1 })
    .limit(limit)
    .toArray();
  return rows.map((row) => checkTenant(row, db.tenantId)._id);
}

/** Who may see a document; null where it is gone. */
export async function findAccess(db: TenantDb, id: DocumentId): Promise<DocumentAccess | null> {
  const row = await db.documents.findOne({ _id: id, deletedAt: null }, { projection: ACCESS, ...reading() });
  return row && accessOf(checkTenant(row, db.tenantId));
}

/** The same of a document that shows what an attempt has written; null where it doesn't. */
export async function findShown(
  db: TenantDb,
  { documentId, generation }: IngestionAttempt,
): Promise<DocumentAccess | null> {
  const row = await db.documents.findOne(
    { _id: documentId, generation, deletedAt: null },
    { projection: ACCESS, ...reading() },
  );
  return row && accessOf(checkTenant(row, db.tenantId));
}

/** Begins an attempt; null when the document is gone, has finished, or this very attempt is over already. */
export async function begin(
  db: TenantDb,
  { documentId, generation }: IngestionAttempt,
): Promise<{ row: DocumentRow; hasGarbage: boolean } | null> {
  for (;;) {
    const before = await db.documents.findOne({ _id: documentId, deletedAt: null }, reading());
    if (!before || checkTenant(before, db.tenantId).status === 'SEARCHABLE') return null;
    if (before.attempt === generation) return { row: before, hasGarbage: false };
    if (before.attempts.includes(generation)) return null;
    const change: UpdateFilter<DocumentRow> = {
      $set: {
        status: 'PROCESSING',
        error: null,
        stage: 'WAITING',
        chunksEmbedded: 0,
        chunksTotal: null,
        attempt: generation,
        updatedAt: new Date(),
        ...(before.attempt && { swept: false }),
      },
      $push: {
        attempts: { $each: [generation], $slice: -REMEMBERED },
        ...(before.attempt && { garbage: before.attempt }),
      },
      ...(before.attempt && SWEEP_NOW),
    };
    // Only whoever still finds what was read here changes it.
    const asRead = { _id: documentId, attempt: before.attempt, status: before.status, deletedAt: null };
    if (!(await update(db, asRead, change))) continue;
    if (before.status === 'FAILED') await countAgain(db, before);
    const row = await findRunning(db, { documentId, generation });
    return row && { row, hasGarbage: before.attempt !== null };
  }
}

/** Says how far an attempt is; like all that an attempt does, it gives back who may see the document, null when it is over. */
export function setProgress(
  db: TenantDb,
  attempt: IngestionAttempt,
  progress: IngestionProgress,
): Promise<DocumentAccess | null> {
  const { stage, chunksEmbedded, chunksTotal } = progress;
  return update(db, running(attempt), { $set: { stage, chunksEmbedded, chunksTotal, updatedAt: new Date() } });
}

/** The switch: one write to the document's row. */
export async function finish(
  db: TenantDb,
  attempt: IngestionAttempt,
  { text, chunkCount }: { text: string; chunkCount: number },
): Promise<DocumentAccess | null> {
  const before = await findRunning(db, attempt);
  if (!before) return null;
  await storeText(db, attempt, text);
  const switched = await update(db, running(attempt), {
    $set: {
      status: 'SEARCHABLE',
      error: null,
      stage: 'DONE',
      chunksEmbedded: chunkCount,
      chunksTotal: chunkCount,
      chunkCount,
      textLength: text.length,
      generation: attempt.generation,
      attempt: null,
      indexed: false,
      updatedAt: new Date(),
      ...(before.generation && { swept: false }),
    },
    ...(before.generation && { $push: { garbage: before.generation }, ...SWEEP_NOW }),
  });
  if (switched) return switched;
  // The reply of an earlier try may have been lost.
  const shown = await findShown(db, attempt);
  if (!shown) await db.texts.deleteMany({ generation: attempt.generation });
  return shown;
}

/** Ends an attempt that brought nothing. A document that failed no longer counts as the one with its bytes. */
export function abandon(
  db: TenantDb,
  attempt: IngestionAttempt,
  outcome: { status: 'FAILED'; error: string } | { status: 'PENDING' },
): Promise<DocumentAccess | null> {
  return update(db, running(attempt), {
    $set: {
      ...outcome,
      ...(outcome.status === 'FAILED'
        ? { dedupeKey: ownKey(attempt.documentId) }
        : { stage: 'WAITING', chunksEmbedded: 0, chunksTotal: null }),
      attempt: null,
      updatedAt: new Date(),
      swept: false,
    },
    $push: { garbage: attempt.generation },
    ...SWEEP_NOW,
  });
}

function running({ documentId, generation }: IngestionAttempt): Filter<DocumentRow> & { attempt: Generation } {
  return { _id: documentId, attempt: generation, deletedAt: null };
}

async function update(
  db: TenantDb,
  filter: Filter<DocumentRow>,
  change: UpdateFilter<DocumentRow>,
): Promise<DocumentAccess | null> {
  const row = await db.documents.findOneAndUpdate(filter, change, { projection: ACCESS, ...reading() });
  return row && accessOf(checkTenant(row, db.tenantId));
}

/** A document that is tried again counts as the one with its bytes, unless another does by now. */
async function countAgain(db: TenantDb, row: DocumentRow): Promise<void> {
  const key = dedupeKey({ ...row, ...accessOf(row) });
  try {
    await db.documents.updateOne({ _id: row._id, deletedAt: null }, { $set: { dedupeKey: key } });
  } catch (error) {
    if (kindOf(error) !== 'duplicate') throw error;
  }
}
