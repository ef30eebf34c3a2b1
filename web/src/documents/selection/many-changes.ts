import type { DocumentVisibility, UpdateDocumentInput } from '../../gql/graphql.ts';

/** What changes of many documents; what is not said stays as it is with each. */
export interface ManyChanges {
  readonly move: 'keep' | 'none' | 'to';
  /** Where to; null while none is typed. */
  readonly collection: string | null;
  readonly addedTags: readonly string[];
  readonly removedTags: readonly string[];
  readonly containsPii: boolean | null;
  readonly visibility: DocumentVisibility | null;
}

/** Changes nothing. */
export const KEEP: ManyChanges = {
  move: 'keep',
  collection: null,
  addedTags: [],
  removedTags: [],
  containsPii: null,
  visibility: null,
};

/** Whether the tags that a document has must be known. */
export function touchesTags({ addedTags, removedTags }: ManyChanges): boolean {
  return addedTags.length + removedTags.length > 0;
}

/** What they mean for a document with these tags. */
export function changesOf(changes: ManyChanges, tags: readonly string[]): Omit<UpdateDocumentInput, 'id'> {
  const { move, collection, addedTags, removedTags, containsPii, visibility } = changes;
  const kept = tags.filter((tag) => !removedTags.includes(tag));
  return {
    ...(move !== 'keep' && { collection: move === 'to' ? collection : null }),
    ...(touchesTags(changes) && { tags: [...new Set([...kept, ...addedTags])] }),
    ...(containsPii !== null && { containsPii }),
    ...(visibility !== null && { visibility }),
  };
}
