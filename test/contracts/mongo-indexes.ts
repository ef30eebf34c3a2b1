import { expect, it } from 'vitest';
import { type OpenServer, useServer } from '../mongo-server/own-server.ts';
import { serverError } from '../mongo-server/server-error.ts';

/** What indexes do on any server that speaks MongoDB's protocol. */
export function indexBehaviour(open: () => Promise<OpenServer>): void {
  const own = useServer(open);

  it('refuses a second document with the same key', async () => {
    const collection = own.items();
    await collection.createIndex({ email: 1 }, { unique: true });
    await collection.insertMany([
      { _id: 'a', email: 'a@x' },
      { _id: 'b', email: 'b@x' },
    ]);
    expect((await serverError(collection.insertOne({ _id: 'c', email: 'a@x' }))).code).toBe(11000);
    expect((await serverError(collection.insertOne({ _id: 'a', email: 'c@x' }))).code).toBe(11000);
    expect((await serverError(collection.updateOne({ _id: 'b' }, { $set: { email: 'a@x' } }))).code).toBe(11000);
    expect((await serverError(collection.replaceOne({ _id: 'b' }, { email: 'a@x' }))).code).toBe(11000);
    await collection.deleteOne({ _id: 'a' });
    await collection.updateOne({ _id: 'b' }, { $set: { email: 'a@x' } });
  });

  it('lets unique indexes hold for the documents that a partial or sparse one covers', async () => {
    const collection = own.items();
    await collection.createIndex({ sha: 1 }, { unique: true, partialFilterExpression: { live: true } });
    await collection.createIndex({ slug: 1 }, { unique: true, sparse: true });
    await collection.insertMany([
      { _id: 'a', sha: 's', live: true },
      { _id: 'b', sha: 's', live: false },
      { _id: 'c', sha: 's', live: false },
    ]);
    expect((await serverError(collection.updateOne({ _id: 'b' }, { $set: { live: true } }))).code).toBe(11000);
    const negative = { name: 'n', partialFilterExpression: { live: { $ne: false } } };
    expect((await serverError(collection.createIndex({ sha: 1 }, negative))).code).toBe(67);
  });

  it('makes an index once, lists it and drops it', async () => {
    const collection = own.items();
    await collection.createIndex({ n: 1 });
    await collection.createIndex({ n: 1 });
    await collection.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    const listed = await collection.indexes();
    expect(listed.map(({ name }) => name)).toEqual(['_id_', 'n_1', 'at_1']);
    expect(listed[2]).toMatchObject({ v: 2, key: { at: 1 }, expireAfterSeconds: 60 });
    await collection.dropIndex('n_1');
    expect((await serverError(collection.dropIndex('n_1'))).code).toBe(27);
    expect((await serverError(collection.dropIndex('_id_'))).code).toBe(72);
  });

  it('refuses an index that another is in the way of', async () => {
    const collection = own.items();
    await collection.createIndex({ n: 1 });
    const code = async (key: Record<string, 1>, options: object) =>
      (await serverError(collection.createIndex(key, options))).code;
    expect(await code({ n: 1 }, { name: 'other' })).toBe(85);
    expect(await code({ n: 1 }, { name: 'other', expireAfterSeconds: 60 })).toBe(85);
    expect(await code({ n: 1 }, { expireAfterSeconds: 60 })).toBe(85);
    expect(await code({ m: 1 }, { name: 'n_1' })).toBe(86);
    expect(await code({ n: 1 }, { unique: true })).toBe(86);
    expect(await code({ n: 1 }, { partialFilterExpression: { n: 1 } })).toBe(86);
    expect(await code({ n: 1, m: 1 }, { expireAfterSeconds: 60 })).toBe(67);
    await collection.createIndex({ n: 1 }, { name: 'unique', unique: true });
    const twin = { key: { z: 1 }, name: 'z' };
    const command = { createIndexes: 'items', indexes: [twin, twin] };
    expect((await serverError(own.client.db(collection.dbName).command(command))).code).toBe(68);
  });

  it('answers $text by words, phrases and exclusions, best first', async () => {
    const collection = own.items();
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
    ];
    expect(await collection.aggregate(pipeline).toArray()).toMatchObject([{ _id: 'none', score: expect.any(Number) }]);
    const twice = collection.find({ $and: [{ $text: { $search: 'a' } }, { $text: { $search: 'b' } }] });
    expect((await serverError(twice.toArray())).code).toBe(2);
  });
}
