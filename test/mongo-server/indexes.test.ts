import { MongoBulkWriteError } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { useOwnServer } from './own-server.ts';
import { serverError } from './server-error.ts';

const own = useOwnServer();

describe('indexes on the test server', () => {
  it('refuse a second document with the same key, in the shapes of each command', async () => {
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
    expect((await serverError(collection.insertOne({ _id: 'a' }))).errorResponse).toMatchObject({
      keyValue: { _id: 'a' },
    });
    expect((await serverError(collection.updateOne({ _id: 'b' }, { $set: { email: 'a@x' } }))).code).toBe(11000);
    const modify = serverError(collection.findOneAndUpdate({ _id: 'b' }, { $set: { email: 'a@x' } }));
    expect((await modify).errorResponse).toMatchObject({ codeName: 'DuplicateKey', ...duplicate });

    const many = [
      { _id: 'd', email: 'a@x' },
      { _id: 'e', email: 'e@x' },
    ];
    const bulk = await serverError(collection.insertMany(many, { ordered: false }));
    expect(bulk).toBeInstanceOf(MongoBulkWriteError);
    expect(bulk).toMatchObject({ code: 11000, insertedCount: 1 });
    await collection.deleteOne({ _id: 'a' });
    await collection.updateOne({ _id: 'b' }, { $set: { email: 'a@x' } });
  });

  it('hold for the documents that a partial or sparse index covers only', async () => {
    const collection = own.items();
    await collection.createIndex({ sha: 1 }, { unique: true, partialFilterExpression: { live: true } });
    await collection.createIndex({ slug: 1 }, { unique: true, sparse: true });
    await collection.insertMany([
      { _id: 'a', sha: 's', live: true },
      { _id: 'b', sha: 's', live: false },
      { _id: 'c', sha: 's', live: false },
    ]);
    expect((await serverError(collection.updateOne({ _id: 'b' }, { $set: { live: true } }))).code).toBe(11000);
    const negative = collection.createIndex(
      { sha: 1 },
      { name: 'n', partialFilterExpression: { live: { $ne: false } } },
    );
    expect((await serverError(negative)).code).toBe(67);
  });

  it('are created once, listed, and refused where they contradict each other or the documents', async () => {
    const collection = own.items();
    expect((await serverError(collection.indexes())).code).toBe(26);
    await collection.insertMany([
      { _id: 'a', n: 1 },
      { _id: 'b', n: 1 },
    ]);
    expect((await serverError(collection.createIndex({ n: 1 }, { unique: true }))).code).toBe(11000);
    await collection.createIndex({ n: 1 });
    await collection.createIndex({ n: 1 });
    expect((await collection.indexes()).map(({ name }) => name)).toEqual(['_id_', 'n_1']);
    expect((await serverError(collection.createIndex({ n: 1 }, { name: 'other' }))).code).toBe(85);
    expect((await serverError(collection.createIndex({ m: 1 }, { name: 'n_1' }))).code).toBe(86);
    const cosmos = { createIndexes: 'items', indexes: [{ name: 'v', key: { v: 'cosmosSearch' } }] };
    expect((await serverError(own.client.db(collection.dbName).command(cosmos))).code).toBe(67);
    await collection.dropIndex('n_1');
    expect((await serverError(collection.dropIndex('n_1'))).code).toBe(27);
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

  it('answer $text by words, phrases and exclusions, with a score to sort by', async () => {
    const collection = own.items();
    await collection.insertOne({ _id: 'bare' });
    expect((await serverError(collection.find({ $text: { $search: 'a' } }).toArray())).code).toBe(27);
    await collection.createIndex({ terms: 'text' }, { default_language: 'none' });
    await collection.insertMany([
      { _id: 'one', terms: 'alpha', group: 1 },
      { _id: 'both', terms: 'alpha Beta', group: 1 },
      { _id: 'none', terms: 'gamma', group: 1 },
      { _id: 'elsewhere', terms: 'alpha beta', group: 2 },
    ]);
    const find = async ($search: string): Promise<string[]> => {
      const score = { $meta: 'textScore' } as const;
      const query = { $text: { $search }, group: 1 };
      return (await collection.find(query, { projection: { score }, sort: { score } }).toArray()).map(({ _id }) => _id);
    };
    expect(await find('BETA alpha')).toEqual(['both', 'one']);
    expect(await find('"alpha beta"')).toEqual(['both']);
    expect(await find('alpha -beta')).toEqual(['one']);
    const pipeline = [
      { $match: { group: 1, $text: { $search: 'gamma' } } },
      { $set: { score: { $meta: 'textScore' } } },
      { $project: { score: 1 } },
    ];
    expect(await collection.aggregate(pipeline).toArray()).toEqual([{ _id: 'none', score: 1 }]);
    const without = collection.aggregate([{ $match: { group: 1 } }, { $set: { score: { $meta: 'textScore' } } }]);
    expect((await serverError(without.toArray())).code).toBe(40218);
    expect((await serverError(collection.createIndex({ group: 'text' }, { default_language: 'none' }))).code).toBe(67);
  });
});
