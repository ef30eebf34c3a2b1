import { createHash } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { ChunkHit } from '../../store/chunks.ts';
import type { DocumentRecord } from '../../store/documents.ts';
import type { Abortable } from '../../store/store.ts';
import type { TenantStore } from '../../store/tenant-store.ts';

/** What ingestion has made of a document. */
export interface DocumentContent {
  readonly text: string;
  /** By index. */
  readonly chunks: readonly ChunkHit[];
}

/** @throws AppError `STORE_UNAVAILABLE` when the bytes aren't those that came in */
export async function readOriginal(
  { documents }: TenantStore,
  { id, sha256 }: DocumentRecord,
  options: Abortable,
): Promise<Uint8Array> {
  const original = await documents.original(id, options);
  if (original && createHash('sha256').update(original).digest('hex') === sha256) return original;
  throw damaged(id, 'its original');
}

/** All that a searchable document shows. @throws AppError `STORE_UNAVAILABLE` when some of it is missing */
export async function readContent(
  { documents, chunks }: TenantStore,
  { id, chunkCount }: DocumentRecord,
  { signal }: Abortable,
): Promise<DocumentContent> {
  const text = await documents.text(id, { start: 0, signal });
  const found = await chunks.first({ limit: chunkCount, filter: { documentIds: [id] }, signal });
  if (text === null) throw damaged(id, 'its text');
  if (found.length !== chunkCount || found.some(({ index }, at) => index !== at)) throw damaged(id, 'its passages');
  return { text, chunks: found };
}

/** The SHA-256 of all that searches and answers see of a document: its marks, its text, its passages, their vectors. */
export function fingerprintOf(document: DocumentRecord, { text, chunks }: DocumentContent): string {
  const { id, name, mediaType, sizeBytes, sha256, status, chunkCount, tags, containsPii, createdBy, createdAt } =
    document;
  const hash = createHash('sha256');
  // JSON keeps lone surrogates apart, which UTF-8 would make alike.
  const marks = [id, name, mediaType, sizeBytes, sha256, status, chunkCount, tags, containsPii, createdBy, createdAt];
  hash.update(JSON.stringify([marks, text]));
  for (const { index, start, end, text: passage, headings, terms, vector } of chunks) {
    hash.update(JSON.stringify([index, start, end, passage, headings, terms]));
    hash.update(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  }
  return hash.digest('hex');
}

function damaged(id: string, what: string): AppError {
  return new AppError(
    'STORE_UNAVAILABLE',
    `Of the document ${id}, ${what} is missing or damaged. Restore its organisation from a backup, or delete the document, then begin again.`,
  );
}
