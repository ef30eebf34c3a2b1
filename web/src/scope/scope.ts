import type { SearchFilter } from '../gql/graphql.ts';

/** Where to look: in the documents that meet all of it. What is empty is no condition. */
export interface Scope {
  readonly collection: string;
  /** Any of these. */
  readonly tags: readonly string[];
  readonly documentIds: readonly string[];
}

/** In all documents. */
export const EVERYWHERE: Scope = { collection: '', tags: [], documentIds: [] };

/** Whether nothing is left out. */
export function isEverywhere({ collection, tags, documentIds }: Scope): boolean {
  return collection === '' && tags.length === 0 && documentIds.length === 0;
}

/** As the API takes it. */
export function filterOf({ collection, tags, documentIds }: Scope): SearchFilter {
  return {
    ...(collection && { collection }),
    ...(tags.length > 0 && { tags: [...tags] }),
    ...(documentIds.length > 0 && { documentIds: [...documentIds] }),
  };
}

/** Names no document: one that is gone is still a condition, or what asks the same again would look everywhere. */
const GONE = '0'.repeat(32);

/** As the API keeps it with an answer. */
export function scopeOf({
  collection,
  tags,
  documents,
}: {
  readonly collection: string | null;
  readonly tags: readonly string[];
  readonly documents: readonly ({ readonly id: string } | null)[];
}): Scope {
  const ids = new Set(documents.map((document) => document?.id ?? GONE));
  return { collection: collection ?? '', tags, documentIds: [...ids] };
}

/** With one more of a list, or without it. */
export function toggled(list: readonly string[], item: string): string[] {
  return list.includes(item) ? list.filter((each) => each !== item) : [...list, item];
}
