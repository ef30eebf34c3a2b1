import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND_MS, createCalls, type DatabaseBreach } from '../../src/store/mongo/calls.ts';
import { type MongoServer, startMongoServer } from '../support/mongo-server/server.ts';
import { openTestMongoStore, type TestMongoStore } from '../support/mongo-store.ts';
import { ingestDocument, nearest, newChunk, newMember, openTestTenant } from '../support/store-fixtures.ts';

describe('the locks of the MongoDB store', () => {
  let server: MongoServer;
  let opened: TestMongoStore;
  let client: MongoClient;
  beforeAll(async () => {
    server = await startMongoServer();
    opened = await openTestMongoStore(server.uri);
    client = new MongoClient(server.uri);
  });
  afterAll(async () => {
    await client.close();
    await opened.close();
    await server.close();
  });

  const databaseNames = async (): Promise<string[]> =>
    (await client.db().admin().listDatabases()).databases.map(({ name }) => name);

  const register = async () => {
    const member = newMember();
    await opened.store.directory.register(member);
    const id = member.tenant.id;
    const tenants = client
      .db(opened.databasePrefix)
      .collection<{ _id: string; placement: { database: string } }>('tenants');
    const row = await tenants.findOne({ _id: id });
    return { id, tenant: await openTestTenant(opened.store, id), database: row?.placement.database ?? '' };
  };

  it('give each tenant a database with a random name, made at its first document', async () => {
    const { tenant, database, id } = await register();
    expect(database).toMatch(new RegExp(`^${opened.databasePrefix}_t_[0-9a-f]{32}$`));
    expect(database).not.toContain(id);
    expect(await databaseNames()).not.toContain(database);
    await ingestDocument(tenant, [newChunk(0)]);
    expect(await databaseNames()).toContain(database);
  });

  it('refuse a database that bears another tenant’s id', async () => {
    const [a, b] = [await register(), await register()];
    await ingestDocument(a.tenant, [newChunk(0)]);
    await ingestDocument(b.tenant, [newChunk(0)]);
    await client
      .db(opened.databasePrefix)
      .collection<{ _id: string }>('tenants')
      .updateOne({ _id: a.id }, { $set: { 'placement.database': b.database } });
    const other = await opened.openAnother();
    await expect(openTestTenant(other, a.id)).rejects.toThrow(/^tenant breach/);
  });

  it('read nothing of an original that the scope does not see', async () => {
    const { tenant } = await register();
    const id = await ingestDocument(tenant, [newChunk(0)], { containsPii: true });
    const reader = tenant.as({ userId: null, piiAccess: false, collections: null });
    const reads = () => server.control.commands.filter(({ command }) => command['find'] === 'originals').length;
    server.control.forgetCommands();
    expect(await reader.documents.original(id)).toBeNull();
    expect(reads()).toBe(0);
    expect(await tenant.documents.original(id)).not.toBeNull();
    expect(reads()).toBe(1);
  });

  it('stop at a row that bears another tenant’s id', async () => {
    const { tenant, database, id } = await register();
    const documentId = await ingestDocument(tenant, [newChunk(0)]);
    const strangers = client.db(database).collection<{ _id: string }>('documents');
    await strangers.updateOne({ _id: documentId }, { $set: { tenantId: id.replace(/./, 'z') } });
    await expect(tenant.documents.findMany([documentId])).rejects.toThrow(/^tenant breach/);
    await expect(tenant.documents.text(documentId, { start: 0 })).rejects.toThrow(/^tenant breach/);
    await expect(nearest(tenant, newChunk(0).vector, { limit: 5, filter: {} })).rejects.toThrow(/^tenant breach/);
  });

  it('stop a command to another database before it is sent, and raise the alarm', async () => {
    const watched = new MongoClient(server.uri, { monitorCommands: true });
    const breaches: DatabaseBreach[] = [];
    const calls = createCalls({
      client: watched,
      controlDatabase: 'control',
      commandMs: COMMAND_MS,
      onBreach: (breach) => breaches.push(breach),
    });
    const write = (database: string) =>
      watched.db(database).collection<{ _id: string }>('rows').insertOne({ _id: 'row' });
    try {
      await calls.in('mine', () => write('mine'));
      server.control.forgetCommands();
      await expect(calls.in('mine', () => write('theirs'))).rejects.toThrow(/^tenant breach/);
      await expect(calls.in('mine', () => write('control'))).rejects.toThrow(/^tenant breach/);
      // Outside of any call only what tenants share may be used.
      await expect(write('mine')).rejects.toThrow(/^tenant breach/);
      await write('control');
      const sent = server.control.commands.filter(({ name }) => name === 'insert');
      expect(sent.map(({ db }) => db)).toEqual(['control']);
      expect(breaches.map(({ database, allowed }) => [database, allowed])).toEqual([
        ['theirs', 'mine'],
        ['control', 'mine'],
        ['mine', 'control'],
      ]);
    } finally {
      await watched.close();
    }
  });
});
