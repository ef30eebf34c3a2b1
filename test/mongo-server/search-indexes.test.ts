import { Binary, type Collection, type Document, MongoClient, ObjectId } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MongoServer, startMongoServer } from '../support/mongo-server/server.ts';
import { serverError } from './server-error.ts';

interface Item extends Document {
  _id: string;
}

const FIELDS = [
  { type: 'vector', path: 'v', numDimensions: 2, similarity: 'cosine' },
  { type: 'filter', path: 'group' },
];
const VECTOR_INDEX = { name: 'vec', type: 'vectorSearch', definition: { fields: FIELDS } };
const EXACT = { $vectorSearch: { index: 'vec', path: 'v', queryVector: [1, 0], limit: 10, exact: true } };

let server: MongoServer;
let client: MongoClient;

beforeAll(async () => {
  server = await startMongoServer({ searchIndexes: 'manual', visibility: 'manual' });
  client = await MongoClient.connect(server.uri);
});

afterAll(async () => {
  await client.close();
  await server.close();
});

async function items(): Promise<Collection<Item>> {
  return await client.db(`d_${new ObjectId().toHexString()}`).createCollection<Item>('items');
}

function float32(...values: number[]): Binary {
  return Binary.fromFloat32Array(Float32Array.from(values));
}

function becomeReady(): void {
  server.control.advanceIndexes();
  server.control.advanceIndexes();
}

describe('search indexes on the test server', () => {
  it('become ready in steps, and say so', async () => {
    const collection = await items();
    expect(await collection.createSearchIndex(VECTOR_INDEX)).toBe('vec');
    const [entry] = await collection.listSearchIndexes('vec').toArray();
    expect(entry).toMatchObject({ name: 'vec', type: 'vectorSearch', status: 'PENDING', queryable: false });
    server.control.advanceIndexes('vec');
    expect(await collection.listSearchIndexes().toArray()).toMatchObject([{ status: 'BUILDING', queryable: false }]);
    server.control.advanceIndexes('vec');
    expect(await collection.listSearchIndexes().toArray()).toMatchObject([
      { status: 'READY', queryable: true, latestDefinitionVersion: { version: 0 } },
    ]);
    expect(await collection.listSearchIndexes('other').toArray()).toEqual([]);
  });

  it('answer with code 8 until they are ready, by message only to be told from other failures', async () => {
    const collection = await items();
    await collection.createSearchIndex(VECTOR_INDEX);
    const query = () => serverError(collection.aggregate([EXACT]).toArray());
    expect(await query()).toMatchObject({ code: 8, codeName: 'UnknownError' });
    expect((await query()).message).toBe(
      'PlanExecutor error during aggregation :: caused by :: Index vec not initialized',
    );
    server.control.advanceIndexes();
    expect((await query()).message).toMatch(/cannot query vector index .* while in state INITIAL_SYNC$/);
    server.control.advanceIndexes();
    expect(await collection.aggregate([EXACT]).toArray()).toEqual([]);
  });

  it('need their collection: code 26 to create, an empty list to ask for', async () => {
    const { dbName } = await items();
    const missing = client.db(dbName).collection('missing');
    const error = await serverError(missing.createSearchIndex(VECTOR_INDEX));
    expect(error).toMatchObject({ code: 26, message: `Collection '${dbName}.missing' does not exist.` });
    expect(await missing.listSearchIndexes().toArray()).toEqual([]);
    await missing.dropSearchIndex('vec');
  });

  it('are created twice without harm, but not under the same name with another definition (68)', async () => {
    const collection = await items();
    await collection.createSearchIndex(VECTOR_INDEX);
    await collection.createSearchIndex(VECTOR_INDEX);
    expect(await collection.listSearchIndexes().toArray()).toHaveLength(1);
    const other = { ...VECTOR_INDEX, definition: { fields: FIELDS.slice(0, 1) } };
    expect((await serverError(collection.createSearchIndex(other))).code).toBe(68);
    const parted = { ...VECTOR_INDEX, definition: { fields: FIELDS, numPartitions: 2 } };
    expect((await serverError(collection.createSearchIndex(parted))).code).toBe(68);
    const twice = {
      ...VECTOR_INDEX,
      name: 'twice',
      definition: { fields: [...FIELDS, { type: 'filter', path: 'v' }] },
    };
    expect(await serverError(collection.createSearchIndex(twice))).toMatchObject({
      code: 125,
      message: 'Vector and filter fields should have distinct paths',
    });
  });

  it('come back with defaults filled in, and of type search when no type is given', async () => {
    const collection = await items();
    await collection.createSearchIndex(VECTOR_INDEX);
    const [entry] = await collection.listSearchIndexes().toArray();
    const [field, ...others] = FIELDS;
    const filled = { ...field, quantization: 'none', indexingMethod: 'hnsw' };
    expect(entry).toMatchObject({ latestDefinition: { fields: [filled, ...others] } });
    expect((await serverError(collection.createSearchIndex({ definition: { fields: FIELDS } }))).code).toBe(125);
  });

  it.each([
    [{ numPartitions: 3 }, {}],
    [{ storedSource: true }, {}],
    [{}, { numDimensions: 8193 }],
    [{}, { similarity: 'manhattan' }],
    [{}, { quantization: 'binary' }],
    [{}, { quantization: 'double' }],
  ])('are refused with 125 for %j %j', async (definition, field) => {
    const fields = [{ ...FIELDS[0], ...field }];
    const create = (await items()).createSearchIndex({ ...VECTOR_INDEX, definition: { fields, ...definition } });
    expect((await serverError(create)).code).toBe(125);
  });

  it('of type vectorSearch refuse updateSearchIndex', async () => {
    const collection = await items();
    await collection.createSearchIndex(VECTOR_INDEX);
    expect((await serverError(collection.updateSearchIndex('vec', { fields: FIELDS }))).code).toBe(125);
    expect((await serverError(collection.updateSearchIndex('none', { fields: FIELDS }))).code).toBe(27);
  });

  it('linger when they are dropped, and when their collection is', async () => {
    const collection = await items();
    await collection.createSearchIndex(VECTOR_INDEX);
    becomeReady();
    await collection.dropSearchIndex('vec');
    expect(await collection.listSearchIndexes().toArray()).toMatchObject([{ status: 'DELETING', queryable: false }]);
    expect(await collection.aggregate([EXACT]).toArray()).toEqual([]);
    server.control.advanceIndexes();
    expect(await collection.listSearchIndexes().toArray()).toEqual([]);
    expect((await serverError(collection.dropSearchIndex('vec'))).code).toBe(27);

    await collection.createSearchIndex(VECTOR_INDEX);
    await collection.drop();
    await client.db(collection.dbName).createCollection('items');
    expect(await collection.listSearchIndexes().toArray()).toMatchObject([{ status: 'DOES_NOT_EXIST' }]);
    server.control.advanceIndexes();
    expect(await collection.listSearchIndexes().toArray()).toEqual([]);
  });

  it('can be had to take a step at each look, or to be ready at once', async () => {
    for (const [searchIndexes, states] of [
      ['polled', [false, true]],
      ['ready', [true, true]],
    ] as const) {
      const other = await startMongoServer({ searchIndexes });
      const otherClient = await MongoClient.connect(other.uri);
      const collection = await otherClient.db('d').createCollection('items');
      await collection.createSearchIndex(VECTOR_INDEX);
      for (const queryable of states) {
        expect(await collection.listSearchIndexes().toArray()).toMatchObject([{ queryable }]);
      }
      await otherClient.close();
      await other.close();
    }
  });
});

