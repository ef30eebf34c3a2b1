import { ObjectId } from 'mongodb';
import type { Catalog } from '../catalog.ts';
import type { Collection } from '../collection.ts';
import { CommandError } from '../errors.ts';
import type { Doc } from '../values.ts';
import { checkDefinition, type SearchIndexType, sameDefinition, withDefaults } from './definition.ts';
import { isQueryable, nextState, queryError, type SearchIndexState, STATUS } from './index-state.ts';
import type { MongotState } from './mongot.ts';

/** An index that mongot keeps. */
export interface SearchIndex {
  readonly id: string;
  readonly ns: string;
  readonly name: string;
  readonly type: SearchIndexType;
  definition: Doc;
  version: number;
  state: SearchIndexState;
  /** The collection as mongot last saw it. */
  seen: ReadonlyMap<string, Doc>;
}

/**
 * How mongot comes along: `ready`: an index is queryable at once; `polled`: it takes a step at each look at it, as time
 * passes for an adapter that polls; `manual`: it takes one at `advance`.
 */
export type IndexProgress = 'ready' | 'polled' | 'manual';

/** mongot: its indexes, and what of the collections it has seen. */
export interface SearchIndexes {
  mongot: MongotState;
  /** @throws CommandError 26, 68, 125 */
  create(collection: Collection | undefined, ns: string, definitions: readonly NewSearchIndex[]): Doc[];
  /** Entries of `$listSearchIndexes`. */
  list(ns: string): Doc[];
  /** @throws CommandError 26, 27, 125: no vector index can be updated here */
  update(collection: Collection | undefined, ns: string, name: string, definition: Doc): void;
  /** @throws CommandError 26, 27 */
  drop(collection: Collection | undefined, ns: string, name: string): void;
  /** The indexes of a dropped collection stay behind until mongot cleans up. */
  abandon(ns: string): void;
  find(ns: string, name: string): SearchIndex | undefined;
  /** What a search in an index looks at. @throws CommandError 8 when it isn't ready */
  indexed(index: SearchIndex, collection: Collection): ReadonlyMap<string, Doc>;
  /** Puts all indexes, or those of one name, into a state. */
  enter(state: SearchIndexState, name?: string): void;
  /** Moves all indexes, or those of one name, a step on: NEW, INITIAL_SYNC, READY; dropped ones vanish. */
  advance(name?: string): void;
  /** Lets mongot see all that has been written. */
  catchUp(): void;
}

export interface NewSearchIndex {
  readonly name: string;
  readonly type: SearchIndexType;
  readonly definition: Doc;
}

/** A mongot without indexes. With `visibility` `manual` it sees what is written only when told to `catchUp`. */
export function createSearchIndexes(options: {
  catalog: Catalog;
  progress: IndexProgress;
  visibility: 'immediate' | 'manual';
}): SearchIndexes {
  const { catalog, progress, visibility } = options;
  let all: SearchIndex[] = [];

  const docsOf = (ns: string): ReadonlyMap<string, Doc> =>
    new Map(catalog.collections().find((collection) => collection.ns === ns)?.docs);

  const enter = (index: SearchIndex, state: SearchIndexState): void => {
    index.state = state;
    if (isQueryable(state)) index.seen = docsOf(index.ns);
  };

  const step = (index: SearchIndex): void => {
    const next = nextState(index.state);
    if (next === null) all = all.filter((other) => other !== index);
    else if (next !== index.state) enter(index, next);
  };

  const self: SearchIndexes = {
    mongot: 'up',
    create(collection, ns, definitions) {
      checkCollection(collection, ns);
      return definitions.map(({ name, type, definition }) => {
        checkDefinition(type, definition);
        const twin = self.find(ns, name);
        if (twin && twin.type !== type) throw new CommandError(197, "An index's type cannot be changed");
        if (twin && !sameDefinition(type, twin.definition, definition)) {
          throw new CommandError(
            68,
            `Index ${name} already exists with a different definition. Drop it first if needed.`,
          );
        }
        if (twin) return { id: twin.id, name };
        const id = new ObjectId().toHexString();
        const state = progress === 'ready' ? 'READY' : 'NEW';
        all.push({ id, ns, name, type, definition, version: 0, state, seen: docsOf(ns) });
        return { id, name };
      });
    },
    list(ns) {
      const entries = all.filter((index) => index.ns === ns);
      if (progress === 'polled') for (const index of entries) step(index);
      return entries.map(describe);
    },
    update(collection, ns, name, definition) {
      checkCollection(collection, ns);
      const index = self.find(ns, name);
      if (!index) throw noIndex(ns, name);
      if (index.type === 'vectorSearch') {
        throw new CommandError(125, 'Updating a vectorSearch index is not supported in a local deployment.');
      }
      checkDefinition(index.type, definition);
      index.definition = definition;
      index.version += 1;
    },
    drop(collection, ns, name) {
      checkCollection(collection, ns);
      const index = self.find(ns, name);
      if (!index || index.state === 'DELETING') throw noIndex(ns, name);
      index.state = 'DELETING';
    },
    abandon(ns) {
      for (const index of all) if (index.ns === ns) index.state = 'DOES_NOT_EXIST';
    },
    find: (ns, name) => all.find((index) => index.ns === ns && index.name === name),
    indexed(index, collection) {
      const error = queryError(index);
      if (error) throw error;
      if (!isQueryable(index.state)) return new Map();
      return index.state === 'READY' && visibility === 'immediate' ? collection.docs : index.seen;
    },
    enter(state, name) {
      for (const index of all) if (name === undefined || index.name === name) enter(index, state);
    },
    advance(name) {
      for (const index of all) if (name === undefined || index.name === name) step(index);
    },
    catchUp() {
      for (const index of all) if (index.state === 'READY') index.seen = docsOf(index.ns);
    },
  };
  return self;
}

function describe(index: SearchIndex): Doc {
  const queryable = isQueryable(index.state);
  const status = STATUS[index.state];
  return {
    id: index.id,
    name: index.name,
    type: index.type,
    status,
    queryable,
    latestDefinitionVersion: { version: index.version, createdAt: new Date() },
    latestDefinition: withDefaults(index.type, index.definition),
    statusDetail: [{ hostname: 'mongo', status, queryable }],
  };
}

function checkCollection(collection: Collection | undefined, ns: string): void {
  if (!collection) throw new CommandError(26, `Collection '${ns}' does not exist.`);
}

function noIndex(ns: string, name: string): CommandError {
  return new CommandError(27, `No index with name ${name} exists in namespace ${ns}`);
}
