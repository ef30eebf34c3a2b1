import { AppError } from '../errors.ts';
import { type DocumentId, toId } from '../ids.ts';
import type { ChunkFilter } from '../store/filters.ts';

export const MAX_NAME_LENGTH = 255;
export const MAX_TAGS = 20;
export const MAX_TAG_LENGTH = 64;
/** Ids that a filter may name. */
export const MAX_FILTER_IDS = 100;

/** The last part of a path, without what can't be seen. @throws AppError `BAD_INPUT` when nothing is left, or too much */
export function parseDocumentName(raw: string): string {
  const name = (raw.split(/[/\\]/).pop() ?? '').replace(INVISIBLE, '').trim();
  if (name.length >= 1 && name.length <= MAX_NAME_LENGTH) return name;
  throw new AppError(
    'BAD_INPUT',
    `A document's name has 1 to ${MAX_NAME_LENGTH} characters; this one has ${name.length}.`,
  );
}

/** Trimmed, each once. @throws AppError `BAD_INPUT` */
export function parseTags(raw: readonly string[]): string[] {
  const tags = [...new Set(raw.map((tag) => tag.replace(INVISIBLE, '').trim()))];
  if (tags.length > MAX_TAGS)
    throw new AppError('BAD_INPUT', `A document has at most ${MAX_TAGS} tags; these are ${tags.length}.`);
  const wrong = tags.find((tag) => tag.length < 1 || tag.length > MAX_TAG_LENGTH);
  if (wrong !== undefined) throw new AppError('BAD_INPUT', `A tag has 1 to ${MAX_TAG_LENGTH} characters.`);
  return tags;
}

/** A filter as it comes in from a client. */
export interface FilterInput {
  readonly documentIds?: readonly string[] | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly createdAfter?: Date | null | undefined;
  readonly createdBefore?: Date | null | undefined;
}

/** The filter without what is null. @throws AppError `BAD_INPUT` */
export function parseFilter(input: FilterInput | null | undefined): ChunkFilter {
  const documentIds = input?.documentIds?.map((id) => toId<DocumentId>(id));
  if (documentIds && documentIds.length > MAX_FILTER_IDS) {
    throw new AppError(
      'BAD_INPUT',
      `A filter names at most ${MAX_FILTER_IDS} documents; this one names ${documentIds.length}.`,
    );
  }
  return {
    ...(documentIds && { documentIds }),
    ...(input?.tags && { tags: parseTags(input.tags) }),
    ...(input?.createdAfter && { createdAfter: input.createdAfter }),
    ...(input?.createdBefore && { createdBefore: input.createdBefore }),
  };
}

/** Control characters, zero-width ones and those that turn the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
