import type { DocumentPartsFragment, DocumentVisibility, UpdateDocumentInput } from '../../gql/graphql.ts';

/** What people say of a document: where it belongs, and who sees it. */
export interface Metadata {
  /** Null for none. */
  readonly collection: string | null;
  readonly tags: readonly string[];
  readonly containsPii: boolean;
  readonly visibility: DocumentVisibility;
}

/** What is said of a document where nobody says anything. */
export const NO_METADATA: Metadata = { collection: null, tags: [], containsPii: false, visibility: 'ORGANIZATION' };

/** Metadata with what a document is called, and the date that it bears. */
export interface Description extends Metadata {
  readonly name: string;
  /** As a date field has it: empty for none. */
  readonly day: string;
}

/** What is to change of a document. What stays is left out, so that what others change meanwhile is not undone. */
export function changesOf(document: DocumentPartsFragment, next: Description): UpdateDocumentInput {
  const { id, name, collection, tags, containsPii, visibility, documentDate } = document;
  return {
    id,
    ...(next.name !== name && { name: next.name }),
    ...(next.collection !== collection && { collection: next.collection }),
    ...(tagsText(next.tags) !== tagsText(tags) && { tags: [...next.tags] }),
    ...(next.containsPii !== containsPii && { containsPii: next.containsPii }),
    ...(next.visibility !== visibility && { visibility: next.visibility }),
    ...(next.day !== dayOf(documentDate) && { documentDate: next.day === '' ? null : `${next.day}T00:00:00.000Z` }),
  };
}

/** The tags in what was typed, each once. */
export function tagsIn(text: string): string[] {
  return [...new Set(text.split(',').map((tag) => tag.trim()))].filter(Boolean);
}

/** Tags as they are typed. */
export function tagsText(tags: readonly string[]): string {
  return tags.join(', ');
}

/** The day of a date: that of a document has no time of day, and is the same everywhere. */
export function dayOf(date: string | null | undefined): string {
  return date?.slice(0, 10) ?? '';
}
