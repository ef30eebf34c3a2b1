import type { Change } from './change.ts';
import type { ChangeLog } from './change-log.ts';
import { type Collection, createCollection } from './collection.ts';
import { CommandError } from './errors.ts';
import type { Doc } from './values.ts';

/** What a command reads and writes: the live data, or a transaction's snapshot of it. */
export interface Data {
  find(db: string, name: string): Collection | undefined;
  /** The collection, made if it isn't there. */
  open(db: string, name: string): Collection;
  /** @throws CommandError 11000, or 112 in a transaction that another write got ahead of */
  apply(change: Change): void;
}

/** The live data. */
export interface Catalog extends Data {
  collections(db?: string): Collection[];
  databases(): string[];
  /** @throws CommandError 73 or 13297 for a name that can't be used */
  create(db: string, name: string, options: Doc): Collection;
  drop(collection: Collection): void;
}

const FORBIDDEN_IN_DB_NAME = /[/\\. "$*<>:|?\0]/;

/** An empty deployment; every change that is applied goes to the log. */
export function createCatalog({ log }: { log: ChangeLog }): Catalog {
  const byNamespace = new Map<string, Collection>();

  const catalog: Catalog = {
    find: (db, name) => byNamespace.get(`${db}.${name}`),
    open: (db, name) => catalog.find(db, name) ?? catalog.create(db, name, {}),
    apply(change) {
      const { collection, before, after } = change;
      if (after) collection.put(after, before);
      else if (before) collection.remove(before);
      log.append(change);
    },
    collections: (db) => [...byNamespace.values()].filter((collection) => db === undefined || collection.db === db),
    databases: () => [...new Set([...byNamespace.values()].map((collection) => collection.db))].sort(),
    create(db, name, options) {
      checkNames(db, name, catalog.databases());
      const collection = createCollection(db, name, options);
      byNamespace.set(collection.ns, collection);
      return collection;
    },
    drop(collection) {
      byNamespace.delete(collection.ns);
      log.appendDrop(collection);
    },
  };
  return catalog;
}

function checkNames(db: string, name: string, databases: readonly string[]): void {
  if (db.length === 0 || Buffer.byteLength(db) > 63 || FORBIDDEN_IN_DB_NAME.test(db)) {
    throw new CommandError(73, `Invalid database name: '${db}'`);
  }
  if (name.length === 0 || name.includes('$') || Buffer.byteLength(`${db}.${name}`) > 255) {
    throw new CommandError(73, `Invalid collection name: ${name}`);
  }
  const twin = databases.find((other) => other !== db && other.toLowerCase() === db.toLowerCase());
  if (twin) {
    throw new CommandError(
      13297,
      `db already exists with different case already have: [${twin}] trying to create [${db}]`,
    );
  }
}
