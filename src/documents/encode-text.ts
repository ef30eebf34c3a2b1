import { characterBorder } from '../lib/borders.ts';
import { joinBytes } from '../lib/byte-pieces.ts';
import { createTimeSlice } from '../lib/time-slice.ts';

/** UTF-16 code units that are encoded at once, in a millisecond or so. */
const PIECE = 262_144;

/** Encodes as UTF-8, in slices that let the event loop turn. Lone surrogates become U+FFFD. */
export async function encodeText(text: string, { signal }: { signal?: AbortSignal | undefined }): Promise<Uint8Array> {
  const slice = createTimeSlice(2, { signal });
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  for (let from = 0; from < text.length; ) {
    const end = characterBorder(text, from + PIECE);
    pieces.push(encoder.encode(text.slice(from, end)));
    from = end;
    if (slice.isOver()) await slice.next();
  }
  return joinBytes(pieces);
}
