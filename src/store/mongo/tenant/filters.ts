import type { Filter } from 'mongodb';
import type { UserId } from '../../../ids.ts';
import { commonCollections } from '../../../roles.ts';
import type { DocumentAccess, Scope } from '../../access.ts';
import { conditionsOfFilter, conditionsOfScope, type FilterTable, type ScopeTable } from '../../conditions.ts';
import type { ChunkFilter, DocumentFilter } from '../../filters.ts';
import { toFolded, toStored } from './stored-text.ts';
import type { DocumentRow } from './tenant-rows.ts';

/** What a row's field must be, in the part of the query language that MongoDB, `$vectorSearch` and `cosmosSearch` share. */
export type Condition =
  | string
  | boolean
  | { readonly $in: readonly string[] }
  | { readonly $gt?: Date; readonly $lt?: Date };
/** Conditions by field, all of which must hold. */
export type Conditions = Readonly<Record<string, Condition>>;

/** A row's `privateTo` where nobody in particular may see it. */
export const ORGANIZATION = 'organization';
const NOBODY = 'nobody';

/** Who alone may see a document, as one word, so that one `$in` asks for it in every search engine. */
export function privateTo({ visibility, createdBy }: Pick<DocumentAccess, 'visibility' | 'createdBy'>): string {
  return visibility === 'PRIVATE' ? (createdBy ?? NOBODY) : ORGANIZATION;
}

/** The collections that one lies in, itself among them, so that one `$in` asks for it in every search engine. */
export function collectionsAround(collection: string | null): string[] {
  const names = collection?.split('/') ?? [];
  return names.map((_, at) => names.slice(0, at + 1).join('/'));
}

/** `documentId` is what both kinds of rows are asked for; rows of documents have it in `_id`. */
const FILTERS: FilterTable<Record<string, object | string>> = {
  documentIds: (ids) => ({ documentId: { $in: [...ids] } }),
  tags: (tags) => ({ tags: { $in: tags.map(toStored) } }),
  createdAfter: (date) => ({ createdAt: { $gt: date } }),
  createdBefore: (date) => ({ createdAt: { $lt: date } }),
  collection: (name) => ({ within: { $in: [toStored(name)] } }),
  mediaType: (type) => ({ mediaType: type }),
  datedAfter: (date) => ({ documentDate: { $gt: date } }),
  datedBefore: (date) => ({ documentDate: { $lt: date } }),
  status: (status) => ({ status }),
  nameContains: (part) => ({ foldedName: contains(part) }),
};

/** As `isVisible` says. */
const SCOPES: ScopeTable<Conditions> = {
  userId: (id) => seenByUser(id),
  piiAccess: (has) => (has ? null : { containsPii: false }),
  collections: (names) => (names ? { within: { $in: names.map(toStored) } } : null),
};

/** What a search asks of chunks. */
export interface Sight {
  readonly conditions: Conditions;
  /** That a document is nobody's in particular, or the reader's own; null where it doesn't matter. */
  readonly unlessPrivate: Conditions | null;
  /** The same, of rows of documents. */
  readonly documents: Filter<DocumentRow>;
  /** What the scope sees, whatever is asked for. */
  readonly seen: Seen;
  /** Whether nothing can fit; some searches refuse to be asked for an empty set. */
  readonly isEmpty: boolean;
}

/** All that a scope sees. */
export interface Seen {
  /** Names it among all that scopes see. */
  readonly name: string;
  readonly documents: Filter<DocumentRow>;
  /** Whether nothing is left out but what is private to others. */
  readonly isAllShared: boolean;
}

/** What a scope and a filter leave a search to look at. */
export function sightOf(scope: Scope, filter: ChunkFilter): Sight {
  const asked = conditionsOfFilter(FILTERS, filter) as Conditions[];
  // Few documents are private, so a search asks for that only where what it found shows a need.
  const { privateTo: unlessPrivate, ...rights } = merge(conditionsOfScope(SCOPES, scope));
  const conditions = merge([...asked, rights]);
  return {
    conditions,
    unlessPrivate: unlessPrivate ? { privateTo: unlessPrivate } : null,
    documents: toDocumentFilter(scope, filter),
    seen: {
      name: JSON.stringify([rights, unlessPrivate]),
      documents: toDocumentFilter(scope, {}),
      isAllShared: Object.keys(rights).length === 0,
    },
    isEmpty: Object.values(conditions).some(
      (value) => typeof value === 'object' && '$in' in value && value.$in.length === 0,
    ),
  };
}

/** The condition on documents that exist, fit, and are seen. */
export function toDocumentFilter(scope: Scope, filter: DocumentFilter): Filter<DocumentRow> {
  const { documentId, ...conditions } = merge([
    ...(conditionsOfFilter(FILTERS, filter) as Conditions[]),
    ...conditionsOfScope(SCOPES, scope),
  ]);
  return { deletedAt: null, ...conditions, ...(documentId && { _id: documentId }) } as Filter<DocumentRow>;
}

function seenByUser(id: UserId | null): Conditions {
  return { privateTo: { $in: id === null ? [ORGANIZATION] : [ORGANIZATION, id] } };
}

/** Two conditions on one field are bounds of a range, or two sets of collections: those that lie within both. */
function merge(all: readonly Conditions[]): Conditions {
  const merged: Record<string, Condition> = {};
  for (const conditions of all) {
    for (const [field, condition] of Object.entries(conditions)) {
      const known = merged[field];
      merged[field] = typeof known === 'object' && typeof condition === 'object' ? join(known, condition) : condition;
    }
  }
  return merged;
}

type Range = Extract<Condition, { readonly $gt?: Date }>;
type OneOf = Extract<Condition, { readonly $in: unknown }>;

function join(one: Range | OneOf, other: Range | OneOf): Condition {
  if ('$in' in one && '$in' in other) return { $in: commonCollections(one.$in, other.$in) ?? [] };
  return { ...one, ...other };
}

/** That a folded text holds a part, whatever the case. */
export function contains(part: string): { $regex: string } {
  return { $regex: escapeRegExp(toFolded(part)) };
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
