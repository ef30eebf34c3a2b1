import { reading } from '../client.ts';
import { dedupeKey, isOwnKey } from './dedupe.ts';
import { accessOf, toAccess } from './document-rows.ts';
import type { TenantDb } from './tenant-db.ts';
import type { DocumentRow } from './tenant-rows.ts';

/**
 * Brings the rows of an earlier version up to date: who may see a document is in its own row and in those of its chunks.
 * It can be interrupted anywhere and repeated: a document's row is last.
 */
export async function upgradeRows(db: TenantDb): Promise<void> {
  for await (const row of db.documents.find({ privateTo: { $exists: false } }, reading())) {
    const access = toAccess(accessOf({ ...row, ...NEW_FIELDS }));
    await db.chunks.updateMany({ documentId: row._id, privateTo: { $exists: false } }, { $set: access });
    const key = isOwnKey(row.dedupeKey) ? row.dedupeKey : dedupeKey({ ...row, ...access });
    await db.documents.updateOne({ _id: row._id }, { $set: { ...access, dedupeKey: key } });
  }
}

/** What rows of version 1 don't have. */
const NEW_FIELDS: Pick<DocumentRow, 'collection' | 'visibility'> = { collection: null, visibility: 'ORGANIZATION' };
