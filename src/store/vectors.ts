import { dot } from '../lib/vectors.ts';

/**
 * Checks a vector before it is stored or searched with: one with NaN would be accepted silently and spoil every ranking.
 *
 * @throws TypeError for a wrong length, a value that is not finite, or length zero
 */
export function checkVector(vector: Float32Array, dimensions: number): void {
  if (vector.length !== dimensions) {
    throw new TypeError(`A vector has ${vector.length} dimensions, where ${dimensions} are expected.`);
  }
  const squared = dot(vector, vector);
  // A value that is not finite makes the sum so, too.
  if (!Number.isFinite(squared)) throw new TypeError('A vector holds a value that is not finite.');
  if (squared === 0) throw new TypeError('A vector has the length zero.');
}

/** The vectors one after the other in one array, as `unpackVectors` takes them apart. */
export function packVectors(vectors: readonly Float32Array[], dimensions: number): Float32Array {
  const packed = new Float32Array(vectors.length * dimensions);
  for (const [at, vector] of vectors.entries()) packed.set(vector, at * dimensions);
  return packed;
}

/** Views into what `packVectors` made. */
export function unpackVectors(packed: Float32Array, dimensions: number): Float32Array[] {
  return Array.from({ length: packed.length / dimensions }, (_, at) =>
    packed.subarray(at * dimensions, (at + 1) * dimensions),
  );
}

/** The vector that the bytes of a float32 blob hold. */
export function toVector(bytes: Uint8Array | ArrayBuffer): Float32Array {
  if (bytes instanceof ArrayBuffer) return new Float32Array(bytes);
  // A view needs an offset that is a multiple of four, which a pooled buffer's need not be.
  if (bytes.byteOffset % 4 === 0) return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  return new Float32Array(bytes.slice().buffer);
}

/** The bytes of a vector, as they are stored. */
export function toBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}
