import { readInRanges } from '../lib/byte-pieces.ts';
import type { DocumentRecord, OriginalBytes } from '../store/documents.ts';
import type { TenantIngestion } from '../store/ingestion.ts';
import { AttemptOver } from './attempt-over.ts';

/** What is read at once, as it is no more than a piece of a large one. */
const SMALL_BYTES = 2 * 1024 * 1024;

/** The bytes that an attempt is to read: a large original is never whole in memory. @throws AttemptOver where it is gone */
export async function originalToParse(
  store: TenantIngestion,
  { id, sizeBytes }: Pick<DocumentRecord, 'id' | 'sizeBytes'>,
  { signal }: { signal: AbortSignal },
): Promise<OriginalBytes> {
  const read = async (range: { start: number; end: number }) => {
    const bytes = await store.original(id, { ...range, signal });
    if (bytes?.byteLength !== range.end - range.start) throw new AttemptOver();
    return bytes;
  };
  return sizeBytes <= SMALL_BYTES ? await read({ start: 0, end: sizeBytes }) : readInRanges(sizeBytes, read);
}
