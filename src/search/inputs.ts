import { AppError } from '../errors.ts';

/** Passages where nobody says how many. */
const DEFAULT_TOP_K = 4;
/** The most that may be asked for. */
export const MAX_TOP_K = 20;
/** In UTF-16 code units. */
export const MAX_QUESTION_LENGTH = 2_000;

/** A question without the whitespace around it. @throws AppError `BAD_INPUT` */
export function parseQuery(raw: string): string {
  const query = raw.trim();
  if (query.length >= 1 && query.length <= MAX_QUESTION_LENGTH) return query;
  throw new AppError(
    'BAD_INPUT',
    `A question has 1 to ${MAX_QUESTION_LENGTH} characters; this one has ${query.length}.`,
  );
}

/** @throws AppError `BAD_INPUT` */
export function parseTopK(raw: number | null | undefined): number {
  const topK = raw ?? DEFAULT_TOP_K;
  if (topK >= 1 && topK <= MAX_TOP_K) return topK;
  throw new AppError('BAD_INPUT', `topK is 1 to ${MAX_TOP_K}; this one is ${topK}.`);
}
