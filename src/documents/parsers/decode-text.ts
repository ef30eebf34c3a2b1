import { inPieces } from '../../lib/byte-pieces.ts';
import { createTimeSlice } from '../../lib/time-slice.ts';
import type { OriginalBytes } from '../../store/documents.ts';
import { Unreadable } from './formats/unreadable.ts';

/** Bytes that are decoded at once, in a millisecond or so. */
const PIECE = 262_144;

/**
 * Decodes in slices that let the event loop turn, without a byte order mark. What can't be read becomes U+FFFD.
 * @throws Unreadable `OUTPUT` for more than `most` UTF-16 code units
 */
export async function decodeText(
  bytes: OriginalBytes,
  encoding: string,
  { most = Number.POSITIVE_INFINITY, signal }: { most?: number; signal?: AbortSignal | undefined },
): Promise<string> {
  const slice = createTimeSlice(2, { signal });
  const decoder = new TextDecoder(encoding);
  let text = '';
  for await (const piece of inPieces(bytes, PIECE)) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > most) throw new Unreadable('OUTPUT');
    if (slice.isOver()) await slice.next();
  }
  text += decoder.decode();
  return isWestern(encoding) ? withoutC1(text) : text;
}

/** The beginning of a text. */
export function decodeBeginning(bytes: Uint8Array, encoding: string, length: number): string {
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, length), { stream: bytes.length > length });
  return isWestern(encoding) ? withoutC1(text) : text;
}

/** Whether a label means windows-1252. */
export function isWestern(encoding: string): boolean {
  return encoding === 'windows-1252' || encoding === 'iso-8859-1';
}

/** Node 20 reads windows-1252 as ISO-8859-1 (nodejs/node#56542): “ and € come as control characters. */
export function withoutC1(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (control) => C1.charAt(control.charCodeAt(0) - 0x80));
}

const C1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
