/** A piece of an answer's text: words, or a marker that names a passage. */
export type Piece =
  | { readonly kind: 'words'; readonly text: string; readonly start: number }
  | { readonly kind: 'marker'; readonly marker: number; readonly text: string; readonly start: number };

/** Finds the markers that name one of the passages. Other brackets are text. */
export function splitMarkers(text: string, passages: number): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: found, 1: number = '', index } of text.matchAll(/\[(\d{1,3})\]/g)) {
    const marker = Number(number);
    if (marker < 1 || marker > passages) continue;
    if (index > at) pieces.push({ kind: 'words', text: text.slice(at, index), start: at });
    pieces.push({ kind: 'marker', marker, text: found, start: index });
    at = index + found.length;
  }
  if (at < text.length) pieces.push({ kind: 'words', text: text.slice(at), start: at });
  return pieces;
}
