import { AppError } from '../errors.ts';

const MAX_LENGTH = 200;
const MAX_LEVELS = 8;
/** Collections that a member may be limited to. */
const MAX_COLLECTIONS = 50;

/**
 * The name of a collection, with those that it lies in before it: `finance/payroll`. Whitespace around the names goes.
 * @throws AppError `BAD_INPUT`
 */
export function parseCollection(raw: string): string {
  // Normalising a megabyte takes its time.
  const levels =
    raw.length > 2 * MAX_LENGTH
      ? []
      : // What can't be seen goes first: it may stand between a letter and its accent.
        raw.split('/').map((name) => name.replace(/\p{C}/gu, '').normalize('NFC').trim());
  const collection = levels.join('/');
  if (levels.length > 0 && levels.length <= MAX_LEVELS && collection.length <= MAX_LENGTH && !levels.includes(''))
    return collection;
  throw new AppError(
    'BAD_INPUT',
    `A collection has a name, or several with "/" between them, such as finance/payroll: at most ${MAX_LEVELS}, none of them blank, of at most ${MAX_LENGTH} characters in all.`,
  );
}

/** Those that somebody is limited to, each once; null for no limit. @throws AppError `BAD_INPUT` */
export function parseCollections(raw: readonly string[] | null | undefined): string[] | null {
  if (raw == null) return null;
  if (raw.length > MAX_COLLECTIONS) {
    throw new AppError(
      'BAD_INPUT',
      `At most ${MAX_COLLECTIONS} collections can be named. Name those that these lie in.`,
    );
  }
  return [...new Set(raw.map(parseCollection))];
}
