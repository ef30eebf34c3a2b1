import type { Filter, UpdateFilter } from 'mongodb';
import type { DocumentId } from '../../../ids.ts';
import type { DocumentAccess } from '../../access.ts';
import { allDone, type IngestionProgress } from '../../document-status.ts';
import type { IngestionAttempt, IngestionResult, TenantIngestion } from '../../ingestion.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import { dedupeKey, ownKey } from './dedupe.ts';
import { accessOf } from './document-rows.ts';
import {
  asRead,
  hasEnded,
  isUnfinished,
  type RowChange,
  running,
  stopping,
  UNFINISHED,
  waitingAs,
} from './ingestion-state.ts';
import { spread } from './spread.ts';
import type { TenantDb } from './tenant-db.ts';
import { ACCESS, checkTenant, type DocumentRow, type NextOriginal, SWEEP_NOW } from './tenant-rows.ts';
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
  const rows = await db.documents
    .find({ ...UNFINISHED, deletedAt: null, ...(after && { _id: { $gt: after } }) }, reading(signal))
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

/** Begins an attempt; null when the document is gone, nothing is to be done, or this very attempt is over already. */
export async function begin(
  db: TenantDb,
  { documentId, generation }: IngestionAttempt,
): Promise<{ row: DocumentRow; hasGarbage: boolean } | null> {
  for (;;) {
    const before = await db.documents.findOne({ _id: documentId, deletedAt: null }, reading());
    if (!before || hasEnded(checkTenant(before, db.tenantId))) return null;
    if (before.attempt === generation) return { row: before, hasGarbage: false };
    if (before.attempts.includes(generation)) return null;
    const { $set, $push, ...rest } = waitingAs(before, 'PROCESSING');
    const change: UpdateFilter<DocumentRow> = {
      ...rest,
      $set: { ...$set, attempt: generation },
      $push: { ...$push, attempts: { $each: [generation], $slice: -REMEMBERED } },
    };
    if (!(await update(db, asRead(before), change))) continue;
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
  return update(db, running(attempt), { $set: { ...progress, updatedAt: new Date() } });
}

/** The switch: one write to the document's row. */
export async function finish(
  db: TenantDb,
  attempt: IngestionAttempt,
  { text, chunkCount, pageCount, pageStarts }: IngestionResult,
): Promise<DocumentAccess | null> {
  let isStored = false;
  for (;;) {
    const before = await findRunning(db, attempt);
    if (!before) {
      // The reply of an earlier try may have been lost.
      const shown = isStored ? await findShown(db, attempt) : null;
      if (isStored && !shown) await db.texts.deleteMany({ generation: attempt.generation });
      return shown;
    }
    if (!isStored) await storeText(db, attempt, { text, pageStarts });
    isStored = true;
    await spread(db, before, { generation: attempt.generation });
    const { generation: hidden } = before;
    const switched = await switchTo(db, { ...running(attempt), metadata: before.metadata }, before, {
      $set: {
        status: 'SEARCHABLE',
        error: null,
        ...allDone({ chunkCount, pageCount }),
        chunkCount,
        pageCount,
        textLength: text.length,
        generation: attempt.generation,
        attempt: null,
        indexed: false,
        reembedded: null,
        updatedAt: new Date(),
        ...(hidden && { swept: false }),
      },
      ...(hidden && { $push: { garbage: hidden } }),
      ...(hidden && SWEEP_NOW),
    });
    if (switched) return switched;
  }
}

/** Ends an attempt that brought nothing. What a document shows already it goes on to show. */
export async function abandon(
  db: TenantDb,
  attempt: IngestionAttempt,
  outcome: { status: 'FAILED'; error: string } | { status: 'PENDING' },
): Promise<DocumentAccess | null> {
  const before = await findRunning(db, attempt);
  if (!before) return null;
  const change = outcome.status === 'PENDING' ? waitingAs(before, 'PENDING') : stopping(before, outcome);
  return await update(db, running(attempt), change);
}

/** A document whose attempt was ended, and who may see it. */
export interface Ended {
  readonly documentId: DocumentId;
  readonly access: DocumentAccess;
}

/** Ends all attempts that run, as `release` does. */
export async function endRunning(db: TenantDb): Promise<Ended[]> {
  const rows = await db.documents
    .find({ attempt: { $ne: null }, deletedAt: null }, reading())
    .project<Pick<DocumentRow, '_id' | 'tenantId' | 'attempt'>>({ tenantId: 1, attempt: 1 })
    .toArray();
  const ended: Ended[] = [];
  for (const row of rows) {
    const { _id: documentId, attempt: generation } = checkTenant(row, db.tenantId);
    const access = generation && (await abandon(db, { documentId, generation }, { status: 'PENDING' }));
    if (access) ended.push({ documentId, access });
  }
  return ended;
}

/** Lets a document wait for another original, which takes the place of one that nothing shows at once. */
export async function replace(
  db: TenantDb,
  seen: Filter<DocumentRow>,
  next: NextOriginal,
): Promise<DocumentRow | null> {
  return await changeRow(db, seen, (before) => {
    const change = waitingAs(before, 'PENDING');
    if (!before.generation) return { change, next };
    return {
      change: {
        ...change,
        $set: { ...change.$set, next },
        $push: { ...change.$push, ...(before.next && { oldOriginals: before.next.original }) },
      },
    };
  });
}

/** Lets a document wait to be ingested anew, where it isn't unfinished. */
export async function renew(db: TenantDb, seen: Filter<DocumentRow>): Promise<DocumentRow | null> {
  return await changeRow(db, seen, (before) =>
    isUnfinished(before) ? null : { change: waitingAs(before, 'PENDING') },
  );
}

/** Ends the ingestion of a document, where it is unfinished. */
export async function cancel(db: TenantDb, seen: Filter<DocumentRow>): Promise<DocumentRow | null> {
  return await changeRow(db, seen, (before) =>
    isUnfinished(before) ? { change: stopping(before, { status: 'CANCELLED', error: null }) } : null,
  );
}

/** Changes a row by compare-and-set, again where it has changed meanwhile; gives back what it has become. */
async function changeRow(
  db: TenantDb,
  seen: Filter<DocumentRow>,
  changeOf: (before: DocumentRow) => { change: RowChange; next?: NextOriginal } | null,
): Promise<DocumentRow | null> {
  for (;;) {
    const before = await db.documents.findOne(seen, reading());
    if (!before) return null;
    const wanted = changeOf(checkTenant(before, db.tenantId));
    if (!wanted) return before;
    const taken = { ...before, next: wanted.next ?? null };
    const changed = await switchTo(db, asRead(before), taken, wanted.change);
    if (changed) return await db.documents.findOne({ _id: before._id }, reading());
  }
}

/**
 * Changes a row, and puts the original that waits, where there is one, in the place of the present one. A document counts
 * as the one with its new bytes, unless another does already.
 */
async function switchTo(
  db: TenantDb,
  filter: Filter<DocumentRow>,
  before: DocumentRow,
  change: RowChange,
): Promise<DocumentAccess | null> {
  const { next } = before;
  if (!next) return await update(db, filter, change);
  const taken = { ...next, version: before.version + 1, next: null };
  const withKey = (key: string): UpdateFilter<DocumentRow> => ({
    ...change,
    $set: { ...change.$set, ...taken, dedupeKey: key, swept: false },
    $push: { ...change.$push, oldOriginals: before.original },
    ...SWEEP_NOW,
  });
  try {
    return await update(db, filter, withKey(dedupeKey({ ...before, ...taken, ...accessOf(before) })));
  } catch (error) {
    if (kindOf(error) !== 'duplicate') throw error;
    return await update(db, filter, withKey(ownKey(before._id)));
  }
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
