import { find } from 'mingo';
import type { Collection } from '../collection.ts';
import { listSource } from '../cursors.ts';
import type { CommandContext, Handler } from '../deployment.ts';
import { CommandError, namespaceNotFound } from '../errors.ts';
import type { Profile } from '../profile.ts';
import { changeOptions, checkValidator } from '../validation.ts';
import { asString, type Doc, isDoc, sameDoc } from '../values.ts';

/** What is there beside the databases that clients made; mongot keeps one of its own. */
const SYSTEM_DATABASES: Readonly<Record<Profile, readonly string[]>> = {
  'atlas-local': ['admin', 'config', 'local', '__mdb_internal_search'],
  plain: ['admin', 'config', 'local'],
  documentdb: [],
};

const COLLECTION_OPTIONS = ['validator', 'validationLevel', 'validationAction'] as const;

/** create, collMod, drop, dropDatabase, listCollections, listDatabases. */
export const definitionCommands: Record<string, Handler> = {
  create(command, { catalog, db, profile }) {
    const name = asString(command['create'], 'create');
    const options = optionsOf(command);
    checkValidator(options['validator']);
    const there = catalog.find(db, name);
    if (!there) catalog.create(db, name, options);
    else if (profile !== 'documentdb' && !sameDoc(there.options, options)) {
      throw new CommandError(48, `namespace ${there.ns} already exists, but with different options`);
    }
    return { ok: 1 };
  },

  collMod(command, context) {
    const collection = existing(asString(command['collMod'], 'collMod'), context);
    const options = optionsOf(command);
    checkValidator(options['validator']);
    changeOptions(collection, options);
    return { ok: 1 };
  },

  drop(command, context) {
    const name = asString(command['drop'], 'drop');
    const collection = context.catalog.find(context.db, name);
    if (!collection && context.profile === 'documentdb') return { ok: 1 };
    if (!collection) throw namespaceNotFound('ns not found');
    remove(collection, context);
    return { ns: collection.ns, nIndexesWas: collection.indexes.size, ok: 1 };
  },

  dropDatabase(_command, context) {
    for (const collection of context.catalog.collections(context.db)) remove(collection, context);
    return { dropped: context.db, ok: 1 };
  },

  listCollections(command, { catalog, cursors, db, signal }) {
    const entries = catalog.collections(db).map(({ name, options, uuid }) => ({
      name,
      type: 'collection',
      ...(command['nameOnly'] !== true && {
        options,
        info: { readOnly: false, uuid },
        idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
      }),
    }));
    const filter = isDoc(command['filter']) ? command['filter'] : {};
    const source = listSource(find<Doc>(entries, filter).all());
    return cursors.open(source, { ns: `${db}.$cmd.listCollections`, command, signal });
  },

  listDatabases(command, { catalog, profile }) {
    const system = SYSTEM_DATABASES[profile];
    const entries = [...system, ...catalog.databases().filter((name) => !system.includes(name))].map((name) => ({
      name,
      ...(command['nameOnly'] !== true && { sizeOnDisk: 8192, empty: false }),
    }));
    const filter = isDoc(command['filter']) ? command['filter'] : {};
    return { databases: find<Doc>(entries, filter).all(), ok: 1 };
  },
};

function optionsOf(command: Doc): Doc {
  const given = COLLECTION_OPTIONS.filter((option) => command[option] !== undefined);
  return Object.fromEntries(given.map((option) => [option, command[option]]));
}

function existing(name: string, { catalog, db }: CommandContext): Collection {
  const collection = catalog.find(db, name);
  if (!collection) throw namespaceNotFound(`ns does not exist: ${db}.${name}`);
  return collection;
}

function remove(collection: Collection, { catalog, searchIndexes }: CommandContext): void {
  catalog.drop(collection);
  searchIndexes.abandon(collection.ns);
}
