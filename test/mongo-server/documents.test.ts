import { ObjectId } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { type Item, useOwnServer } from './own-server.ts';
import { serverError } from './server-error.ts';

const own = useOwnServer();

describe('documents on the test server', () => {
  it('come back as they went in, with an _id for those without', async () => {
    const collection = own.items();
    const _id = new ObjectId();
    const when = new Date();
    await collection.insertMany([{ _id: 'a', n: 1, nested: { when, id: _id }, list: [null, true] }]);
    expect(await collection.findOne({ 'nested.id': _id })).toEqual({
      _id: 'a',
      n: 1,
      nested: { when, id: _id },
      list: [null, true],
    });
    const { insertedId } = await own.client.db(collection.dbName).collection('other').insertOne({ n: 1 });
    expect(insertedId).toBeInstanceOf(ObjectId);
  });

  it('are sorted, skipped, limited, projected, counted and made distinct', async () => {
    const collection = own.items();
    await collection.insertMany([1, 2, 3, 4, 5].map((n) => ({ _id: `i${n}`, n, odd: n % 2 === 1, big: 'x' })));
    const page = collection.find(
      { n: { $gt: 1 } },
      { projection: { n: 1, _id: 0 }, sort: { n: -1 }, skip: 1, limit: 2 },
    );
    expect(await page.toArray()).toEqual([{ n: 4 }, { n: 3 }]);
    expect(await collection.findOne({ _id: 'i1' }, { projection: { big: 0, odd: 0 } })).toEqual({ _id: 'i1', n: 1 });
    expect(await collection.countDocuments({ odd: true })).toBe(3);
    expect(await collection.estimatedDocumentCount()).toBe(5);
    expect(await collection.distinct('odd')).toEqual([true, false]);
    expect(await collection.find({ _id: { $in: ['i3', 'i1', 'no'] } }).toArray()).toHaveLength(2);
  });

  it('come in batches, and a cursor that was closed is gone', async () => {
    const collection = own.items();
    await collection.insertMany(Array.from({ length: 250 }, (_, n) => ({ _id: `i${n}` })));
    expect(await collection.find().toArray()).toHaveLength(250);
    expect(await collection.find({}, { batchSize: 7 }).toArray()).toHaveLength(250);
    const cursor = collection.find({}, { batchSize: 2 });
    await cursor.next();
    const { id } = cursor;
    await cursor.close();
    expect(
      (await serverError(own.client.db(collection.dbName).command({ getMore: id, collection: 'items' }))).code,
    ).toBe(43);
  });

  it('are updated by operators, by pipelines and by replacement, and only counted when changed', async () => {
    const collection = own.items();
    await collection.insertOne({ _id: 'a', n: 1, list: [1, 2] });
    const operators = { $set: { 'deep.x': 1 }, $inc: { n: 2 }, $push: { list: 3 } } as never;
    expect(await collection.updateOne({ _id: 'a' }, operators)).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
    expect(await collection.updateOne({ _id: 'a' }, { $set: { n: 3 } })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 0,
    });
    await collection.updateOne({ _id: 'a' }, [{ $set: { twice: { $multiply: ['$n', 2] } } }]);
    expect(await collection.findOne({ _id: 'a' })).toEqual({
      _id: 'a',
      n: 3,
      list: [1, 2, 3],
      deep: { x: 1 },
      twice: 6,
    });
    await collection.replaceOne({ _id: 'a' }, { fresh: true });
    expect(await collection.findOne()).toEqual({ _id: 'a', fresh: true });
    expect((await serverError(collection.updateOne({ _id: 'a' }, { $set: { _id: 'b' } }))).code).toBe(66);
  });

  it('are made by an upsert from the query, $setOnInsert and the update', async () => {
    const collection = own.items();
    const update = { $set: { a: 1 }, $setOnInsert: { b: 2 } };
    const first = await collection.updateOne({ _id: 'x', kind: 'k', n: { $gt: 5 } }, update, { upsert: true });
    expect(first).toMatchObject({ upsertedId: 'x', upsertedCount: 1, matchedCount: 0 });
    expect(await collection.findOne({ _id: 'x' })).toEqual({ _id: 'x', kind: 'k', a: 1, b: 2 });
    const second = await collection.updateOne(
      { _id: 'x' },
      { $set: { a: 3 }, $setOnInsert: { b: 9 } },
      { upsert: true },
    );
    expect(second).toMatchObject({ upsertedCount: 0, modifiedCount: 1 });
    expect(await collection.findOne({ _id: 'x' })).toMatchObject({ a: 3, b: 2 });
    const again = serverError(collection.updateOne({ _id: 'x', n: { $gt: 5 } }, { $set: { a: 1 } }, { upsert: true }));
    expect((await again).code).toBe(11000);
    await collection.replaceOne({ _id: 'y' }, { whole: true }, { upsert: true });
    expect(await collection.findOne({ _id: 'y' })).toEqual({ _id: 'y', whole: true });
  });

  it('are found and modified in one step', async () => {
    const collection = own.items();
    await collection.insertMany([
      { _id: 'a', n: 1 },
      { _id: 'b', n: 2 },
    ]);
    const options = { sort: { n: -1 }, returnDocument: 'after', projection: { n: 1, _id: 0 } } as const;
    expect(await collection.findOneAndUpdate({}, { $set: { n: 9 } }, options)).toEqual({ n: 9 });
    expect(await collection.findOneAndUpdate({ _id: 'a' }, { $set: { n: 5 } })).toEqual({ _id: 'a', n: 1 });
    expect(await collection.findOneAndUpdate({ _id: 'none' }, { $set: { n: 5 } })).toBeNull();
    const upsert = { upsert: true, returnDocument: 'after' } as const;
    expect(await collection.findOneAndUpdate({ _id: 'new' }, { $set: { n: 7 } }, upsert)).toEqual({ _id: 'new', n: 7 });
    expect(await collection.findOneAndDelete({ _id: 'b' })).toEqual({ _id: 'b', n: 9 });
    expect(await collection.countDocuments()).toBe(2);
  });

  it('are deleted one or many, and bulk writes count what they did', async () => {
    const collection = own.items();
    const result = await collection.bulkWrite([
      { insertOne: { document: { _id: 'a' } } },
      { updateOne: { filter: { _id: 'b' }, update: { $set: { n: 1 } }, upsert: true } },
      { replaceOne: { filter: { _id: 'a' }, replacement: { n: 1 } } },
      { deleteMany: { filter: { n: 1 } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 1, upsertedCount: 1, modifiedCount: 1, deletedCount: 2 });
  });

  it('are joined, grouped and reshaped by pipelines, and unknown stages and commands are refused', async () => {
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
    expect((await serverError(collection.aggregate([{ $nonsense: {} }]).toArray())).code).toBe(40324);
    expect((await serverError(own.client.db('x').command({ nonsense: 1 }))).code).toBe(59);
    expect((await serverError(collection.find({}, { collation: { locale: 'en' } }).toArray())).code).toBe(2);
  });

  it('are refused by a validator with code 121', async () => {
    const db = own.client.db(own.items().dbName);
    const validator = {
      $jsonSchema: {
        bsonType: 'object',
        required: ['n'],
        properties: { n: { bsonType: 'int' }, kind: { enum: ['a', 'b'] }, at: { bsonType: ['date', 'null'] } },
      },
    };
    const collection = await db.createCollection<Item>('items', { validator });
    await collection.insertOne({ _id: 'good', n: 1, kind: 'a', at: null });
    expect((await serverError(collection.insertOne({ _id: 'bad' }))).code).toBe(121);
    expect((await serverError(collection.updateOne({ _id: 'good' }, { $set: { kind: 'z' } }))).code).toBe(121);
    const modify = serverError(collection.findOneAndUpdate({ _id: 'good' }, { $set: { n: 1.5 } }));
    expect((await modify).errorResponse['errInfo']).toMatchObject({ failingDocumentId: 'good' });
    await db.command({ collMod: 'items', validator: {} });
    await collection.insertOne({ _id: 'bad' });
    expect((await serverError(db.createCollection('items', { validator }))).code).toBe(48);
    expect((await serverError(db.createCollection('odd', { validator: { $jsonSchema: { requird: [] } } }))).code).toBe(
      9,
    );
  });

  it('keep their database until it is dropped', async () => {
    const collection = own.items();
    const names = async () =>
      (await own.client.db().admin().listDatabases({ nameOnly: true })).databases.map((db) => db.name);
    expect(await names()).not.toContain(collection.dbName);
    await collection.insertOne({ _id: 'a' });
    expect(await names()).toContain(collection.dbName);
    const db = own.client.db(collection.dbName);
    expect(await db.listCollections({}, { nameOnly: true }).toArray()).toEqual([{ name: 'items', type: 'collection' }]);
    const shouting = own.client.db(collection.dbName.toUpperCase()).collection('items');
    expect((await serverError(shouting.insertOne({ n: 1 }))).code).toBe(13297);
    await db.dropDatabase();
    expect(await names()).not.toContain(collection.dbName);
    expect(await collection.drop()).toBe(false);
  });
});