describe('mongot on the test server', () => {
  it('sees new documents late, deleted ones never, and changed ones as they were', async () => {
    const collection = await items();
    await collection.insertMany([
      { _id: 'old', v: float32(1, 0), group: 'g' },
      { _id: 'gone', v: float32(1, 0), group: 'g' },
    ]);
    await collection.createSearchIndex(VECTOR_INDEX);
    becomeReady();
    await collection.insertOne({ _id: 'new', v: float32(1, 0), group: 'g' });
    await collection.deleteOne({ _id: 'gone' });
    await collection.updateOne({ _id: 'old' }, { $set: { group: 'moved' } });
    const found = async (group: string) => {
      const stage = { $vectorSearch: { ...EXACT.$vectorSearch, filter: { group } } };
      return await collection.aggregate([stage, { $project: { group: 1 } }]).toArray();
    };
    expect(await found('g')).toEqual([{ _id: 'old', group: 'moved' }]);
    server.control.advance();
    expect(await found('g')).toEqual([{ _id: 'new', group: 'g' }]);
    expect(await found('moved')).toEqual([{ _id: 'old', group: 'moved' }]);
  });

  it('brings fewer hits than the limit when what it found was deleted', async () => {
    const collection = await items();
    await collection.insertMany(['a', 'b', 'c'].map((_id, i) => ({ _id, v: float32(1, i) })));
    await collection.createSearchIndex(VECTOR_INDEX);
    becomeReady();
    await collection.deleteOne({ _id: 'a' });
    const stage = { $vectorSearch: { ...EXACT.$vectorSearch, limit: 2 } };
    expect((await collection.aggregate([stage]).toArray()).map(({ _id }) => _id)).toEqual(['b']);
  });
});

describe('a replica set without mongot', () => {
  it('refuses all that needs it with code 31082', async () => {
    const plain = await startMongoServer({ profile: 'plain' });
    const plainClient = await MongoClient.connect(plain.uri);
    const collection = await plainClient.db('d').createCollection('items');
    for (const work of [
      collection.createSearchIndex(VECTOR_INDEX),
      collection.listSearchIndexes().toArray(),
      collection.aggregate([EXACT]).toArray(),
    ]) {
      const error = await serverError(work);
      expect(error).toMatchObject({ code: 31082, codeName: 'SearchNotEnabled' });
      expect(error.message).toContain('Atlas');
    }
    await plainClient.close();
    await plain.close();
  });
});
