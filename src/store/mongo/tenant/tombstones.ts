import type { DocumentId } from '../../../ids.ts';
import { documentsOf } from '../../kept-row.ts';
import { reading } from '../client.ts';
import { toKept } from './answer-rows.ts';
import { accessOf, toAccess } from './document-rows.ts';
import type { TenantDb } from './tenant-db.ts';
import type { DocumentRow } from './tenant-rows.ts';

/** Tombstones that are looked at in one go. */
const BATCH = 200;

/** Of a document that is gone, who could see it stays known: what was answered from it is still there. */
export async function shrinkTombstone(db: TenantDb, row: DocumentRow): Promise<void> {
  const { _id, tenantId, sweepAt, deletedAt } = row;
  const access = toAccess(accessOf(row));
  await db.deletedDocuments.replaceOne(
    { _id },
    { tenantId, ...access, ...(deletedAt && { deletedAt }) },
    { upsert: true },
  );
  await db.documents.deleteOne({ _id, sweepAt });
}

/** Forgets who could see documents that were deleted before, and that nothing which is kept was written from. */
export async function forgetTombstones(db: TenantDb, before: Date): Promise<void> {
  await noteSources(db);
  const isOld = { $or: [{ deletedAt: { $exists: false } }, { deletedAt: { $lt: before } }] };
  for (let after: DocumentId | null = null; ; ) {
    const rows: { _id: DocumentId }[] = await db.deletedDocuments
      .find({ ...isOld, ...(after && { _id: { $gt: after } }) }, { projection: { _id: 1 }, ...reading() })
      .sort({ _id: 1 })
      .limit(BATCH)
      .toArray();
    const ids = rows.map(({ _id }) => _id);
    const needed = new Set(await db.answers.distinct('documents', { documents: { $in: ids } }, reading()));
    await db.deletedDocuments.deleteMany({ _id: { $in: ids.filter((id) => !needed.has(id)) } });
    if (ids.length < BATCH) return;
    after = ids.at(-1) ?? null;
  }
}

/** Rows of earlier versions, which still run for a while beside this one, don't say from which documents they were written. */
async function noteSources(db: TenantDb): Promise<void> {
  const isUnnoted = { documents: { $exists: false }, body: { $ne: null } };
  for await (const row of db.answers.find(isUnnoted, reading())) {
    const documents = documentsOf([toKept(db, row)]);
    await db.answers.updateOne({ _id: row._id }, { $set: { documents } });
  }
}
