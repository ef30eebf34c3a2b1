import type { Collection } from '../collection.ts';
import { listSource } from '../cursors.ts';
import type { Handler } from '../deployment.ts';
import { CommandError, namespaceNotFound } from '../errors.ts';
import { type IndexSpec, parseIndexSpec } from '../index-spec.ts';
import type { Profile } from '../profile.ts';
import { asDocs, asString, keyOf } from '../values.ts';

/** createIndexes, listIndexes, dropIndexes. */
export const indexCommands: Record<string, Handler> = {
  createIndexes(command, { catalog, db, profile }) {
    const name = asString(command['createIndexes'], 'createIndexes');
    const specs = asDocs(command['indexes'], 'indexes').map((entry) => parseIndexSpec(entry, profile));
    const twice = specs.find((spec, i) =>
      specs.slice(0, i).some((other) => keyOf(other.listed) === keyOf(spec.listed)),
    );
    if (twice) throw new CommandError(68, `Identical index already exists: ${twice.name}`);
    const createdCollectionAutomatically = !catalog.find(db, name);
    const collection = catalog.open(db, name);
    const numIndexesBefore = collection.indexes.size;
    for (const spec of specs) {
      if (!isThere(collection, spec, profile)) addIndex(collection, spec, profile);
    }
    const numIndexesAfter = collection.indexes.size;
    const note = numIndexesAfter === numIndexesBefore && { note: 'all indexes already exist' };
    return { numIndexesBefore, numIndexesAfter, createdCollectionAutomatically, ...note, ok: 1 };
  },

  listIndexes(command, { catalog, cursors, db, signal }) {
    const name = asString(command['listIndexes'], 'listIndexes');
    const collection = catalog.find(db, name);
    if (!collection) throw namespaceNotFound(`ns does not exist: ${db}.${name}`);
    const docs = [...collection.indexes.values()].map(({ spec }) => spec.listed);
    return cursors.open(listSource(docs), { ns: collection.ns, command, signal });
  },

  dropIndexes(command, { catalog, db }) {
    const name = asString(command['dropIndexes'], 'dropIndexes');
    const collection = catalog.find(db, name);
    if (!collection) throw namespaceNotFound(`ns not found ${db}.${name}`);
    const nIndexesWas = collection.indexes.size;
    const droppable = [...collection.indexes.keys()].filter((index) => index !== '_id_');
    const names = command['index'] === '*' ? droppable : [command['index']].flat().map(String);
    for (const index of names) {
      if (index === '_id_') throw new CommandError(72, 'cannot drop _id index');
      if (!collection.indexes.has(index)) throw new CommandError(27, `index not found with name [${index}]`);
      collection.dropIndex(index);
    }
    return { nIndexesWas, ok: 1 };
  },
};

/** Whether an index is there already. @throws CommandError 85, 86, 67 or 17194 when another is in its way */
function isThere(collection: Collection, wanted: IndexSpec, profile: Profile): boolean {
  for (const { spec } of collection.indexes.values()) {
    const isSame = keyOf({ ...spec.listed, name: '' }) === keyOf({ ...wanted.listed, name: '' });
    const isEquivalent = signature(spec) === signature(wanted);
    if (spec.name === wanted.name) {
      if (isSame || wanted.name === '_id_') return true;
      throw isEquivalent
        ? new CommandError(85, 'An equivalent index already exists with the same name but different options.')
        : new CommandError(86, `An existing index has the same name as the requested index: ${wanted.name}`);
    }
    if (isEquivalent) throw new CommandError(85, `Index already exists with a different name: ${spec.name}`);
    if (spec.kind === 'text' && wanted.kind === 'text') {
      throw profile === 'documentdb'
        ? new CommandError(17194, 'Expected exactly one text index.')
        : new CommandError(67, `only one text index per collection allowed, found existing text index "${spec.name}"`);
    }
  }
  return false;
}

/** What makes an index another one. How long documents live isn't part of it. */
function signature({ key, partialFilter, unique, sparse }: IndexSpec): string {
  return keyOf({ key, partialFilter, unique, sparse });
}

function addIndex(collection: Collection, spec: IndexSpec, profile: Profile): void {
  try {
    collection.addIndex(spec);
  } catch (error) {
    if (profile !== 'documentdb' || !(error instanceof CommandError)) throw error;
    // Its failed builds all come out of PostgreSQL, under one code.
    throw new CommandError(
      1,
      error.code === 11000 ? 'could not create exclusion constraint "documents_rum_index_1"' : error.message,
    );
  }
}
