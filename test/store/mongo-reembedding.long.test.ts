import { type Collection, type Document, MongoClient } from 'mongodb';
import { afterEach, describe, expect, it } from 'vitest';
import { EmbedderChanged } from '../../src/store/chunks.ts';
import type { EmbedderStamp } from '../../src/store/embedder-stamp.ts';
import { packSentences } from '../../src/store/sentences.ts';
import { openOnTestServer } from '../support/mongo-on-test-server.ts';
import type { MongoServerOptions } from '../support/mongo-server/server.ts';
import { openMortalMongo } from '../support/mortal-mongo.ts';
import {
  beginDocument,
  ingestDocument,
  nearest,
  newChunk,
  openNewTenant,
  openTestTenant,
  TEST_EMBEDDER,
  type TestTenant,
} from '../support/store-fixtures.ts';

const WIDER: EmbedderStamp = { id: 'wider', dimensions: 6 };
const ALL = { limit: 50, filter: {} };
const vector = new Float32Array(WIDER.dimensions).fill(1);
const CHUNKS = [newChunk(0), newChunk(1)];
const HOUR_MS = 3_600_000;

describe('an organisation on MongoDB that is embedded anew', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  const open = async (options: MongoServerOptions = {}) => {
    const opened = await openOnTestServer(options, { onUnexpected: () => {} });
    closers.push(opened.close);
    const tenant = await openNewTenant(opened.store);
    const id = await ingestDocument(tenant, CHUNKS);
    const client = new MongoClient(opened.server.uri);
    closers.push(() => client.close());
    const control = client.db(opened.databasePrefix);
    const row = await control.collection<{ _id: string; placement: { database: string } }>('tenants').findOne();
    return { opened, tenant, id, control, db: client.db(row?.placement.database) };
  };
  const embed = async ({ reembedding }: TestTenant) => {
    for (;;) {
      const chunks = await reembedding.next({ limit: 1 });
      if (chunks.length === 0) return;
      await reembedding.write(chunks.map((chunk) => ({ ...chunk, vector, sentences: packSentences([]) })));
    }
  };
  const arrive = async (tenant: TestTenant) => {
    do await embed(tenant);
    while (!(await tenant.reembedding.switch()));
  };
  const found = async ({ chunks }: TestTenant) =>
    (await chunks.candidates({ vector, embedder: WIDER.id, terms: ['word'] }, ALL)).nearest.map(({ index }) => index);
  const fieldsIn = async (chunks: Collection) => {
    const rows: Document[] = await chunks.find().toArray();
    const names = rows.flatMap((row) => Object.keys(row).filter((name) => /^(embed|sentences)/.test(name)));
    return [...new Set(names)].sort();
  };

  it('shows no attempt that began while it switched without vectors: the switch is stopped', async () => {
    const { opened, tenant } = await open();
    const there = await openTestTenant(await opened.openAnother({ embedder: WIDER }), tenant.tenantId);
    await embed(there);
    const last = opened.server.control.hangNext(
      ({ name, command }) => name === 'update' && JSON.stringify(command).includes('"current":{"slot":1'),
    );
    const switching = there.reembedding.switch();
    await last.arrived;
    const attempt = await beginDocument(tenant);
    last.release();
    expect(await switching).toBe(false);
    expect(await tenant.ingestion.embedder()).toBe(TEST_EMBEDDER.id);
    expect(await tenant.ingestion.write(attempt, [newChunk(0)])).toBe(true);
    expect(await tenant.ingestion.finish(attempt, { text: 'x', chunkCount: 1, pageCount: null, pageStarts: [] })).toBe(
      true,
    );
    expect(await there.reembedding.switch()).toBe(false);
    await arrive(there);
    expect(await found(there)).toHaveLength(3);
  });

  it.each(['mongot', 'documentdb'] as const)(
    'searches by an index of its own, and sweeps the old: %s',
    async (kind) => {
      const { opened, tenant, db } = await open(kind === 'mongot' ? {} : { profile: kind });
      await opened.store.idle();
      const chunks = db.collection('chunks');
      const indexes = async () => {
        const listed: Document[] =
          kind === 'mongot' ? await chunks.listSearchIndexes().toArray() : await chunks.indexes();
        return listed.map(({ name }) => name).filter((name) => /^vectors/.test(name));
      };
      const version = kind === 'mongot' ? 4 : 1;
      const store = await opened.reopen(WIDER);
      const anew = await openTestTenant(store, tenant.tenantId);
      await embed(anew);
      await opened.store.idle();
      expect(await indexes()).toEqual([`vectors_v${version}`, `vectors_v${version}_1`]);
      expect(await anew.reembedding.switch()).toBe(true);
      await opened.store.idle();
      await expect.poll(indexes).toEqual([`vectors_v${version}_1`]);
      expect(await found(anew)).toEqual([0, 1]);
      const searches = opened.server.control.commands.filter(({ name }) => name === 'aggregate');
      expect(JSON.stringify(searches)).toMatch(/"(\$vectorSearch|cosmosSearch)":\{[^{}]*"path":"embedding_1"/);

      // Another process may search by them for a moment.
      expect(await fieldsIn(chunks)).toContain('embedding');
      opened.server.control.clockOffsetMs = HOUR_MS;
      const later = await opened.reopen(WIDER);
      const again = await openTestTenant(later, tenant.tenantId);
      await opened.store.idle();
      expect(await fieldsIn(chunks)).toEqual(['embedder_1', 'embedding_1', 'sentences_1']);
      expect(await found(again)).toEqual([0, 1]);
    },
  );

  it('may have been written by a version that knew one embedder only', async () => {
    const { opened, tenant, control, db } = await open();
    await opened.store.close();
    await control.collection<Document>('settings').deleteMany({ _id: /^embedder:/ as never });
    await control.collection('tenants').updateMany({}, { $unset: { embedder: '' } });
    await db.collection<Document>('meta').deleteOne({ _id: 'vectors' as never });
    await db.collection<Document>('meta').updateOne({ _id: 'tenant' as never }, { $set: { schema: 6 } });
    const store = await opened.reopen(WIDER);
    expect(await store.outdated()).toMatchObject([{ tenantId: tenant.tenantId, embedder: TEST_EMBEDDER }]);
    const anew = await openTestTenant(store, tenant.tenantId);
    expect(await nearest(anew, newChunk(0).vector, ALL)).toHaveLength(2);
    await arrive(anew);
    expect(await found(anew)).toEqual([0, 1]);
    expect(await store.outdated()).toEqual([]);
  });

  it('may have been restored from a backup with vectors of a former embedder, which the next start notices', async () => {
    const { opened, tenant, control } = await open();
    await control.collection('tenants').updateMany({}, { $set: { embedder: WIDER } });
    const store = await opened.reopen(WIDER);
    expect(await store.outdated()).toEqual([]);
    const anew = await openTestTenant(store, tenant.tenantId);
    expect(await anew.chunks.embedder()).toBe(TEST_EMBEDDER.id);
    expect(await store.outdated()).toMatchObject([{ tenantId: tenant.tenantId }]);
  });

  it('refuses a model that has other dimensions than one of that name had', async () => {
    const { opened } = await open();
    await expect(opened.openAnother({ embedder: { ...TEST_EMBEDDER, dimensions: 8 } })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('test-embedder with 4 dimensions'),
    });
  });

  it('is searched by one embedder or the other, whole, whatever write its process dies before', async () => {
    const { opened } = await open();
    const { uri, control } = opened.server;
    const close = async () => {};
    const openAnother: typeof opened.openAnother = (more) => opened.openAnother({ ...more, embedder: WIDER });
    const mortal = await openMortalMongo(
      { ...opened, store: opened.store, openAnother },
      { uri, faults: control, close },
    );
    const healthy = await openAnother();
    for (let write = 0; ; write += 1) {
      const tenant = await openNewTenant(opened.store);
      await ingestDocument(tenant, CHUNKS);
      const running = await beginDocument(tenant);
      mortal.killAt(write);
      const isDone = await openTestTenant(mortal.mortal, tenant.tenantId)
        .then(arrive)
        .then(
          () => true,
          () => false,
        );
      const hasDied = mortal.revive();
      const after = await openTestTenant(healthy, tenant.tenantId);
      const isFormer = (await after.chunks.embedder()) === TEST_EMBEDDER.id;
      const former = nearest(after, newChunk(0).vector, ALL);
      if (isFormer) expect(await former).toHaveLength(2);
      else await expect(former).rejects.toThrow(EmbedderChanged);
      await arrive(after);
      expect(await found(after)).toHaveLength(2);
      expect(await after.ingestion.finish(running, { text: '', chunkCount: 0, pageCount: null, pageStarts: [] })).toBe(
        false,
      );
      if (hasDied) continue;
      expect(isDone).toBe(true);
      expect(write).toBeGreaterThan(6);
      return;
    }
  });
});
