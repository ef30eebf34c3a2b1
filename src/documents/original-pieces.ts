import { notFound } from '../errors.ts';
import { DOWNLOAD_LIMITS } from '../limits.ts';
import type { DocumentRecord } from '../store/documents.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';

/** Some bytes of an original, `end` exclusive. */
export interface OriginalRange {
  readonly start: number;
  readonly end: number;
  readonly signal: AbortSignal;
}

/**
 * The bytes of a document's original, a piece at a time, so that a large one is never whole in memory. All are of the
 * version that the document was given as.
 * @throws AppError `NOT_FOUND` when the document is deleted, replaced, or out of the reader's sight meanwhile
 */
export async function* readOriginal(
  tenant: ScopedTenant,
  { id, sha256 }: Pick<DocumentRecord, 'id' | 'sha256'>,
  { start, end, signal }: OriginalRange,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; ) {
    // Ends where a store's own pieces may, so that none of these is read twice.
    const next = Math.min(end, at - (at % DOWNLOAD_LIMITS.pieceBytes) + DOWNLOAD_LIMITS.pieceBytes);
    const bytes = await tenant.documents.original(id, { start: at, end: next, signal });
    // Behind the read, so that what was replaced before it is noticed.
    const [now] = await tenant.documents.findMany([id], { signal });
    if (bytes?.byteLength !== next - at || now?.sha256 !== sha256) throw notFound('document');
    yield bytes;
    at = next;
  }
}
