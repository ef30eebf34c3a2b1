import type { Collection, Db, Document } from 'mongodb';
import { expect, it } from 'vitest';
import { type Item, type OpenServer, useServer } from '../mongo-server/own-server.ts';
import { serverError } from '../mongo-server/server-error.ts';

const UPDATES: readonly [what: string, update: Document, code: number][] = [
  ['changes the _id', { $set: { _id: 'b' } }, 66],
  ['mixes operators and fields', { $set: { n: 1 }, m: 1 }, 9],
  ['has an unknown operator', { $nonsense: { n: 1 } }, 9],
  ['names a path twice', { $set: { n: 1 }, $inc: { n: 1 } }, 40],
  ['names a path within another', { $set: { deep: 1 }, $unset: { 'deep.x': '' } }, 40],
  ['adds to a text', { $inc: { text: 1 } }, 14],
  ['pushes to what is no array', { $push: { text: 1 } }, 2],
  ['goes through what is no document', { $set: { 'text.x': 1 } }, 28],
];

const FILTERS: readonly [what: string, filter: Document][] = [
  ['has an unknown operator', { n: { $nonsense: 1 } }],
  ['has an unknown operator at the top', { $nonsense: 1 }],
  ['has $in without an array', { n: { $in: 1 } }],
  ['has $or without a branch', { $or: [] }],
];

const COMMANDS: readonly [what: string, code: number, run: (items: Collection<Item>, db: Db) => Promise<unknown>][] = [
  ['an unknown command', 59, (_, db) => db.command({ nonsense: 1 })],
  ['an unknown stage', 40324, (items) => items.aggregate([{ $nonsense: {} }]).toArray()],
  ['a pipeline without a cursor', 9, (_, db) => db.command({ aggregate: 'items', pipeline: [] })],
  ['the score of no search', 40218, (items) => items.find({}, { projection: { s: { $meta: 'textScore' } } }).toArray()],
  ['$text without an index', 27, (items) => items.find({ $text: { $search: 'x' } }).toArray()],
  ['a mixed projection', 31254, (items) => items.find({}, { projection: { n: 1, text: 0 } }).toArray()],
  ['a bad name', 73, (_, db) => db.collection('$x').insertOne({ n: 1 })],
  ['indexes of a missing collection', 26, (_, db) => db.collection('missing').indexes()],
  ['collMod of a missing collection', 26, (_, db) => db.command({ collMod: 'missing', validator: {} })],
];

/** What any server that speaks MongoDB's protocol refuses, with the same codes. */
export function refusals(open: () => Promise<OpenServer>): void {
  const own = useServer(open);

  async function oneItem(): Promise<Collection<Item>> {
    const collection = own.items();
    await collection.insertOne({ _id: 'a', n: 1, text: 'x', deep: {} });
    return collection;
  }

  it.each(UPDATES)('refuses an update that %s', async (_, update, code) => {
    const collection = await oneItem();
    const command = { update: 'items', updates: [{ q: { _id: 'a' }, u: update }] };
    const { writeErrors } = await own.client.db(collection.dbName).command(command);
    expect(writeErrors).toMatchObject([{ index: 0, code }]);
    expect(await collection.findOne()).toEqual({ _id: 'a', n: 1, text: 'x', deep: {} });
  });

  it('refuses to change a document by stages that change none', async () => {
    const collection = await oneItem();
    await serverError(collection.updateOne({ _id: 'a' }, [{ $match: {} }]));
  });

  it.each(FILTERS)('refuses a filter that %s', async (_, filter) => {
    expect((await serverError((await oneItem()).find(filter).toArray())).code).toBe(2);
  });

  it.each(COMMANDS)('refuses %s', async (_, code, run) => {
    const collection = await oneItem();
    expect((await serverError(run(collection, own.client.db(collection.dbName)))).code).toBe(code);
  });
}
