import { type Document, MongoClient, MongoNetworkError, MongoWriteConcernError } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MongoServer, startMongoServer } from '../support/mongo-server/server.ts';
import { serverError } from './server-error.ts';

interface Item extends Document {
  _id: string;
}

let server: MongoServer;
let client: MongoClient;

beforeEach(async () => {
  server = await startMongoServer();
  client = await MongoClient.connect(server.uri, { serverSelectionTimeoutMS: 300, retryReads: false });
});

afterEach(async () => {
  await client.close();
  await server.close();
  await server.close();
});

describe('the control of the test server', () => {
  it('records what came in: name, database, session', async () => {
    await client.db('a').collection<Item>('items').insertOne({ _id: 'x' });
    await client.withSession((session) => client.db('b').collection('items').findOne({}, { session }));
    const seen = server.control.commands.filter(({ name }) => name === 'insert' || name === 'find');
    expect(seen.map(({ name, db }) => [name, db])).toEqual([
      ['insert', 'a'],
      ['find', 'b'],
    ]);
    for (const { lsid } of seen) expect(lsid).toMatch(/^[0-9a-f]{32}$/);
    server.control.forgetCommands();
    expect(server.control.commands).toEqual([]);
  });

  it('fails as many commands as it is told, of those that fit, and carries none of them out', async () => {
    const collection = client.db('a').collection<Item>('items');
    const match = ({ name, db }: { name: string; db: string }) => name === 'insert' && db === 'a';
    server.control.failNext(match, { code: 50, message: 'operation exceeded time limit', times: 2 });
    await client.db('b').collection<Item>('items').insertOne({ _id: 'x' });
    const error = await serverError(collection.insertOne({ _id: 'x' }));
    expect(error).toMatchObject({ code: 50, codeName: 'MaxTimeMSExpired', message: 'operation exceeded time limit' });
    await serverError(collection.insertOne({ _id: 'x' }));
    expect(await collection.countDocuments()).toBe(0);
    await collection.insertOne({ _id: 'x' });
  });

  it.each([
    [6, 'HostUnreachable'],
    [7, 'HostNotFound'],
    [43, 'CursorNotFound'],
    [64, 'WriteConcernTimeout'],
    [89, 'NetworkTimeout'],
    [134, 'ReadConcernMajorityNotAvailableYet'],
    [262, 'ExceededTimeLimit'],
    [9001, 'SocketException'],
  ])('fails with code %i under the name that mongod has for it, %s', async (code, codeName) => {
    server.control.failNext('find', { code });
    expect(await serverError(client.db('a').collection('items').findOne())).toMatchObject({ code, codeName });
  });

  it('holds a command back until it is released, while others pass', async () => {
    const collection = client.db('a').collection<Item>('items');
    const hang = server.control.hangNext('insert');
    const insert = collection.insertOne({ _id: 'x' });
    expect((await hang.arrived).db).toBe('a');
    expect(await collection.countDocuments()).toBe(0);
    hang.release();
    await insert;
    expect(await collection.countDocuments()).toBe(1);
  });

  it('gives a held command up when its maxTimeMS is over', async () => {
    const collection = client.db('a').collection<Item>('items');
    server.control.hangNext('find');
    const error = await serverError(collection.findOne({}, { maxTimeMS: 20 }));
    expect(error).toMatchObject({ code: 50, codeName: 'MaxTimeMSExpired', message: 'operation exceeded time limit' });
  });

  it('carries a command out and says nothing, or that it may not last', async () => {
    const collection = client.db('a').collection<Item>('items');
    const leave = new AbortController();
    const silence = server.control.silenceNext('find');
    const find = collection.findOne({}, { signal: leave.signal });
    expect(await silence.lost).toMatchObject({ name: 'find', db: 'a' });
    leave.abort();
    await expect(find).rejects.toThrow();

    server.control.unconfirmedNext('insert', { code: 64 });
    const doubt = await collection.insertOne({ _id: 'x' }).catch((error: unknown) => error);
    expect(doubt).toBeInstanceOf(MongoWriteConcernError);
    expect(doubt).toMatchObject({ code: 64 });
    expect(await collection.countDocuments()).toBe(1);
  });

  it('lets the server have a clock of its own', async () => {
    const collection = client.db('a').collection<Item>('items');
    server.control.clockOffsetMs = 3_600_000;
    const began = Date.now();
    await collection.insertOne({ _id: 'x', text: '$$NOW' });
    await collection.updateOne({ _id: 'x' }, [{ $set: { at: '$$NOW', until: { $add: ['$$NOW', 1000] } } }]);
    const found = await collection.findOne({ $expr: { $gt: ['$until', '$$NOW'] } });
    expect(found?.['at'].getTime()).toBeGreaterThanOrEqual(began + 3_600_000);
    expect(found?.['until'].getTime() - found?.['at'].getTime()).toBe(1000);
    expect(found?.['text']).toBe('$$NOW');
  });

  it('never carries out a held command whose connection is gone', async () => {
    const collection = client.db('a').collection<Item>('items');
    await collection.insertOne({ _id: 'x', n: 0 });
    const hang = server.control.hangNext('update');
    const update = collection.updateMany({}, { $inc: { n: 1 } });
    await hang.arrived;
    server.control.dropConnections();
    await expect(update).rejects.toBeInstanceOf(MongoNetworkError);
    hang.release();
    const other = await MongoClient.connect(server.uri);
    expect(await other.db('a').collection<Item>('items').findOne()).toEqual({ _id: 'x', n: 0 });
    await other.close();
  });

  it('breaks connections, before or after a command', async () => {
    const collection = client.db('a').collection<Item>('items');
    await collection.insertOne({ _id: 'x' });
    server.control.cutNext('find', 'before');
    await expect(collection.findOne()).rejects.toBeInstanceOf(MongoNetworkError);
    server.control.dropConnections();
    const other = await MongoClient.connect(server.uri);
    expect(await other.db('a').collection('items').countDocuments()).toBe(1);
    await other.close();
  });

  it('kills the server and brings it back on the same port, with its data but without its cursors', async () => {
    const collection = client.db('a').collection<Item>('items');
    await collection.insertMany(['x', 'y', 'z'].map((_id) => ({ _id })));
    const cursor = collection.find({}, { batchSize: 1 });
    await cursor.next();
    await server.control.kill();
    await expect(collection.findOne()).rejects.toThrow();
    await server.control.restart();
    const other = await MongoClient.connect(server.uri);
    expect(await other.db('a').collection('items').countDocuments()).toBe(3);
    expect((await serverError(other.db('a').command({ getMore: cursor.id, collection: 'items' }))).code).toBe(43);
    await other.close();
    await cursor.close().catch(() => {});
  });
});
