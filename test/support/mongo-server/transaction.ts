import type { Catalog, Data } from './catalog.ts';
import type { Change } from './change.ts';
import { type Collection, createCollection } from './collection.ts';
import { CommandError } from './errors.ts';
import { type Doc, keyOf } from './values.ts';

/** Reads see the data as it was at the start, and its own writes; others see those at the commit, all or none. */
export interface Transaction {
  readonly data: Data;
  /** @throws CommandError 112, and nothing is written, when another write got ahead */
  commit(): void;
}

/** Begins a transaction: the snapshot is taken here. */
export function createTransaction(catalog: Catalog): Transaction {
  const snapshot = new Map(catalog.collections().map((collection) => [collection.ns, collection.fork()]));
  const changes: Change[] = [];
  /** For each document written, what it was outside when the transaction wrote it first. */
  const seen = new Map<string, { collection: Collection; id: string; version: Doc | undefined }>();

  const live = (collection: Collection, id: string): Doc | undefined =>
    catalog.find(collection.db, collection.name)?.docs.get(id);

  const data: Data = {
    find: (db, name) => snapshot.get(`${db}.${name}`),
    open(db, name) {
      const collection = data.find(db, name) ?? createCollection(db, name, {});
      snapshot.set(collection.ns, collection);
      return collection;
    },
    apply(change) {
      const { collection, before, after } = change;
      const id = keyOf((after ?? before)?.['_id']);
      const key = `${collection.ns}\0${id}`;
      if (!seen.has(key)) {
        const version = collection.docs.get(id);
        if (live(collection, id) !== version) throw writeConflict();
        seen.set(key, { collection, id, version });
      }
      if (after) collection.put(after, before);
      else if (before) collection.remove(before);
      changes.push(change);
    },
  };

  return {
    data,
    commit() {
      for (const { collection, id, version } of seen.values()) {
        if (live(collection, id) !== version) throw writeConflict();
      }
      rehearse(catalog, changes);
      for (const change of changes) {
        catalog.apply({ ...change, collection: catalog.open(change.collection.db, change.collection.name) });
      }
    },
  };
}

/** Another document may have taken a unique key meanwhile: find out before anything is written. */
function rehearse(catalog: Catalog, changes: readonly Change[]): void {
  const copies = new Map<string, Collection>();
  for (const { collection, before, after } of changes) {
    const copy = copies.get(collection.ns) ?? catalog.find(collection.db, collection.name)?.fork();
    if (!copy) continue;
    copies.set(collection.ns, copy);
    try {
      if (after) copy.put(after, before);
      else if (before) copy.remove(before);
    } catch (error) {
      throw error instanceof CommandError && error.code === 11000 ? writeConflict() : error;
    }
  }
}

function writeConflict(): CommandError {
  return new CommandError(
    112,
    'Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.',
    { labels: ['TransientTransactionError'] },
  );
}
