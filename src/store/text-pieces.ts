/** UTF-16 code units a piece. A multiple of it is where each piece begins, so a range names its pieces. */
const PIECE_LENGTH = 32_768;

/** A text in pieces of UTF-16, which keeps offsets, NUL and lone surrogates as they are. */
export function toPieces(text: string): Uint8Array[] {
  const count = Math.ceil(text.length / PIECE_LENGTH);
  return Array.from({ length: count }, (_, at) =>
    Buffer.from(text.slice(at * PIECE_LENGTH, (at + 1) * PIECE_LENGTH), 'utf16le'),
  );
}

/** The first and last piece of a range, which may end beyond the text. */
export function piecesOf({ start, end }: { start: number; end: number }): { first: number; last: number } {
  return { first: Math.floor(start / PIECE_LENGTH), last: Math.floor(Math.max(start, end - 1) / PIECE_LENGTH) };
}

/** The range, out of its pieces in order. */
export function joinPieces(
  pieces: readonly (Uint8Array | ArrayBuffer)[],
  range: { start: number; end: number },
): string {
  const text = pieces.map((piece) => utf16(piece)).join('');
  const offset = piecesOf(range).first * PIECE_LENGTH;
  return text.slice(range.start - offset, range.end - offset);
}

function utf16(piece: Uint8Array | ArrayBuffer): string {
  const bytes =
    piece instanceof ArrayBuffer ? Buffer.from(piece) : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
  return bytes.toString('utf16le');
}
