import type { Filter, UpdateFilter } from 'mongodb';
import type { Generation } from '../../../ids.ts';
import type { IngestionAttempt, IngestionProgress } from '../../documents.ts';
import { kindOf } from '../errors.ts';
import { dedupeKey, NO_DEDUPE } from './dedupe.ts';
import type { TenantDb } from './tenant-db.ts';
import { checkTenant, type DocumentRow } from './tenant-rows.ts';
import { storeText } from './texts.ts';

/** How many attempts of a document are remembered, so that none of them begins again. */
const REMEMBERED = 50;

/** The document of a running attempt, or null when the attempt is over. */
export async function findRunning(db: TenantDb, attempt: IngestionAttempt): Promise<DocumentRow | null> {
  const row = await db.documents.findOne(running(attempt));
  return row && checkTenant(row, db.tenantId);
}

/** Begins an attempt; null when the document is gone, has finished, or this very attempt is over already. */
export async function begin(
  db: TenantDb,
  { documentId, generation }: IngestionAttempt,
): Promise<{ row: DocumentRow; hasGarbage: boolean } | null> {
  for (;;) {
    const before = await db.documents.findOne({ _id: documentId, deletedAt: null });
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
        ...(before.attempt && toSweep()),
      },
      $push: {
        attempts: { $each: [generation], $slice: -REMEMBERED },
        ...(before.attempt && { garbage: before.attempt }),
      },
    };
    // Only whoever still finds what was read here changes it.
    const asRead = { _id: documentId, attempt: before.attempt, status: before.status, deletedAt: null };
    if (!(await update(db, asRead, change))) continue;
    if (before.status === 'FAILED') await countAgain(db, before);
    const row = await findRunning(db, { documentId, generation });
    return row && { row, hasGarbage: before.attempt !== null };
  }
}

export function setProgress(db: TenantDb, attempt: IngestionAttempt, progress: IngestionProgress): Promise<boolean> {
  const { stage, chunksEmbedded, chunksTotal } = progress;
  return update(db, running(attempt), { $set: { stage, chunksEmbedded, chunksTotal, updatedAt: new Date() } });
}

/** The switch: one write to the document's row. */
export async function finish(
  db: TenantDb,
  attempt: IngestionAttempt,
  { text, chunkCount }: { text: string; chunkCount: number },
): Promise<boolean> {
  const before = await findRunning(db, attempt);
  if (!before) return false;
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
      ...(before.generation && toSweep()),
    },
    ...(before.generation && { $push: { garbage: before.generation } }),
  });
  if (!switched) await db.texts.deleteMany({ generation: attempt.generation });
  return switched;
}

/** Ends an attempt that brought nothing. A document that failed no longer counts as the one with its bytes. */
export function abandon(
  db: TenantDb,
  attempt: IngestionAttempt,
  outcome: { status: 'FAILED'; error: string } | { status: 'PENDING' },
): Promise<boolean> {
  return update(db, running(attempt), {
    $set: {
      ...outcome,
      ...(outcome.status === 'FAILED'
        ? { dedupeKey: `${NO_DEDUPE}${attempt.documentId}` }
        : { stage: 'WAITING', chunksEmbedded: 0, chunksTotal: null }),
      attempt: null,
      updatedAt: new Date(),
      ...toSweep(),
    },
    $push: { garbage: attempt.generation },
  });
}

function running({ documentId, generation }: IngestionAttempt): Filter<DocumentRow> & { attempt: Generation } {
  return { _id: documentId, attempt: generation, deletedAt: null };
}

function toSweep(): Pick<DocumentRow, 'sweepAt' | 'swept'> {
  return { sweepAt: new Date(), swept: false };
}

async function update(db: TenantDb, filter: Filter<DocumentRow>, change: UpdateFilter<DocumentRow>): Promise<boolean> {
  return (await db.documents.updateOne(filter, change)).matchedCount === 1;
}

/** A document that is tried again counts as the one with its bytes, unless another does by now. */
async function countAgain(db: TenantDb, { _id, sha256, containsPii }: DocumentRow): Promise<void> {
  try {
    await db.documents.updateOne({ _id, deletedAt: null }, { $set: { dedupeKey: dedupeKey({ sha256, containsPii }) } });
  } catch (error) {
    if (kindOf(error) !== 'duplicate') throw error;
  }
}
