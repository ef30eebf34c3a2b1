import { MongoBulkWriteError } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { indexBehaviour } from '../contracts/mongo-indexes.ts';
import { startMongoServer } from '../support/mongo-server/server.ts';
import { useOwnServer } from './own-server.ts';
import { serverError } from './server-error.ts';

describe.each(['atlas-local', 'documentdb'] as const)('indexes on the test server as %s', (profile) => {
  indexBehaviour(() => startMongoServer({ profile }));
});

describe('indexes on the test server', () => {
  const own = useOwnServer();

  it('tell of a second document with the same key in the shapes of each command', async () => {
    const collection = own.items();
    await collection.createIndex({ email: 1 }, { unique: true });
    await collection.insertMany([
      { _id: 'a', email: 'a@x' },
      { _id: 'b', email: 'b@x' },
    ]);
    const duplicate = { code: 11000, keyPattern: { email: 1 }, keyValue: { email: 'a@x' } };
    const insert = await serverError(collection.insertOne({ _id: 'c', email: 'a@x' }));
    expect(insert.errorResponse).toMatchObject(duplicate);
    expect(insert.message).toContain('index: email_1 dup key: { email: "a@x" }');
    const sameId = await serverError(collection.insertOne({ _id: 'a' }));
    expect(sameId.errorResponse).toMatchObject({ keyValue: { _id: 'a' } });
    const modify = serverError(collection.findOneAndUpdate({ _id: 'b' }, { $set: { email: 'a@x' } }));
    expect((await modify).errorResponse).toMatchObject({ codeName: 'DuplicateKey', ...duplicate });
    const many = [
      { _id: 'd', email: 'a@x' },
      { _id: 'e', email: 'e@x' },
    ];
    const bulk = await serverError(collection.insertMany(many, { ordered: false }));
    expect(bulk).toBeInstanceOf(MongoBulkWriteError);
    expect(bulk).toMatchObject({ code: 11000, insertedCount: 1 });
  });

  it('are refused where documents break them, and where only DocumentDB knows them', async () => {
    const collection = own.items();
    await collection.insertMany([
      { _id: 'a', n: 1 },
      { _id: 'b', n: 1 },
    ]);
    expect((await serverError(collection.createIndex({ n: 1 }, { unique: true }))).code).toBe(11000);
    const cosmos = { createIndexes: 'items', indexes: [{ name: 'v', key: { v: 'cosmosSearch' } }] };
    expect((await serverError(own.client.db(collection.dbName).command(cosmos))).code).toBe(67);
    await collection.createIndex({ terms: 'text' }, { default_language: 'none' });
    expect((await serverError(collection.createIndex({ other: 'text' }, { default_language: 'none' }))).code).toBe(67);
  });

  it('delete what is over when the TTL monitor runs, and not before', async () => {
    const collection = own.items();
    await collection.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 60 });
    const at = new Date('2030-01-01T00:00:00Z');
    await collection.insertMany([{ _id: 'a', expiresAt: at }, { _id: 'b' }]);
    expect(own.server.control.runTtl(new Date('2030-01-01T00:00:59Z'))).toBe(0);
    expect(own.server.control.runTtl(new Date('2030-01-01T00:01:00Z'))).toBe(1);
    expect(await collection.distinct('_id')).toEqual(['b']);
  });

  it('need all leading fields of a compound text index', async () => {
    const collection = own.items();
    await collection.createIndex({ group: 1, terms: 'text' }, { default_language: 'none' });
    await collection.insertOne({ _id: 'a', group: 1, terms: 'alpha' });
    const text = { $text: { $search: 'alpha' } };
    expect(await collection.countDocuments({ group: 1, ...text })).toBe(1);
    expect((await serverError(collection.find(text).toArray())).code).toBe(291);
  });
});
