/** Bytes, whole or in pieces of any size, in pieces of one length: the last may be shorter, and of none there is one empty piece. None is a view of another buffer. */
export async function* inPieces(
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<Uint8Array> {
  if (bytes instanceof Uint8Array) {
    for (let at = 0; at === 0 || at < bytes.length; at += length) yield joinBytes([bytes.subarray(at, at + length)]);
    return;
  }
  let parts: Uint8Array[] = [];
  let room = length;
  let isEmpty = true;
  for await (let part of bytes) {
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

/** Bytes one after the other, in an array of their own. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Bytes that are read a range at a time, and anew by each who asks for them. */
export function readInRanges(
  sizeBytes: number,
  read: (range: { start: number; end: number }) => Promise<Uint8Array>,
): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: async function* () {
      for (let start = 0; start < sizeBytes; start += RANGE_BYTES) {
        yield await read({ start, end: Math.min(sizeBytes, start + RANGE_BYTES) });
      }
    },
  };
}

/** Where stores keep pieces of their own, these end where those do. */
const RANGE_BYTES = 2 * 1024 * 1024;
