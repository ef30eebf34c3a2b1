import type { Filter } from 'mongodb';
import { toCopied } from './document-rows.ts';
import type { TenantDb } from './tenant-db.ts';
import type { ChunkRow, DocumentRow } from './tenant-rows.ts';

/** Brings the rows of a document's chunks, or of those of one generation, up to date with what its own row says. */
export async function spread(
  db: TenantDb,
  row: DocumentRow,
  { generation }: Pick<Partial<ChunkRow>, 'generation'> = {},
): Promise<void> {
  const { metadata } = row;
  const older: Filter<ChunkRow> = {
    documentId: row._id,
    ...(generation && { generation }),
    metadata: { $lt: metadata },
  };
  await db.chunks.updateMany(older, { $set: toCopied(row) });
  if (generation) return;
  await db.documents.updateOne({ _id: row._id, metadata }, { $set: { isSpreading: false } });
}
