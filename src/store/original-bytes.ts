/** An original as a store is given it: whole, or in pieces of any size, which are read one after the other and not kept. */
export type OriginalBytes = Uint8Array | AsyncIterable<Uint8Array>;

/** An original in pieces of one length, the last of which may be shorter; one empty piece of an empty one. None is a view of another buffer. */
export async function* inPieces(original: OriginalBytes, length: number): AsyncGenerator<Uint8Array> {
  if (original instanceof Uint8Array) {
    for (let at = 0; at === 0 || at < original.length; at += length)
      yield new Uint8Array(original.slice(at, at + length));
    return;
  }
  let parts: Uint8Array[] = [];
  let room = length;
  let isEmpty = true;
  for await (let part of original) {
    for (; part.length >= room; room = length) {
      parts.push(part.subarray(0, room));
      part = part.subarray(room);
      yield joinBytes(parts);
      isEmpty = false;
      parts = [];
    }
    if (part.length > 0) parts.push(part);
    room -= part.length;
  }
  if (parts.length > 0 || isEmpty) yield joinBytes(parts);
}

/** Bytes one after the other in one array. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
