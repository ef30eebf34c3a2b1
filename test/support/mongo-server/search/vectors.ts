import { Binary } from 'mongodb';

/** The numbers of a stored or asked vector, null for anything that is none. BinData of float32 only when `binary`. */
export function vectorOf(value: unknown, options: { binary: boolean }): ArrayLike<number> | null {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'number') ? value : null;
  const isFloat32 = value instanceof Binary && value.sub_type === Binary.SUBTYPE_VECTOR && value.buffer[0] === 0x27;
  return options.binary && isFloat32 ? value.toFloat32Array() : null;
}

/** Sum of products, over the length of the first. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** NaN when either is the zero vector. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
