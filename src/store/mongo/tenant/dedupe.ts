import { createHash } from 'node:crypto';
import type { DocumentAccess } from '../../access.ts';
import { privateTo } from './filters.ts';
import type { DocumentRow } from './tenant-rows.ts';

/** Begins the keys of documents that don't count: those that failed or are deleted, or that somebody else has unseen. */
const NO_DEDUPE = 'none:';

/** What no two documents of a tenant that count have in common: the same bytes, taken for the same, with the same access. */
export function dedupeKey(
  document: DocumentAccess & Pick<DocumentRow, 'sha256' | 'name' | 'mediaType' | 'tags' | 'documentDate'>,
): string {
  const { sha256, name, mediaType, tags, documentDate, collection, containsPii } = document;
  // Earlier versions did not look at the date: without one the key is as they wrote it.
  const date = documentDate ? [documentDate.getTime()] : [];
  // Hashed, as an index of PostgreSQL, under FerretDB, takes no long keys.
  const metadata = createHash('sha256')
    .update(JSON.stringify([name, mediaType, tags, ...date]))
    .digest('base64url');
  return JSON.stringify([sha256, metadata, containsPii, privateTo(document), collection]);
}

/** The key of a document that doesn't count. */
export function ownKey(id: string): string {
  return `${NO_DEDUPE}${id}`;
}

/** Whether it is the key of a document that doesn't count. */
export function isOwnKey(key: string): boolean {
  return key.startsWith(NO_DEDUPE);
}
