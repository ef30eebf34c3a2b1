import { AppError } from '../errors.ts';
import { type DocumentId, toId } from '../ids.ts';
import { withoutInvisible } from '../lib/text/visible.ts';
import type { ChunkFilter } from '../store/filters.ts';
import { parseCollection } from './collections.ts';

/** Of a document's name, in UTF-16 code units. */
export const MAX_NAME_LENGTH = 255;
/** Of one document. */
const MAX_TAGS = 20;
/** In UTF-16 code units. */
const MAX_TAG_LENGTH = 64;
/** Tags that are listed. */
export const MAX_TAGS_LISTED = 200;
/** Ids that a filter may name. */
const MAX_FILTER_IDS = 100;

/** A title without what can't be seen. @throws AppError `BAD_INPUT` when nothing is left, or too much */
export function parseDocumentName(raw: string): string {
  const name = withoutInvisible(raw);
  if (name.length >= 1 && name.length <= MAX_NAME_LENGTH) return name;
  throw new AppError(
    'BAD_INPUT',
    `A document's name has 1 to ${MAX_NAME_LENGTH} characters; this one has ${name.length}.`,
  );
}

/** The name of a file that came with its path. @throws AppError `BAD_INPUT` as `parseDocumentName` does */
export function parseFileName(path: string): string {
  return parseDocumentName(path.split(/[/\\]/).pop() ?? '');
}

/** Trimmed, each once. @throws AppError `BAD_INPUT` */
export function parseTags(raw: readonly string[]): string[] {
  const given = new Set(raw);
  // Before each is worked on.
  if (given.size > MAX_TAGS)
    throw new AppError('BAD_INPUT', `A document has at most ${MAX_TAGS} tags; these are ${given.size}.`);
  const tags = [...new Set([...given].map(withoutInvisible))];
  const wrong = tags.find((tag) => tag.length < 1 || tag.length > MAX_TAG_LENGTH);
  if (wrong !== undefined) throw new AppError('BAD_INPUT', `A tag has 1 to ${MAX_TAG_LENGTH} characters.`);
  return tags;
}

/** Given tags and behind them those that a document itself bears, as far as these are tags and there is room. */
export function withOwnTags(tags: readonly string[], own: readonly string[]): string[] {
  const fitting = own.map(withoutInvisible).filter((tag) => tag.length >= 1 && tag.length <= MAX_TAG_LENGTH);
  return [...new Set([...tags, ...fitting])].slice(0, MAX_TAGS);
}

/** A filter as it comes in from a client. */
export interface FilterInput {
  readonly documentIds?: readonly string[] | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly createdAfter?: Date | null | undefined;
  readonly createdBefore?: Date | null | undefined;
  readonly collection?: string | null | undefined;
  readonly mediaType?: string | null | undefined;
  readonly datedAfter?: Date | null | undefined;
  readonly datedBefore?: Date | null | undefined;
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
    ...(input?.collection != null && { collection: parseCollection(input.collection) }),
    ...(input?.mediaType != null && { mediaType: input.mediaType.trim().toLowerCase() }),
    ...(input?.datedAfter && { datedAfter: input.datedAfter }),
    ...(input?.datedBefore && { datedBefore: input.datedBefore }),
  };
}
