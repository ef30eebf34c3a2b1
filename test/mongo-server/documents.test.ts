import { describe, expect, it } from 'vitest';
import { documentBehaviour } from '../contracts/mongo-documents.ts';
import { refusals } from '../contracts/mongo-refusals.ts';
import { startMongoServer } from '../support/mongo-server/server.ts';
import { type Item, useOwnServer } from './own-server.ts';
import { serverError } from './server-error.ts';

describe.each(['atlas-local', 'documentdb'] as const)('documents on the test server as %s', (profile) => {
  documentBehaviour(() => startMongoServer({ profile }));
  refusals(() => startMongoServer({ profile }));
});

describe('documents on the test server', () => {
  const own = useOwnServer();

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
    await db.command({ collMod: 'items', validator, validationLevel: 'moderate' });
    await collection.updateOne({ _id: 'bad' }, { $set: { kind: 'a' } });
    expect((await serverError(collection.updateOne({ _id: 'good' }, { $set: { kind: 'z' } }))).code).toBe(121);
    expect((await serverError(db.createCollection('items', { validator: {} }))).code).toBe(48);
    const misspelt = db.createCollection('odd', { validator: { $jsonSchema: { requird: [] } } });
    expect((await serverError(misspelt)).code).toBe(9);
  });

  it('are asked for in no way that is only half understood', async () => {
    const collection = own.items();
    const ask = [
      () => collection.find({}, { collation: { locale: 'en' } }).toArray(),
      () => collection.find({}, { hint: { n: 1 } }).toArray(),
      () => collection.updateMany({}, { $set: { n: 1 } }, { collation: { locale: 'en' } }),
      () => collection.aggregate([], { let: { n: 1 } }).toArray(),
    ];
    for (const each of ask) expect((await serverError(each())).code).toBe(40415);
  });

  it('are dropped with their collection, if there is one', async () => {
    const collection = own.items();
    await collection.insertOne({ _id: 'a' });
    expect(await collection.drop()).toBe(true);
    expect(await collection.drop()).toBe(false);
  });
});
