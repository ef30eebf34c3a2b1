import { Binary, type Collection, type Document } from 'mongodb';
import { expect, it } from 'vitest';
import { type Item, type OpenServer, useServer } from '../mongo-server/own-server.ts';
import { serverError } from '../mongo-server/server-error.ts';

const INDEX = {
  name: 'vec',
  key: { v: 'cosmosSearch' },
  cosmosSearchOptions: { kind: 'vector-hnsw', m: 16, efConstruction: 64, similarity: 'COS', dimensions: 2 },
};

/** What DocumentDB does other than MongoDB. It holds for the real one, and for the test server in its place. */
export function documentDbBehaviour(open: () => Promise<OpenServer>): void {
  const own = useServer(open);

  async function items(): Promise<Collection<Item>> {
    const collection = own.items();
    await own.client.db(collection.dbName).command({ createIndexes: 'items', indexes: [INDEX] });
    return collection;
  }

  it('searches arrays by raw cosine, and shows its own field in whole documents', async () => {
    const collection = await items();
    await collection.insertMany([
      { _id: 'a', v: [1, 0] },
      { _id: 'b', v: [0, 1] },
      { _id: 'c', v: [-1, 0] },
      { _id: 'binary', v: Binary.fromFloat32Array(Float32Array.from([1, 0])) },
    ]);
    const expected = [
      { _id: 'a', score: 1 },
      { _id: 'b', score: 0 },
      { _id: 'c', score: -1 },
    ];
    expect(await search(collection, {})).toEqual(expected);
    expect(await search(collection, { exact: true })).toEqual(expected);
    expect(await search(collection, { k: 1 }, [])).toEqual([{ _id: 'a', v: [1, 0], __cosmos_meta__: { score: 1 } }]);
  });

  it('filters by paths with an ordinary index of their own only', async () => {
    const collection = await items();
    await collection.insertMany([
      { _id: 'a', v: [1, 0], doc: 'd1' },
      { _id: 'b', v: [1, 0], doc: 'd2' },
    ]);
    const refused = await serverError(search(collection, { filter: { doc: 'd2' } }));
    expect(refused).toMatchObject({ code: 2, codeName: 'BadValue' });
    await collection.createIndex({ doc: 1, _id: 1 });
    expect((await serverError(search(collection, { filter: { doc: 'd2' } }))).message).toContain("filter path 'doc'");
    await collection.createIndex({ doc: 1 });
    expect(await search(collection, { filter: { doc: { $in: ['d2'] } } })).toEqual([{ _id: 'b', score: 1 }]);
    expect((await serverError(search(collection, { filter: { _id: 'b' } }))).code).toBe(2);
  });

  it('refuses binary queries, other dimensions, missing indexes and missing collections in its own way', async () => {
    const collection = await items();
    const binary = Binary.fromFloat32Array(Float32Array.from([1, 0]));
    expect((await serverError(search(collection, { vector: binary }))).code).toBe(2);
    expect((await serverError(search(collection, { vector: [1] }))).code).toBe(1);
    expect((await serverError(search(collection, { path: 'w' }))).code).toBe(2);
    const missing = own.client.db(collection.dbName).collection<Item>('missing');
    expect((await serverError(search(missing, {}))).code).toBe(2);
    expect((await serverError(collection.insertOne({ _id: 'bad', v: [1, 2, 3] }))).code).toBe(130);
    const exact = { index: 'vec', path: 'v', queryVector: [1, 0], limit: 1, exact: true };
    expect((await serverError(collection.aggregate([{ $vectorSearch: exact }]).toArray())).code).toBe(40415);
  });

  it('has no search indexes and no change streams', async () => {
    const collection = await items();
    const create = collection.createSearchIndex({ name: 'v', type: 'vectorSearch', definition: {} });
    expect((await serverError(create)).code).toBe(59);
    expect((await serverError(collection.listSearchIndexes().toArray())).code).toBe(115);
    const text = collection.aggregate([{ $search: { index: 't', text: { path: 'x', query: 'y' } } }]).toArray();
    expect((await serverError(text)).code).toBe(40324);
    const stream = collection.watch();
    expect((await serverError(stream.next())).code).toBe(115);
    await stream.close();
  });

  it('ignores transactions: what was written stays, and the commit is unknown', async () => {
    const collection = await items();
    await own.client.withSession(async (session) => {
      session.startTransaction();
      await collection.insertOne({ _id: 'a' }, { session });
      await session.abortTransaction();
      expect(await collection.countDocuments()).toBe(1);
      session.startTransaction();
      await collection.insertOne({ _id: 'b' }, { session });
      expect((await serverError(session.commitTransaction())).code).toBe(59);
      expect(await collection.countDocuments()).toBe(2);
    });
  });

  it('never names the value of a duplicate key, and hides it behind code 1 in findAndModify', async () => {
    const collection = await items();
    await collection.createIndex({ n: 1 }, { unique: true });
    await collection.insertMany([
      { _id: 'a', n: 1 },
      { _id: 'b', n: 2 },
    ]);
    const insert = await serverError(collection.insertOne({ _id: 'c', n: 1 }));
    expect(insert.errorResponse).toEqual({
      index: 0,
      code: 11000,
      errmsg: "Duplicate key violation on the requested collection: Index 'n_1'",
    });
    const modify = await serverError(collection.findOneAndUpdate({ _id: 'a' }, { $set: { n: 2 } }));
    expect(modify).toMatchObject({ code: 1, codeName: 'InternalError' });
    expect(modify.message).toMatch(/^conflicting key value violates exclusion constraint/);
  });

  it('takes a validator with a collection and ignores it, until collMod has touched it', async () => {
    const db = own.client.db(own.items().dbName);
    const validator = { $jsonSchema: { required: ['n'] } };
    const collection = await db.createCollection<Item>('items', { validator });
    await collection.insertOne({ _id: 'a' });
    await collection.insertOne({ _id: 'b', n: 1 });
    await db.command({ collMod: 'items', validator, validationLevel: 'moderate' });
    expect((await serverError(collection.insertOne({ _id: 'c' }))).code).toBe(525074461);
    expect((await serverError(collection.updateOne({ _id: 'b' }, { $unset: { n: '' } }))).code).toBe(525074461);
    await collection.updateOne({ _id: 'a' }, { $set: { m: 1 } });
    await db.command({ collMod: 'items', validator: {} });
    await collection.insertOne({ _id: 'c' });
  });

  it('makes a collection that is there once more, and drops one that is not', async () => {
    const collection = await items();
    const db = own.client.db(collection.dbName);
    await db.createCollection('items', { validator: { n: { $exists: true } } });
    expect(await db.collection('missing').drop()).toBe(true);
  });

  it('searches by a compound text index without its leading fields', async () => {
    const collection = own.items();
    await collection.createIndex({ group: 1, terms: 'text' }, { default_language: 'none' });
    await collection.insertOne({ _id: 'a', group: 1, terms: 'alpha' });
    expect(await collection.countDocuments({ $text: { $search: 'alpha' } })).toBe(1);
  });

  it('refuses a unique index over documents that break it with code 1', async () => {
    const collection = await items();
    await collection.insertMany([
      { _id: 'a', n: 1 },
      { _id: 'b', n: 1 },
    ]);
    expect((await serverError(collection.createIndex({ n: 1 }, { unique: true }))).code).toBe(1);
  });

  it('knows one text index for each collection, with scores that count words', async () => {
    const collection = await items();
    await collection.insertMany([
      { _id: 'a', terms: 'alpha alpha beta' },
      { _id: 'b', terms: 'beta gamma' },
    ]);
    expect((await serverError(collection.find({ $text: { $search: 'x' } }).toArray())).code).toBe(27);
    await collection.createIndex({ terms: 'text' }, { default_language: 'none' });
    const score = { $meta: 'textScore' } as const;
    const query = collection.find({ $text: { $search: 'alpha beta' } }, { projection: { score }, sort: { score } });
    expect(await query.toArray()).toEqual([
      { _id: 'a', score: 3 },
      { _id: 'b', score: 1 },
    ]);
    const second = serverError(collection.createIndex({ other: 'text' }, { default_language: 'none' }));
    expect((await second).code).toBe(17194);
  });
}

function search(collection: Collection<Item>, options: Document, rest?: Document[]): Promise<Document[]> {
  const cosmosSearch = { vector: [1, 0], path: 'v', k: 10, ...options };
  const score = [{ $project: { score: { $meta: 'searchScore' } } }];
  return collection.aggregate([{ $search: { cosmosSearch, returnStoredSource: true } }, ...(rest ?? score)]).toArray();
}
