import { type Collection, MongoClient, MongoNetworkError, ObjectId } from 'mongodb';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Item, OpenServer } from '../mongo-server/own-server.ts';
import { serverError } from '../mongo-server/server-error.ts';
import { type MongoProxy, startMongoProxy } from '../support/mongo-proxy/proxy.ts';

/** What the proxy does to a server, whichever it is. */
export function proxyBehaviour(open: () => Promise<OpenServer>): void {
  let server: OpenServer;
  let direct: MongoClient;
  let proxy: MongoProxy;
  let client: MongoClient;
  /** Through the proxy, and past it. */
  let items: Collection<Item>;
  let stored: Collection<Item>;

  beforeAll(async () => {
    server = await open();
    direct = await MongoClient.connect(server.uri);
  });
  afterAll(async () => {
    await direct.close();
    await server.close();
  });
  beforeEach(async () => {
    proxy = await startMongoProxy(server.uri);
    client = await MongoClient.connect(proxy.uri, { retryReads: false, retryWrites: false });
    const name = `d_${new ObjectId().toHexString()}`;
    items = client.db(name).collection<Item>('items');
    stored = direct.db(name).collection<Item>('items');
  });
  afterEach(async () => {
    proxy.resume();
    await client.close();
    await proxy.close();
    await proxy.close();
    await direct.db(stored.dbName).dropDatabase();
  });

  it('passes everything on, large messages too, and remembers the commands', async () => {
    const large = Array.from({ length: 300 }, (_, n) => ({ _id: `i${n}`, text: 'x'.repeat(10_000) }));
    await items.insertMany(large);
    expect(await items.find().sort({ _id: 1 }).toArray()).toHaveLength(300);
    expect(proxy.commands.map(({ name, db }) => [name, db])).toContainEqual(['insert', items.dbName]);
    expect(proxy.commands.some(({ name }) => name === 'hello')).toBe(false);
  });

  it('loses the reply to what was carried out, by a broken connection', async () => {
    await items.insertOne({ _id: 'there' });
    proxy.cutNext(({ name, db }) => name === 'insert' && db === items.dbName, 'after');
    const elsewhere = client.db(`${items.dbName}_other`);
    await elsewhere.collection('items').insertOne({ n: 1 });
    await elsewhere.dropDatabase();
    await expect(items.insertOne({ _id: 'a' })).rejects.toBeInstanceOf(MongoNetworkError);
    expect(await stored.countDocuments({ _id: 'a' })).toBe(1);
  });

  it('loses the reply to what was carried out, and says nothing', async () => {
    const leave = new AbortController();
    const silence = proxy.silenceNext('find');
    const find = items.findOne({}, { signal: leave.signal });
    expect((await silence.lost).db).toBe(items.dbName);
    leave.abort();
    await expect(find).rejects.toThrow();
    expect(await items.findOne()).toBeNull();
  });

  it('breaks a connection before the server hears of the command, as often as it is told', async () => {
    proxy.cutNext('insert', 'before', { times: 2 });
    // A driver that has just lost a connection may refuse at first without asking.
    while (proxy.commands.filter(({ name }) => name === 'insert').length < 2) {
      await expect(items.insertOne({ _id: 'a' })).rejects.toBeInstanceOf(MongoNetworkError);
    }
    const other = await MongoClient.connect(proxy.uri);
    await other.db(items.dbName).collection<Item>('items').insertOne({ _id: 'b' });
    await other.close();
    expect(await stored.distinct('_id')).toEqual(['b']);
  });

  it('answers with an error in the place of the server', async () => {
    proxy.failNext('insert', { code: 134, message: 'Read concern majority is not available.' });
    expect(await serverError(items.insertOne({ _id: 'a' }))).toMatchObject({ code: 134 });
    expect(await stored.countDocuments()).toBe(0);
  });

  it('holds one command back while others pass', async () => {
    const hang = proxy.hangNext('insert');
    const insert = items.insertOne({ _id: 'a' });
    await hang.arrived;
    expect(await items.countDocuments()).toBe(0);
    hang.release();
    await insert;
    expect(await stored.countDocuments()).toBe(1);
  });

  it('stalls: hello and ping are answered, and nothing else is until it goes on', async () => {
    await items.insertOne({ _id: 'a' });
    proxy.stall();
    let isDone = false;
    const find = items.findOne({ _id: 'a' }).then((found) => {
      isDone = true;
      return found;
    });
    for (let i = 0; i < 3; i++) await client.db('admin').command({ ping: 1 });
    const other = await MongoClient.connect(proxy.uri);
    await other.close();
    expect(isDone).toBe(false);
    proxy.resume();
    expect(await find).toEqual({ _id: 'a' });
  });

  it('pauses: nothing gets through, and what a client that has gone had sent arrives late', async () => {
    await items.insertOne({ _id: 'a' });
    proxy.pause();
    const other = new MongoClient(proxy.uri, { serverSelectionTimeoutMS: 100, connectTimeoutMS: 100 });
    await expect(other.connect()).rejects.toThrow();
    await other.close();
    const insert = items.insertOne({ _id: 'b' }).catch((error: unknown) => error);
    while (proxy.commands.filter(({ name }) => name === 'insert').length < 2) await pause();
    proxy.dropConnections();
    expect(await insert).toBeInstanceOf(MongoNetworkError);
    expect(await stored.countDocuments()).toBe(1);
    proxy.resume();
    while ((await stored.countDocuments()) < 2) await pause();
  });

  it('delays each message', async () => {
    await items.countDocuments();
    proxy.delay(80);
    const began = performance.now();
    await items.countDocuments();
    expect(performance.now() - began).toBeGreaterThan(75);
    proxy.delay(0);
  });

  it('is gone and back on the same port', async () => {
    await items.insertOne({ _id: 'a' });
    await proxy.kill();
    const refused = new MongoClient(proxy.uri, { serverSelectionTimeoutMS: 100 });
    await expect(refused.connect()).rejects.toThrow(/ECONNREFUSED/);
    await refused.close();
    await proxy.restart();
    const other = await MongoClient.connect(proxy.uri);
    expect(await other.db(items.dbName).collection('items').countDocuments()).toBe(1);
    await other.close();
  });
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
