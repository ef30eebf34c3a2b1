import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DocumentId, newId, type TenantId } from '../../src/ids.ts';
import { describeMongoFaults } from '../contracts/mongo-faults.ts';
import { openOnTestServer } from '../support/mongo-on-test-server.ts';
import { type MongoServer, startMongoServer } from '../support/mongo-server/server.ts';
import {
  beginDocument,
  ingestDocument,
  nearest,
  newChunk,
  newQuestion,
  openNewTenant,
  openTestTenant,
  type TestTenant,
} from '../support/store-fixtures.ts';

const UNAVAILABLE = { name: 'AppError', code: 'STORE_UNAVAILABLE' };
const search = { limit: 5, filter: {} };

let shared: MongoServer;
beforeAll(async () => {
  shared = await startMongoServer();
});
afterAll(() => shared.close());
describeMongoFaults('the test server', async () => shared.uri, { commandMs: 1_000 });

describe('the store on MongoDB with mongot', () => {
  let opened: Awaited<ReturnType<typeof openOnTestServer>>;
  let tenant: TestTenant;
  beforeEach(async () => {
    opened = await openOnTestServer({}, { onUnexpected: () => {} });
    tenant = await openNewTenant(opened.store);
    await ingestDocument(tenant, [newChunk(0)]);
    await opened.store.idle();
  });
  afterEach(() => opened.close());
  const control = () => opened.server.control;

  // Host unreachable or not found, network timeouts, write concern, a forgotten cursor, not available yet, timed out, cut.
  it.each([6, 7, 43, 64, 89, 134, 262, 9001])('says of code %d that it is away', async (code) => {
    control().failNext('find', { code, times: 9 });
    await expect(tenant.documents.findMany([newId<DocumentId>()])).rejects.toMatchObject(UNAVAILABLE);
  });

  it.each([6, 7, 43, 89])('scans where mongod says of its mongot with code %d that it is away', async (code) => {
    const isSearch = ({ command }: { command: Record<string, unknown> }) =>
      /\$(vectorSearch|search)"/.test(JSON.stringify(command['pipeline'] ?? ''));
    control().failNext(isSearch, { code, times: 9 });
    const found = await tenant.chunks.candidates({ ...newQuestion(), terms: ['word'] }, search);
    expect([found.nearest.length, found.matching.length]).toEqual([1, 1]);
  });

  it('limits the time of each read at the server, so that nothing goes on there that nobody waits for', async () => {
    control().forgetCommands();
    const { store } = opened;
    const other = await openTestTenant(await opened.openAnother(), tenant.tenantId);
    const [id = newId<DocumentId>()] = (await tenant.documents.list({ filter: {}, limit: 9, after: null })).items.map(
      (document) => document.id,
    );
    await tenant.documents.findMany([id]);
    await tenant.documents.text(id, { start: 0 });
    await tenant.documents.original(id);
    await tenant.usage();
    await tenant.chunks.first(search);
    await tenant.chunks.candidates({ ...newQuestion(), terms: ['word'] }, search);
    await tenant.ingestion.unfinished({ after: null, limit: 9 });
    await beginDocument(tenant, { content: 'same' });
    await beginDocument(tenant, { content: 'same' });
    await store.queue.size();
    await store.queue.lease({ after: null, leaseMs: 0 });
    await store.ping();
    await other.documents.delete(id);
    await store.idle();
    const reads = control().commands.filter(({ name }) => /^(find|aggregate|count|distinct|findAndModify)$/.test(name));
    // A change stream waits for ever, with a limit of its own.
    const unlimited = reads.filter(
      ({ command }) => !('maxTimeMS' in command) && !JSON.stringify(command).includes('$changeStream'),
    );
    expect(reads.length).toBeGreaterThan(20);
    expect(unlimited.map(({ command }) => command)).toEqual([]);
  });

  it('scans where mongot stands still, or its indexes failed', async () => {
    control().mongot = 'stalled';
    expect(await nearest(tenant, newChunk(0).vector, search)).toHaveLength(1);
    control().mongot = 'up';
    control().setIndexState('FAILED');
    expect(await nearest(tenant, newChunk(0).vector, search)).toHaveLength(1);
  }, 30_000);

  it('makes an index anew that mongot failed to build, and goes on with it', async () => {
    control().setIndexState('FAILED');
    control().forgetCommands();
    const searched = () => control().commands.some(({ name }) => name === 'dropSearchIndex');
    while (!searched()) await nearest(tenant, newChunk(0).vector, search);
    for (;;) {
      control().advanceIndexes();
      const { store } = opened;
      await nearest(tenant, newChunk(0).vector, search);
      control().forgetCommands();
      await nearest(tenant, newChunk(0).vector, search);
      const asked = control().commands.flatMap(({ command }) => JSON.stringify(command['pipeline'] ?? ''));
      if (asked.some((pipeline) => pipeline.includes('$vectorSearch'))) return;
      await store.ping();
    }
  }, 30_000);

  it('ends leases by the database’s clock, whatever the clocks of the processes say', async () => {
    const { queue } = opened.store;
    const item = { tenantId: newId<TenantId>(), documentId: newId<DocumentId>() };
    control().clockOffsetMs = 3_600_000;
    await queue.reserve(item, { leaseMs: 60_000 });
    expect(await queue.lease({ after: null, leaseMs: 60_000 })).toBeNull();
    control().clockOffsetMs += 61_000;
    const held = await queue.lease({ after: null, leaseMs: 60_000 });
    expect(held).toMatchObject(item);
    expect(held && (await queue.renew(held, { leaseMs: 60_000 }))).toBe(true);
    control().clockOffsetMs += 59_000;
    expect(await queue.lease({ after: null, leaseMs: 60_000 })).toBeNull();
    await queue.remove(item);
  });
});

describe.each(['cut', 'ended', 'refused'] as const)('the store on FerretDB whose PostgreSQL is %s', (state) => {
  it('says that the database is away, of every call and of a ping', async () => {
    const opened = await openOnTestServer({ profile: 'documentdb' }, { onUnexpected: () => {} });
    try {
      const tenant = await openNewTenant(opened.store);
      const id = await ingestDocument(tenant, [newChunk(0)]);
      opened.server.control.postgres = state;
      await expect(tenant.documents.findMany([id])).rejects.toMatchObject(UNAVAILABLE);
      await expect(nearest(tenant, newChunk(0).vector, search)).rejects.toMatchObject(UNAVAILABLE);
      await expect(opened.store.ping()).rejects.toMatchObject(UNAVAILABLE);
      opened.server.control.postgres = 'up';
      expect(await tenant.documents.findMany([id])).toHaveLength(1);
    } finally {
      opened.server.control.postgres = 'up';
      await opened.close();
    }
  });
});
