import { AppError } from '../errors.ts';

/**
 * A model's output as the `Embedder` port promises it: a `Float32Array` of its own, of unit length.
 * @throws AppError `MODEL_UNAVAILABLE` when the numbers are not finite, all zero, or not as many as they should be
 */
export function toUnitVector(values: ArrayLike<number>, dimensions: number): Float32Array {
  const vector = Float32Array.from(values);
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (vector.length !== dimensions || !Number.isFinite(length) || length === 0) {
    throw new AppError(
      'MODEL_UNAVAILABLE',
      `The embedding model gave an unusable vector (${vector.length} numbers where ${dimensions} finite ones are due). Check which model EMBEDDER names.`,
      { retryAfterSeconds: 60 },
    );
  }
  return vector.map((value) => value / length);
}
