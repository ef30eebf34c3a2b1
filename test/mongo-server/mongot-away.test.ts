import type { Collection, Document } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { type Item, useOwnServer } from './own-server.ts';
import { serverError } from './server-error.ts';

const own = useOwnServer();

const INDEX = {
  name: 'vec',
  type: 'vectorSearch',
  definition: { fields: [{ type: 'vector', path: 'v', numDimensions: 2, similarity: 'cosine' }] },
};
const SEARCH = [{ $vectorSearch: { index: 'vec', path: 'v', queryVector: [1, 0], limit: 10, exact: true } }];

async function items({ ready = true } = {}): Promise<Collection<Item>> {
  const { dbName } = own.items();
  const collection = await own.client.db(dbName).createCollection<Item>('items');
  await collection.insertOne({ _id: 'a', v: [1, 0] });
  await collection.createSearchIndex(INDEX);
  if (ready) own.server.control.setIndexState('READY');
  return collection;
}

describe('mongot on the test server', () => {
  it('can be away: code 125 for commands about indexes, 6 for searches, all else works', async () => {
    const collection = await items();
    for (const [state, message] of [
      ['refused', /Error connecting to localhost:27027 .* Connection refused/],
      ['unreachable', /Error connecting to mongot:27028 .* No route to host/],
    ] as const) {
      own.server.control.mongot = state;
      const create = await serverError(collection.createSearchIndex(INDEX));
      expect(create).toMatchObject({ code: 125, message: 'Error connecting to Search Index Management service.' });
      expect((await serverError(collection.listSearchIndexes().toArray())).code).toBe(125);
      const query = await serverError(collection.aggregate(SEARCH).toArray());
      expect(query).toMatchObject({ code: 6, codeName: 'HostUnreachable' });
      expect(query.message).toMatch(message);
      await collection.insertOne({ _id: state });
    }
    own.server.control.mongot = 'up';
    expect(await collection.aggregate(SEARCH).toArray()).toHaveLength(1);
  });

  it('can stall: code 50 for what has a time limit, no answer for what has none', async () => {
    const collection = await items();
    own.server.control.mongot = 'stalled';
    expect((await serverError(collection.aggregate(SEARCH, { maxTimeMS: 5_000 }).toArray())).code).toBe(50);
    expect((await serverError(collection.listSearchIndexes('vec', { maxTimeMS: 5_000 }).toArray())).code).toBe(50);
    const leave = AbortSignal.timeout(50);
    await expect(collection.aggregate(SEARCH, { signal: leave }).toArray()).rejects.toThrow(/time/i);
    expect(leave.aborted).toBe(true);
    own.server.control.mongot = 'up';
  });

  it('refuses to search in an index that it has not begun with, does not know about, or failed at', async () => {
    const collection = await items();
    for (const state of ['NOT_STARTED', 'UNKNOWN', 'FAILED'] as const) {
      own.server.control.setIndexState(state);
      const error = await serverError(collection.aggregate(SEARCH).toArray());
      expect(error.code).toBe(8);
      expect(error.message).toMatch(new RegExp(`cannot query vector index .* while in state ${state}$`));
    }
  });

  it('leaves an index that failed as it is when it is made again; only dropping helps', async () => {
    const collection = await items();
    own.server.control.setIndexState('FAILED');
    expect(await collection.createSearchIndex(INDEX)).toBe('vec');
    for (let i = 0; i < 3; i++) {
      expect(await collection.listSearchIndexes().toArray()).toMatchObject([{ status: 'FAILED', queryable: false }]);
    }
    await collection.dropSearchIndex('vec');
    while ((await collection.listSearchIndexes().toArray()).length > 0);
    await collection.createSearchIndex(INDEX);
    const entry = async () => (await collection.listSearchIndexes().next()) as Document | null;
    while ((await entry())?.['queryable'] !== true);
    expect(await collection.aggregate(SEARCH).toArray()).toHaveLength(1);
  });

  it('answers from a stale index with what it saw last', async () => {
    const collection = await items();
    own.server.control.setIndexState('STALE');
    await collection.insertOne({ _id: 'later', v: [1, 0] });
    expect(await collection.aggregate(SEARCH).toArray()).toMatchObject([{ _id: 'a' }]);
    const listed = await collection.aggregate([{ $listSearchIndexes: {} }]).toArray();
    expect(listed).toMatchObject([{ queryable: true }]);
  });
});
