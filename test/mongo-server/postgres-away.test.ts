import { type Document, MongoClient } from 'mongodb';
import { expect, it } from 'vitest';
import { startMongoServer } from '../support/mongo-server/server.ts';
import { serverError } from './server-error.ts';

it('answers hello and fails with code 1 for all else when the PostgreSQL of FerretDB is away', async () => {
  const server = await startMongoServer({ profile: 'documentdb' });
  const client = await MongoClient.connect(server.uri);
  const items = client.db('d').collection<Document>('items');
  await items.insertOne({ n: 1 });
  for (const [state, message] of [
    ['cut', 'unexpected EOF'],
    ['ended', 'terminating connection due to administrator command'],
    ['refused', 'failed to connect to'],
  ] as const) {
    server.control.postgres = state;
    for (const work of [items.findOne(), items.insertOne({}), client.db('admin').command({ ping: 1 })]) {
      const error = await serverError(work);
      expect(error).toMatchObject({ code: 1, codeName: 'InternalError' });
      expect(error.message).toContain(message);
    }
    await client.db('admin').command({ hello: 1 });
  }
  server.control.postgres = 'up';
  expect(await items.countDocuments()).toBe(1);
  await client.close();
  await server.close();
});
