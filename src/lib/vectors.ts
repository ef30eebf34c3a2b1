/** The inner product of two vectors of the same length; of two of unit length, their cosine. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/**
 * The inner product of a vector and of one in one byte a dimension, which begins at `from` of an array of many. In place,
 * as a view of each takes longer than its product; and in four sums, of which none waits for another: twice as fast.
 */
export function dotWithBytes(a: Float32Array, bytes: Int8Array, from: number): number {
  const even = a.length - (a.length % 4);
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let i = 0; i < even; i += 4) {
    first += (a[i] ?? 0) * (bytes[from + i] ?? 0);
    second += (a[i + 1] ?? 0) * (bytes[from + i + 1] ?? 0);
    third += (a[i + 2] ?? 0) * (bytes[from + i + 2] ?? 0);
    fourth += (a[i + 3] ?? 0) * (bytes[from + i + 3] ?? 0);
  }
  for (let i = even; i < a.length; i++) first += (a[i] ?? 0) * (bytes[from + i] ?? 0);
  return first + second + third + fourth;
}

/** The direction of `a + share · b`, of unit length; that of `a` where these cancel each other out. */
export function between(a: Float32Array, b: Float32Array, share: number): Float32Array {
  const sum = a.map((value, i) => value + share * (b[i] ?? 0));
  const length = Math.sqrt(dot(sum, sum));
  return length > 0 ? sum.map((value) => value / length) : a;
}
