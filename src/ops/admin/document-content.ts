import { createHash } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { DocumentId } from '../../ids.ts';
import { readInRanges } from '../../lib/byte-pieces.ts';
import type { Abortable } from '../../store/abortable.ts';
import { EVERYTHING } from '../../store/access.ts';
import type { Chunk } from '../../store/chunks.ts';
import type { DocumentRecord } from '../../store/documents.ts';
import type { TenantStore } from '../../store/tenant-store.ts';

/** Chunks that are read at once. */
const BATCH = 100;

/** What ingestion has made of a document. */
export interface DocumentContent {
  readonly text: string;
  readonly pageStarts: readonly number[];
  /** By index. */
  readonly chunks: readonly Chunk[];
}

/**
 * An original that was read through once, and is read again by whoever takes it: it is never whole in memory.
 * @throws AppError `STORE_UNAVAILABLE` when the bytes aren't those that came in
 */
export async function readOriginal(
  tenant: TenantStore,
  { id, sha256, sizeBytes }: DocumentRecord,
  { signal }: Abortable,
): Promise<AsyncIterable<Uint8Array>> {
  const { documents } = tenant.as(EVERYTHING);
  const original = readInRanges(sizeBytes, async (range) => {
    const bytes = await documents.original(id, { ...range, signal });
    if (!bytes) throw damaged(id, 'its original');
    return bytes;
  });
  const hash = createHash('sha256');
  for await (const piece of original) hash.update(piece);
  if (hash.digest('hex') === sha256) return original;
  throw damaged(id, 'its original');
}

/** The bytes of the version to come, as far as they are there. */
export function readNext(
  { ingestion }: TenantStore,
  id: DocumentId,
  { sizeBytes, signal }: { sizeBytes: number } & Abortable,
): AsyncIterable<Uint8Array> {
  return readInRanges(sizeBytes, async (range) => {
    const bytes = await ingestion.original(id, { ...range, signal });
    if (!bytes) throw damaged(id, 'the original of its new version');
    return bytes;
  });
}

/** All that a searchable document shows. @throws AppError `STORE_UNAVAILABLE` when some of it is missing */
export async function readContent(
  tenant: TenantStore,
  { id, chunkCount, generation }: DocumentRecord,
  { signal }: Abortable,
): Promise<DocumentContent> {
  const { documents } = tenant.as(EVERYTHING);
  const text = await documents.text(id, { start: 0, signal });
  const pageStarts = await documents.pageStarts(id, { signal });
  if (text === null || pageStarts === null || generation === null) throw damaged(id, 'its text');
  const chunks: Chunk[] = [];
  for (let from = 0; from < chunkCount; from += BATCH) {
    chunks.push(...(await tenant.ingestion.read({ documentId: id, generation }, { from, limit: BATCH, signal })));
  }
  if (chunks.length !== chunkCount || chunks.some(({ index }, at) => index !== at)) throw damaged(id, 'its passages');
  return { text, pageStarts, chunks };
}

/** The fields of a document that a copy has as they are: each says whether it is one. */
const COPIED: Readonly<Record<keyof DocumentRecord, boolean>> = {
  id: true,
  tenantId: true,
  name: true,
  mediaType: true,
  sizeBytes: true,
  sha256: true,
  status: true,
  error: false,
  version: true,
  pageCount: true,
  documentDate: true,
  progress: false,
  chunkCount: true,
  tags: true,
  collection: true,
  visibility: true,
  containsPii: true,
  createdBy: true,
  createdAt: true,
  updatedAt: false,
  generation: false,
};

/** The SHA-256 of all that searches and answers see of a document: its fields, its text, its passages, their vectors. */
export function fingerprintOf(document: DocumentRecord, { text, pageStarts, chunks }: DocumentContent): string {
  const hash = createHash('sha256');
  // JSON keeps lone surrogates apart, which UTF-8 would make alike.
  const fields = Object.entries(COPIED).map(([field, isCopied]) => isCopied && document[field as keyof DocumentRecord]);
  hash.update(JSON.stringify([fields, text, pageStarts]));
  for (const { index, start, end, page, text: passage, headings, terms, vector } of chunks) {
    hash.update(JSON.stringify([index, start, end, page, passage, headings, terms]));
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
