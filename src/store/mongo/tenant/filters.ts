import type { Filter } from 'mongodb';
import type { ChunkFilter } from '../../chunks.ts';
import type { DocumentFilter } from '../../documents.ts';
import { toFolded, toStored } from './stored-text.ts';
import type { DocumentRow } from './tenant-rows.ts';

/** Conditions in the part of the query language that MongoDB, `$vectorSearch` and `cosmosSearch` share. */
export type Conditions = Record<string, string | { $in: string[] } | { $gt?: Date; $lt?: Date }>;

/** Whether a filter names an empty set, which some searches refuse to be asked for. */
export function isImpossible({ documentIds, tags }: ChunkFilter): boolean {
  return documentIds?.length === 0 || tags?.length === 0;
}

/** The conditions on chunks that a filter stands for. `documentId` is where a row keeps the id of its document. */
export function toConditions(filter: ChunkFilter, documentId = 'documentId'): Conditions {
  const { documentIds, tags, createdAfter, createdBefore } = filter;
  return {
    ...(documentIds && { [documentId]: { $in: [...documentIds] } }),
    ...(tags && { tags: { $in: tags.map(toStored) } }),
    ...((createdAfter || createdBefore) && {
      createdAt: { ...(createdAfter && { $gt: createdAfter }), ...(createdBefore && { $lt: createdBefore }) },
    }),
  };
}

/** The condition on documents that exist. */
export function toDocumentFilter(filter: DocumentFilter): Filter<DocumentRow> {
  const { status, nameContains } = filter;
  return {
    deletedAt: null,
    ...toConditions(filter, '_id'),
    ...(status && { status }),
    ...(nameContains && { foldedName: { $regex: escapeRegExp(toFolded(nameContains)) } }),
  } as Filter<DocumentRow>;
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
