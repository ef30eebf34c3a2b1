import { find } from 'mingo';
import { isInclusion, type Metadata, metadataAsked, withoutScore } from '../metadata.ts';
import { runPipeline } from '../pipeline.ts';
import type { Profile } from '../profile.ts';
import { mingoOptions } from '../query.ts';
import { cloneDoc, type Doc } from '../values.ts';

const NO_COLLECTIONS = (): Doc[] => [];

/** Sorts by a find's `sort`, `{ $meta }` included. The documents keep their metadata. */
export function sorted(docs: readonly Doc[], sort: Doc | null, metadata: Metadata | null): readonly Doc[] {
  if (!sort || Object.keys(sort).length === 0) return docs;
  const [[name, direction] = [], ...others] = Object.entries(sort);
  // Long lists of numbered documents are read again and again, and need no copies to be sorted.
  if (name && others.length === 0 && docs.every((doc) => typeof doc[name] === 'number')) {
    return docs.toSorted((a, b) => Number(direction) * (Number(a[name]) - Number(b[name])));
  }
  const ranks = new Map(docs.map((doc, rank) => [rank, doc]));
  const tagged = docs.map((doc, rank) => ({ ...doc, __rank__: rank }));
  const keys = [{ $sort: sort }, { $project: { __rank__: 1 } }];
  const order = runPipeline(tagged, keys, { metadata, collectionResolver: NO_COLLECTIONS });
  return order.map(({ __rank__: rank }) => ranks.get(Number(rank))).filter((doc) => doc !== undefined);
}

/**
 * Applies a find's `projection`. On mongod `{ $meta }` alone keeps all other fields; DocumentDB takes it for an inclusion.
 */
export function project(
  docs: readonly Doc[],
  projection: Doc | null,
  metadata: Metadata | null,
  profile: Profile,
): Doc[] {
  if (!projection || Object.keys(projection).length === 0) return docs.map(withoutScore);
  const asked = Object.entries(projection).filter(([, value]) => metadataAsked(value) !== null);
  if (asked.length === 0) {
    return find<Doc>(docs.map(cloneDoc), {}, projection, mingoOptions).all().map(withoutScore);
  }
  const others = Object.fromEntries(
    Object.entries(projection).filter(([path]) => !asked.some(([name]) => name === path)),
  );
  const keepsAll = !isInclusion(others) && profile !== 'documentdb';
  const stages = keepsAll
    ? [{ $addFields: Object.fromEntries(asked) }, ...(Object.keys(others).length > 0 ? [{ $project: others }] : [])]
    : [{ $project: projection }];
  return runPipeline(docs, stages, { metadata, collectionResolver: NO_COLLECTIONS });
}
