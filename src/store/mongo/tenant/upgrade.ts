import type { Collection } from 'mongodb';
import { reading } from '../client.ts';
import { dedupeKey, isOwnKey } from './dedupe.ts';
import { accessOf, toAccess } from './document-rows.ts';
import type { ChunkRow, DocumentRow } from './tenant-rows.ts';

/**
 * Brings the rows of an earlier version up to date: what filters ask of a document is in its own row and in those of its
 * chunks. It can be interrupted anywhere and repeated: a document's row is last.
 */
export async function upgradeRows(db: {
  documents: Collection<DocumentRow>;
  chunks: Collection<ChunkRow>;
}): Promise<void> {
  for await (const row of db.documents.find({ privateTo: { $exists: false } }, reading())) {
    const access = toAccess(accessOf({ ...row, ...NEW_FIELDS }));
    await db.chunks.updateMany({ documentId: row._id, privateTo: { $exists: false } }, { $set: access });
    const key = isOwnKey(row.dedupeKey) ? row.dedupeKey : dedupeKey({ ...row, ...access });
    await db.documents.updateOne({ _id: row._id }, { $set: { ...access, dedupeKey: key } });
  }
  for await (const row of db.documents.find({ version: { $exists: false } }, reading())) {
    const { _id, mediaType } = row;
    const copied = { mediaType, documentDate: null, metadata: FIRST_VERSION.metadata };
    await db.chunks.updateMany({ documentId: _id, metadata: { $exists: false } }, { $set: copied });
    await db.documents.updateOne({ _id }, { $set: { original: _id, ...FIRST_VERSION } });
  }
}

const FIRST_VERSION = {
  version: 1,
  next: null,
  oldOriginals: [],
  documentDate: null,
  pageCount: null,
  pagesParsed: 0,
  pagesTotal: null,
  metadata: 1,
  isSpreading: false,
} satisfies Partial<DocumentRow>;

/** What rows of the first version of the schema don't have. */
const NEW_FIELDS: Pick<DocumentRow, 'collection' | 'visibility'> = { collection: null, visibility: 'ORGANIZATION' };
