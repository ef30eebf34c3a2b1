import { ObjectId } from 'mongodb';
import { expect, it } from 'vitest';
import { type Item, type OpenServer, useServer } from '../mongo-server/own-server.ts';
import { serverError } from '../mongo-server/server-error.ts';

/** What documents do on any server that speaks MongoDB's protocol. */
export function documentBehaviour(open: () => Promise<OpenServer>): void {
  const own = useServer(open);

  it('gives documents back as they went in, with an _id for those without', async () => {
    const collection = own.items();
    const id = new ObjectId();
    const document = { _id: 'a', n: 1, big: 2 ** 40, f: 1.5, nested: { when: new Date(), id }, list: [null, true] };
    await collection.insertOne(document);
    expect(await collection.findOne({ 'nested.id': id })).toEqual(document);
    const { insertedId } = await own.client.db(collection.dbName).collection('other').insertOne({ n: 1 });
    expect(insertedId).toBeInstanceOf(ObjectId);
  });

  it('sorts, skips, limits, projects, counts and makes distinct', async () => {
    const collection = own.items();
    await collection.insertMany([1, 2, 3, 4, 5].map((n) => ({ _id: `i${n}`, n, odd: n % 2 === 1, big: 'x' })));
    const options = { projection: { n: 1, _id: 0 }, sort: { n: -1 }, skip: 1, limit: 2 } as const;
    expect(await collection.find({ n: { $gt: 1 } }, options).toArray()).toEqual([{ n: 4 }, { n: 3 }]);
    expect(await collection.findOne({ _id: 'i1' }, { projection: { big: 0, odd: 0 } })).toEqual({ _id: 'i1', n: 1 });
    expect(await collection.countDocuments({ odd: true })).toBe(3);
    expect(await collection.estimatedDocumentCount()).toBe(5);
    expect((await collection.distinct('odd')).sort()).toEqual([false, true]);
    expect(await collection.find({ _id: { $in: ['i3', 'i1', 'no'] } }).toArray()).toHaveLength(2);
  });

  it('matches fields of documents and elements of arrays', async () => {
    const collection = own.items();
    await collection.insertMany([
      { _id: 'a', tags: ['p', 'q'], n: 1, name: 'Whale' },
      { _id: 'b', tags: [], n: 2 },
      { _id: 'c', n: null },
    ]);
    const found = async (filter: object) =>
      (await collection.find(filter).sort({ _id: 1 }).toArray()).map((d) => d._id);
    expect(await found({ tags: 'p' })).toEqual(['a']);
    expect(await found({ tags: { $in: ['q', 'z'] } })).toEqual(['a']);
    expect(await found({ tags: { $all: ['p', 'q'] } })).toEqual(['a']);
    expect(await found({ tags: { $ne: 'p' } })).toEqual(['b', 'c']);
    expect(await found({ tags: { $size: 0 } })).toEqual(['b']);
    expect(await found({ name: null })).toEqual(['b', 'c']);
    expect(await found({ n: { $not: { $gt: 1 } } })).toEqual(['a', 'c']);
    expect(await found({ name: { $regex: '^whale', $options: 'i' } })).toEqual(['a']);
    expect(await found({ $or: [{ n: 2 }, { name: { $exists: true } }] })).toEqual(['a', 'b']);
    expect(await found({ $nor: [{ n: 2 }, { name: 'Whale' }] })).toEqual(['c']);
  });

  it('gives documents in batches, and only to the session that asked', async () => {
    const collection = own.items();
    await collection.insertMany(Array.from({ length: 250 }, (_, n) => ({ _id: `i${n}` })));
    expect(await collection.find().toArray()).toHaveLength(250);
    expect(await collection.find({}, { batchSize: 7 }).toArray()).toHaveLength(250);
    const cursor = collection.find({}, { batchSize: 2 });
    await cursor.next();
    const more = () => own.client.db(collection.dbName).command({ getMore: cursor.id, collection: 'items' });
    expect((await serverError(more())).code).toBe(13);
    await cursor.close();
    expect((await serverError(more())).code).toBe(43);
  });

  it('updates by operators, by pipelines and by replacement, and counts what changed', async () => {
    const collection = own.items();
    await collection.insertOne({ _id: 'a', n: 1, list: [1, 2], old: 1 });
    const operators = { $set: { 'deep.x': 1 }, $inc: { n: 2 }, $push: { list: 3 }, $unset: { old: '' } } as never;
    expect(await collection.updateOne({ _id: 'a' }, operators)).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
    const same = await collection.updateOne({ _id: 'a' }, { $set: { n: 3 } });
    expect(same).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
    await collection.updateOne({ _id: 'a' }, [{ $set: { twice: { $multiply: ['$n', 2] } } }]);
    const expected = { _id: 'a', n: 3, list: [1, 2, 3], deep: { x: 1 }, twice: 6 };
    expect(await collection.findOne({ _id: 'a' })).toEqual(expected);
    await collection.updateOne({ _id: 'a' }, { $push: { list: { $each: [4, 5], $slice: -2 } } } as never);
    await collection.updateOne({ _id: 'a' }, { $set: { 'list.$[last]': 6 } }, { arrayFilters: [{ last: 5 }] });
    expect(await collection.findOne({ _id: 'a' })).toEqual({ ...expected, list: [4, 6] });
    await collection.replaceOne({ _id: 'a' }, { fresh: true });
    expect(await collection.findOne()).toEqual({ _id: 'a', fresh: true });
  });

  it('makes a document by an upsert from the query, $setOnInsert and the update', async () => {
    const collection = own.items();
    const update = { $set: { a: 1 }, $setOnInsert: { b: 2 } };
    const first = await collection.updateOne({ _id: 'x', kind: 'k', n: { $gt: 5 } }, update, { upsert: true });
    expect(first).toMatchObject({ upsertedId: 'x', upsertedCount: 1, matchedCount: 0 });
    expect(await collection.findOne({ _id: 'x' })).toEqual({ _id: 'x', kind: 'k', a: 1, b: 2 });
    const again = { $set: { a: 3 }, $setOnInsert: { b: 9 } };
    const second = await collection.updateOne({ _id: 'x' }, again, { upsert: true });
    expect(second).toMatchObject({ upsertedCount: 0, modifiedCount: 1 });
    expect(await collection.findOne({ _id: 'x' })).toMatchObject({ a: 3, b: 2 });
    const taken = collection.updateOne({ _id: 'x', n: { $gt: 5 } }, { $set: { a: 1 } }, { upsert: true });
    expect((await serverError(taken)).code).toBe(11000);
    await collection.replaceOne({ _id: 'y' }, { whole: true }, { upsert: true });
    expect(await collection.findOne({ _id: 'y' })).toEqual({ _id: 'y', whole: true });
  });

  it('finds and modifies in one step', async () => {
    const collection = own.items();
    await collection.insertMany([
      { _id: 'a', n: 1 },
      { _id: 'b', n: 2 },
    ]);
    const options = { sort: { n: -1 }, returnDocument: 'after', projection: { n: 1, _id: 0 } } as const;
    expect(await collection.findOneAndUpdate({}, { $set: { n: 9 } }, options)).toEqual({ n: 9 });
    expect(await collection.findOneAndUpdate({ _id: 'a' }, { $set: { n: 5 } })).toEqual({ _id: 'a', n: 1 });
    expect(await collection.findOneAndUpdate({ _id: 'none' }, { $set: { n: 5 } })).toBeNull();
    const after = { returnDocument: 'after' } as const;
    const made = await collection.findOneAndUpdate({ _id: 'new' }, { $set: { n: 7 } }, { ...after, upsert: true });
    expect(made).toEqual({ _id: 'new', n: 7 });
    const pipeline = [{ $set: { n: { $add: ['$n', 1] } } }];
    expect(await collection.findOneAndUpdate({ _id: 'new' }, pipeline, after)).toEqual({ _id: 'new', n: 8 });
    expect(await collection.findOneAndDelete({ _id: 'b' })).toEqual({ _id: 'b', n: 9 });
    expect(await collection.countDocuments()).toBe(2);
  });

  it('counts what a bulk write did, and goes on after a failure where it may', async () => {
    const collection = own.items();
    const result = await collection.bulkWrite([
      { insertOne: { document: { _id: 'a' } } },
      { updateOne: { filter: { _id: 'b' }, update: { $set: { n: 1 } }, upsert: true } },
      { replaceOne: { filter: { _id: 'a' }, replacement: { n: 1 } } },
      { deleteMany: { filter: { n: 1 } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 1, upsertedCount: 1, modifiedCount: 1, deletedCount: 2 });
    const insertAll = (ordered: boolean) =>
      collection.insertMany([{ _id: 'a' }, { _id: 'a' }, { _id: ordered ? 'c' : 'b' }], { ordered });
    expect(await serverError(insertAll(false))).toMatchObject({ code: 11000, insertedCount: 2 });
    expect(await serverError(insertAll(true))).toMatchObject({ code: 11000, insertedCount: 0 });
    expect((await collection.distinct('_id')).sort()).toEqual(['a', 'b']);
  });

  it('knows its own time, in pipelines and in the expressions of filters', async () => {
    const collection = own.items();
    await collection.insertOne({ _id: 'a' });
    await collection.updateOne({ _id: 'a' }, [{ $set: { at: '$$NOW', until: { $add: ['$$NOW', 60_000] } } }]);
    const found = await collection.findOne({ $expr: { $gt: ['$until', '$$NOW'] } });
    expect(found?.['until'].getTime() - found?.['at'].getTime()).toBe(60_000);
    expect(await collection.findOne({ $expr: { $lt: ['$until', '$$NOW'] } })).toBeNull();
  });

  it('joins, groups and reshapes by pipelines', async () => {
    const collection = own.items();
    await collection.insertMany([
      { _id: 'a', group: 'g', n: 1 },
      { _id: 'b', group: 'g', n: 2 },
    ]);
    await own.client.db(collection.dbName).collection<Item>('names').insertOne({ _id: 'g', name: 'Gee' });
    const pipeline = [
      { $group: { _id: '$group', sum: { $sum: '$n' } } },
      { $lookup: { from: 'names', localField: '_id', foreignField: '_id', as: 'names' } },
      { $project: { sum: 1, name: { $first: '$names.name' } } },
    ];
    expect(await collection.aggregate(pipeline).toArray()).toEqual([{ _id: 'g', sum: 3, name: 'Gee' }]);
    expect(await collection.aggregate([{ $collStats: { count: {} } }]).toArray()).toMatchObject([{ count: 2 }]);
  });

  it('keeps a database until it is dropped, and makes none for reading', async () => {
    const collection = own.items();
    const names = async () =>
      (await own.client.db().admin().listDatabases({ nameOnly: true })).databases.map(({ name }) => name);
    expect(await collection.find().toArray()).toEqual([]);
    await collection.updateOne({ _id: 'a' }, { $set: { n: 1 } });
    await collection.deleteMany({});
    expect(await names()).not.toContain(collection.dbName);
    await collection.insertOne({ _id: 'a' });
    expect(await names()).toContain(collection.dbName);
    const db = own.client.db(collection.dbName);
    expect(await db.listCollections({}, { nameOnly: true }).toArray()).toEqual([{ name: 'items', type: 'collection' }]);
    const shouting = own.client.db(collection.dbName.toUpperCase()).collection('items');
    expect((await serverError(shouting.insertOne({ n: 1 }))).code).toBe(13297);
    await db.dropDatabase();
    expect(await names()).not.toContain(collection.dbName);
  });
}
