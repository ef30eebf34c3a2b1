import { MongoClient } from 'mongodb';
import { afterEach, describe, expect, it } from 'vitest';
import type { MongoStore } from '../../src/store/mongo/mongo-store.ts';
import { type MongoServer, type MongoServerOptions, startMongoServer } from '../support/mongo-server/server.ts';
import { openTestMongoStore } from '../support/mongo-store.ts';
import { ingestDocument, newChunk, openNewTenant, TEST_EMBEDDER, type TestTenant } from '../support/store-fixtures.ts';

/** Drops the search indexes of all tenants, as an operator may. */
async function dropIndexes({ uri }: MongoServer, databasePrefix: string): Promise<void> {
  const client = new MongoClient(uri);
  try {
    const { databases } = await client.db('admin').command({ listDatabases: 1, nameOnly: true });
    for (const { name } of databases) {
      if (!name.startsWith(`${databasePrefix}_t_`)) continue;
      const chunks = client.db(name).collection('chunks');
      for (const index of await chunks.listSearchIndexes().toArray()) await chunks.dropSearchIndex(index.name);
    }
  } finally {
    await client.close();
  }
}

const axis = newChunk(0).vector;
const ALL = { limit: 50, filter: {} };

describe('search indexes of mongot', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  const open = async (server: MongoServerOptions, options: Parameters<typeof openTestMongoStore>[1] = {}) => {
    const started = await startMongoServer(server);
    closers.push(() => started.close());
    const opened = await openTestMongoStore(started.uri, options);
    closers.push(() => opened.close());
    return { server: started, ...opened, store: opened.store, tenant: await openNewTenant(opened.store) };
  };

  const lists = async (tenant: TestTenant) => {
    const found = await tenant.chunks.candidates({ vector: axis, embedder: TEST_EMBEDDER.id, terms: ['word'] }, ALL);
    return [found.nearest.length, found.matching.length];
  };

  /** How many searches went to mongot, and how many chunks were read in scans instead. */
  const watch = ({ control }: MongoServer) => {
    control.forgetCommands();
    return () => {
      const stages = control.commands.flatMap(({ command }) =>
        Array.isArray(command['pipeline']) ? Object.keys(command['pipeline'][0] ?? {}) : [],
      );
      const scans = control.commands.filter(
        ({ name, command }) => name === 'find' && command['find'] === 'chunks' && 'batchSize' in command,
      );
      return {
        searches: stages.filter((stage) => stage === '$vectorSearch' || stage === '$search').length,
        scans: scans.length,
      };
    };
  };

  const settle = async (store: MongoStore, tenant: TestTenant) => {
    await store.idle();
    // A search finds out that the index answers by now.
    await lists(tenant);
  };

  it('are searched alone once they hold all, and never wait for what they do not hold', async () => {
    const { server, store, tenant } = await open({ visibility: 'manual' });
    await ingestDocument(tenant, [newChunk(0), newChunk(1)]);
    await settle(store, tenant);
    const seen = watch(server);
    expect(await lists(tenant)).toEqual([2, 2]);
    expect(seen()).toEqual({ searches: 2, scans: 0 });

    await ingestDocument(tenant, [newChunk(0), newChunk(1), newChunk(2)]);
    const later = watch(server);
    expect(await lists(tenant)).toEqual([5, 5]);
    expect(later().scans).toBe(2);

    server.control.advance();
    await store.idle();
    const last = watch(server);
    expect(await lists(tenant)).toEqual([5, 5]);
    expect(last()).toEqual({ searches: 2, scans: 0 });
  });

  it('are asked as mongod allows it: with the read concern local', async () => {
    const { server, store, tenant } = await open({});
    await ingestDocument(tenant, [newChunk(0)]);
    await settle(store, tenant);
    await lists(tenant);
    const searches = server.control.commands.filter(({ command }) => {
      const [stage = {}] = Array.isArray(command['pipeline']) ? command['pipeline'] : [];
      return '$search' in stage || '$vectorSearch' in stage || '$listSearchIndexes' in stage;
    });
    expect(searches.length).toBeGreaterThanOrEqual(5);
    for (const { command } of searches) {
      expect([undefined, 'local']).toContain((command['readConcern'] as { level?: string } | undefined)?.level);
    }
  });

  it('are not asked before they answer', async () => {
    const { server, store, tenant } = await open({ searchIndexes: 'manual' });
    await ingestDocument(tenant, [newChunk(0)]);
    expect(await lists(tenant)).toEqual([1, 1]);
    server.control.advanceIndexes();
    expect(await lists(tenant)).toEqual([1, 1]);
    server.control.advanceIndexes();
    await store.idle();
    expect(await lists(tenant)).toEqual([1, 1]);
  });

  it('are made late where mongot comes late', async () => {
    const { server, store, tenant } = await open({});
    server.control.mongot = 'refused';
    await ingestDocument(tenant, [newChunk(0)]);
    expect(await lists(tenant)).toEqual([1, 1]);
    server.control.mongot = 'up';
    await settle(store, tenant);
    const seen = watch(server);
    expect(await lists(tenant)).toEqual([1, 1]);
    expect(seen()).toEqual({ searches: 2, scans: 0 });
  });

  it('are done without while mongot is away', async () => {
    const { server, store, tenant } = await open({});
    await ingestDocument(tenant, [newChunk(0), newChunk(1)]);
    await settle(store, tenant);
    server.control.mongot = 'refused';
    expect(await lists(tenant)).toEqual([2, 2]);
    server.control.mongot = 'up';
    await store.idle();
  });

  it('that are gone are noticed, though they find nothing without an error, and are made again', async () => {
    const { server, store, tenant, databasePrefix } = await open({});
    await ingestDocument(tenant, [newChunk(0), newChunk(1)]);
    await settle(store, tenant);
    await dropIndexes(server, databasePrefix);
    expect(await lists(tenant)).toEqual([2, 2]);
    await settle(store, tenant);
    const seen = watch(server);
    expect(await lists(tenant)).toEqual([2, 2]);
    expect(seen()).toEqual({ searches: 2, scans: 0 });
  });

  it('of an earlier version are dropped once the new ones answer', async () => {
    const { server, store, tenant, databasePrefix } = await open({ searchIndexes: 'manual' });
    await ingestDocument(tenant, [newChunk(0)]);
    const client = new MongoClient(server.uri);
    closers.push(() => client.close());
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    const { name } = databases.find((database) => database.name.startsWith(`${databasePrefix}_t_`)) ?? {};
    const chunks = client.db(name).collection('chunks');
    const definition = { mappings: { dynamic: false } };
    for (const old of ['terms_v1', 'others']) await chunks.createSearchIndex({ name: old, type: 'search', definition });
    for (let step = 0; step < 3; step++) server.control.advanceIndexes();
    await settle(store, tenant);
    server.control.advanceIndexes();
    const left = (await chunks.listSearchIndexes().toArray()).map((index) => index.name);
    expect(left.sort()).toEqual(['others', 'terms_v4', 'vectors_v4']);
  });

  it('are made no more of an organisation that is deleted meanwhile, and nothing is reported', async () => {
    const unexpected: unknown[] = [];
    const { server, store, tenant } = await open({}, { onUnexpected: (error) => unexpected.push(error) });
    const making = server.control.hangNext('createSearchIndexes');
    await ingestDocument(tenant, [newChunk(0)]);
    await making.arrived;
    await store.directory.deleteTenant(tenant.tenantId, new Date());
    await store.removeTenant(tenant.tenantId);
    making.release();
    await store.idle();
    expect(unexpected).toEqual([]);
  });

  it('are left out below the size that the operator chose', async () => {
    const { server, store, tenant } = await open({}, { vectorIndexMinChunks: 3 });
    await ingestDocument(tenant, [newChunk(0), newChunk(1)]);
    await store.idle();
    expect(server.control.commands.map(({ name }) => name)).not.toContain('createSearchIndexes');
    expect(await lists(tenant)).toEqual([2, 2]);

    await ingestDocument(tenant, [newChunk(0)]);
    await settle(store, tenant);
    const seen = watch(server);
    expect(await lists(tenant)).toEqual([3, 3]);
    expect(seen()).toEqual({ searches: 2, scans: 0 });
  });

  it('of DocumentDB are left out below that size too, and searched above it', async () => {
    const { server, store, tenant } = await open({ profile: 'documentdb' }, { vectorIndexMinChunks: 3 });
    const isMade = () =>
      server.control.commands.some(
        ({ name, command }) => name === 'createIndexes' && JSON.stringify(command).includes('cosmosSearchOptions'),
      );
    await ingestDocument(tenant, [newChunk(0), newChunk(1)]);
    await store.idle();
    expect(await lists(tenant)).toEqual([2, 2]);
    expect(isMade()).toBe(false);

    await ingestDocument(tenant, [newChunk(0)]);
    await store.idle();
    expect(isMade()).toBe(true);
    const seen = watch(server);
    expect(await lists(tenant)).toEqual([3, 3]);
    expect(seen()).toEqual({ searches: 1, scans: 0 });
  });
});
