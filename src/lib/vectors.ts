/** The inner product of two vectors of the same length; of two of unit length, their cosine. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** The direction of `a + share · b`, of unit length; that of `a` where these cancel each other out. */
export function between(a: Float32Array, b: Float32Array, share: number): Float32Array {
  const sum = a.map((value, i) => value + share * (b[i] ?? 0));
  const length = Math.sqrt(dot(sum, sum));
  return length > 0 ? sum.map((value) => value / length) : a;
}
