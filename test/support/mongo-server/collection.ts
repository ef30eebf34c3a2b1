import { randomUUID } from 'node:crypto';
import { BSON, UUID } from 'mongodb';
import { CommandError } from './errors.ts';
import { createIndex, type Index } from './index.ts';
import { type IndexSpec, idIndexSpec } from './index-spec.ts';
import { type Doc, keyOf } from './values.ts';

const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/**
 * The documents of one collection in order of insertion, by the key of their `_id`. A stored document is never changed
 * in place: whoever holds one holds a version of it.
 */
export interface Collection {
  readonly db: string;
  readonly name: string;
  readonly ns: string;
  readonly uuid: UUID;
  readonly docs: ReadonlyMap<string, Doc>;
  readonly indexes: ReadonlyMap<string, Index>;
  /** Set by `create` and `collMod`. */
  options: Doc;
  /** Stores a document, in place of `before`, which has the same `_id`, unless that is null. @throws CommandError 11000 */
  put(doc: Doc, before: Doc | null): void;
  remove(doc: Doc): void;
  /** @throws CommandError 11000 when documents that are there break it */
  addIndex(spec: IndexSpec): void;
  dropIndex(name: string): void;
  /** A copy that goes its own way. */
  fork(): Collection;
}

interface CollectionParts {
  readonly uuid: UUID;
  readonly docs: Map<string, Doc>;
  readonly indexes: Map<string, Index>;
  readonly options: Doc;
}

/** An empty collection with its `_id` index. */
export function createCollection(db: string, name: string, options: Doc): Collection {
  const indexes = new Map([['_id_', createIndex(idIndexSpec(), `${db}.${name}`)]]);
  return assemble(db, name, { uuid: new UUID(randomUUID()), docs: new Map(), indexes, options });
}

function assemble(db: string, name: string, { uuid, docs, indexes, options }: CollectionParts): Collection {
  const ns = `${db}.${name}`;
  return {
    db,
    name,
    ns,
    uuid,
    docs,
    indexes,
    options,
    put(doc, before) {
      if (BSON.calculateObjectSize(doc) > MAX_DOCUMENT_BYTES) {
        throw new CommandError(10334, 'BSONObj size is invalid: a document must not be larger than 16 MB.');
      }
      const id = keyOf(doc['_id']);
      for (const index of indexes.values()) index.check(doc, before && id);
      for (const index of indexes.values()) {
        if (before) index.remove(before);
        index.add(doc, id);
      }
      docs.set(id, doc);
    },
    remove(doc) {
      for (const index of indexes.values()) index.remove(doc);
      docs.delete(keyOf(doc['_id']));
    },
    addIndex(spec) {
      const index = createIndex(spec, ns);
      for (const [id, doc] of docs) {
        index.check(doc, null);
        index.add(doc, id);
      }
      indexes.set(spec.name, index);
    },
    dropIndex(indexName) {
      indexes.delete(indexName);
    },
    fork() {
      const forked = new Map([...indexes].map(([key, index]) => [key, index.fork()]));
      return assemble(db, name, { uuid, docs: new Map(docs), indexes: forked, options: this.options });
    },
  };
}
