import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DocumentId, newId, type OwnerId, type TenantId } from '../../src/ids.ts';
import { EVERYTHING } from '../../src/store/access.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import type { EmbedderStamp } from '../../src/store/embedder-stamp.ts';
import { packSentences } from '../../src/store/sentences.ts';
import type { ReembeddedStore } from '../contracts/store-reembedding.ts';
import { newAnswer, newPassage } from '../support/answer-fixtures.ts';
import { openTemporaryStore } from '../support/store-embedded.ts';
import {
  beginDocument,
  ingestDocument,
  matching,
  nearest,
  newChunk,
  newDocument,
  newMember,
  openNewTenant,
  openTestTenant,
  TEST_EMBEDDER,
} from '../support/store-fixtures.ts';

let opened: ReembeddedStore & { dataDir: string };
beforeEach(async () => {
  opened = await openTemporaryStore();
});
afterEach(() => opened.close());

const fileOf = (id: TenantId) => join(opened.dataDir, 'tenants', `${id}.db`);
const reject = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: Error & { code?: string }) => error,
  );
/** How many rows a tenant's file has in tables. */
const rowsIn = (id: TenantId, tables: readonly string[]) => {
  const database = new Database(fileOf(id), { timeout: 5_000 });
  const counts = tables.map(
    (table) => Object.values(database.prepare(`SELECT count(*) FROM ${table}`).get() as object)[0],
  );
  database.close();
  return counts;
};
const page = { filter: {}, limit: 5, after: null };

describe('the files of an embedded store', () => {
  it('are readable by nobody but their owner', async () => {
    const tenant = await openNewTenant(opened.store);
    await ingestDocument(tenant, [newChunk(0)]);
    const names = await readdir(opened.dataDir, { recursive: true });
    expect(names.length).toBeGreaterThanOrEqual(6);
    for (const name of [...names, '.']) {
      const { mode } = await stat(join(opened.dataDir, name));
      expect(mode & 0o077, name).toBe(0);
    }
  });

  it('forget who could see a deleted document once nothing is kept that was written from it, also those of a version before', async () => {
    const tenant = await openNewTenant(opened.store);
    const { tenantId } = tenant;
    const { answers } = tenant.as(EVERYTHING, newId<OwnerId>());
    const ids = [await ingestDocument(tenant, [newChunk(0)]), await ingestDocument(tenant, [newChunk(0)])];
    const [cited = newId<DocumentId>()] = ids;
    const now = new Date();
    const answer = newAnswer(tenantId, { createdAt: now, passages: [newPassage(tenantId, { documentId: cited })] });
    await answers.keep(answer, { title: '' });
    for (const id of ids) await tenant.documents.delete(id);
    await opened.store.close();

    const before = new Database(fileOf(tenantId), { timeout: 5_000 });
    const version = Number(Object.values(before.prepare('PRAGMA user_version').get() as object)[0]);
    before.exec(`DROP TABLE answer_documents; ALTER TABLE deleted_documents DROP COLUMN deleted_at;
      ALTER TABLE answers DROP COLUMN leavings;
      CREATE VIRTUAL TABLE keywords USING fts5 (terms, content = '', contentless_delete = 1, tokenize = 'ascii');
      ALTER TABLE attempts DROP COLUMN page_starts;
      PRAGMA user_version = ${version - 3}`);
    before.close();

    const store = await openEmbeddedStore({ dataDir: opened.dataDir, embedder: TEST_EMBEDDER });
    try {
      const { kept } = await openTestTenant(store, tenantId);
      const times = { now, answersBefore: now, eventsBefore: now, deletedBefore: now };
      expect(rowsIn(tenantId, ['deleted_documents'])).toEqual([2]);
      await kept.sweep(times);
      expect(rowsIn(tenantId, ['deleted_documents', 'answer_documents'])).toEqual([1, 1]);
      await kept.sweep({ ...times, answersBefore: new Date(now.getTime() + 1) });
      expect(rowsIn(tenantId, ['deleted_documents', 'answer_documents'])).toEqual([0, 0]);
    } finally {
      await store.close();
    }
  });

  it('keep what they know of a deleted document as long as an answer may still be under way', async () => {
    const tenant = await openNewTenant(opened.store);
    await tenant.documents.delete(await ingestDocument(tenant, [newChunk(0)]));
    const now = new Date();
    const times = { now, answersBefore: now, eventsBefore: now };
    await tenant.kept.sweep({ ...times, deletedBefore: new Date(now.getTime() - 60_000) });
    expect(rowsIn(tenant.tenantId, ['deleted_documents'])).toEqual([1]);
  });

  it('are open for a few tenants only, while all of them answer', async () => {
    const tenants = await Promise.all(Array.from({ length: 30 }, () => openNewTenant(opened.store)));
    await Promise.all(tenants.map((tenant) => ingestDocument(tenant, [newChunk(0)])));
    for (const tenant of tenants) {
      expect(await nearest(tenant, newChunk(0).vector, { limit: 5, filter: {} })).toHaveLength(1);
    }
    // Whoever closes a file takes its write-ahead log away.
    const logs = (await readdir(join(opened.dataDir, 'tenants'))).filter((name) => name.endsWith('-wal'));
    expect(logs).toHaveLength(24);
  });

  it('take fifty writers at once without a locked database', async () => {
    const tenant = await openNewTenant(opened.store);
    const ids = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        at % 2 === 0
          ? ingestDocument(tenant, [newChunk(0)])
          : openNewTenant(opened.store).then((other) => ingestDocument(other, [newChunk(0)])),
      ),
    );
    expect(new Set(ids).size).toBe(50);
    expect(await tenant.usage()).toMatchObject({ documents: 25, chunks: 25 });
  });

  it('lose what is deleted, failed or overtaken, also what a dead process left', async () => {
    const tenant = await openNewTenant(opened.store);
    const many = (count: number) => Array.from({ length: count }, (_, index) => newChunk(index));
    const deleted = await ingestDocument(tenant, many(600));
    const failed = await beginDocument(tenant);
    await tenant.ingestion.write(failed, many(10));
    await tenant.documents.delete(deleted);
    await tenant.ingestion.fail(failed, 'No.');
    const kept = await ingestDocument(tenant, many(3));
    const store = await opened.reopen();
    const again = await openTestTenant(store, tenant.tenantId);

    const left = () => rowsIn(tenant.tenantId, ['chunks', 'passages', 'vectors', 'texts', 'attempts']);
    const expected = [3, 3, 3, 1, 1];
    while (String(left()) !== String(expected)) await store.ping();
    expect(await again.chunks.first({ limit: 50, filter: {} })).toMatchObject(
      [0, 1, 2].map((index) => ({ index, documentId: kept })),
    );
  });

  it('lose the vectors of an embedder that was left', async () => {
    const tenant = await openNewTenant(opened.store);
    const { tenantId } = tenant;
    const many = Array.from({ length: 600 }, (_, index) => newChunk(index));
    await ingestDocument(tenant, many);
    const left = () => rowsIn(tenantId, ['vectors', 'sentences', 'next_vectors', 'next_sentences']);
    /** Embeds so many chunks anew, and switches where that are all. */
    const embed = async (embedder: EmbedderStamp, limit: number) => {
      const store = await opened.reopen(embedder);
      const { reembedding } = await openTestTenant(store, tenantId);
      const vector = new Float32Array(embedder.dimensions).fill(1);
      const next = await reembedding.next({ limit });
      await reembedding.write(next.map((key) => ({ ...key, vector, sentences: packSentences([]) })));
      await reembedding.next({ limit });
      await reembedding.switch();
      return store;
    };
    await embed({ id: 'given up', dimensions: 3 }, 300);
    expect(left()).toEqual([600, 0, 300, 300]);
    const store = await embed({ id: 'other', dimensions: 6 }, 600);
    while (String(left()) !== String([600, 600, 0, 0])) await store.ping();
    expect(await (await openTestTenant(store, tenantId)).usage()).toMatchObject({ chunks: 600 });
  });
});

describe('an embedded store refuses', () => {
  it('a start with another model of the same name', async () => {
    await opened.store.close();
    const wider = { ...TEST_EMBEDDER, dimensions: 8 };
    expect(await reject(openEmbeddedStore({ dataDir: opened.dataDir, embedder: wider }))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/test-embedder with 4 dimensions, but that model has 8/),
    });
    await opened.reopen();
  });

  it('a second opening of the same folder', async () => {
    const error = await reject(openEmbeddedStore({ dataDir: opened.dataDir, embedder: TEST_EMBEDDER }));
    expect(error).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('another Carrel process'),
    });
    await opened.store.ping();
  });

  it('a folder that is a file', async () => {
    const dataDir = join(opened.dataDir, 'file');
    await writeFile(dataDir, '');
    const error = await reject(openEmbeddedStore({ dataDir, embedder: TEST_EMBEDDER }));
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining(dataDir) });
  });

  it.runIf(process.platform === 'linux')('a folder in which nothing can be made, at once', async () => {
    for (const dataDir of ['/proc', '/proc/carrel/data']) {
      const error = await reject(openEmbeddedStore({ dataDir, embedder: TEST_EMBEDDER }));
      expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining(dataDir) });
    }
  });

  it('a lock that can not be opened, or is damaged, and says which file it is', async () => {
    await opened.store.close();
    const lock = join(opened.dataDir, 'lock.db');
    const open = () => reject(openEmbeddedStore({ dataDir: opened.dataDir, embedder: TEST_EMBEDDER }));
    await rm(lock);
    await mkdir(lock);
    expect(await open()).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/The data folder .* can't be used\. .* could not open a file/),
    });
    await rm(lock, { recursive: true });
    await writeFile(lock, 'no database '.repeat(100));
    expect(await open()).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining(lock) });
    await rm(lock);
    await opened.reopen();
  });

  it('a directory.db that can not be opened, and names the folder', async () => {
    await opened.store.close();
    const directory = join(opened.dataDir, 'directory.db');
    await rename(directory, `${directory}-kept`);
    await mkdir(directory);
    const error = await reject(openEmbeddedStore({ dataDir: opened.dataDir, embedder: TEST_EMBEDDER }));
    expect(error).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining(`The data folder ${opened.dataDir} can't be used.`),
    });
    await rm(directory, { recursive: true });
    await rename(`${directory}-kept`, directory);
    await opened.reopen();
  });

  it('a file that a newer version wrote', async () => {
    const tenant = await openNewTenant(opened.store);
    await tenant.usage();
    await opened.store.close();
    const database = new Database(fileOf(tenant.tenantId));
    database.exec('PRAGMA user_version = 999');
    database.close();

    const error = await reject((await opened.reopen()).openTenant(tenant.tenantId));
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('newer version') });
  });

  it('a file that bears another tenant’s id', async () => {
    const [a, b] = [await openNewTenant(opened.store), await openNewTenant(opened.store)];
    await ingestDocument(a, [newChunk(0)]);
    await opened.store.close();
    await rename(fileOf(a.tenantId), fileOf(b.tenantId));

    const store = await opened.reopen();
    expect((await reject(openTestTenant(store, b.tenantId)))?.message).toMatch(/^tenant breach/);
    expect(await reject(openTestTenant(store, a.tenantId))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it.each(['missing', 'empty'])('a file that was there and is %s, and makes no other in its place', async (state) => {
    const [a, b] = [await openNewTenant(opened.store), await openNewTenant(opened.store)];
    const none = await openNewTenant(opened.store);
    for (const tenant of [a, b]) await ingestDocument(tenant, [newChunk(0)]);
    await opened.store.close();
    await rm(fileOf(a.tenantId));
    if (state === 'empty') await writeFile(fileOf(a.tenantId), '');

    const store = await opened.reopen();
    expect(await reject(store.openTenant(a.tenantId))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/missing or empty.*backup/),
    });
    const { document, original } = newDocument();
    expect(await reject(a.documents.create(document, original))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await (await openTestTenant(store, b.tenantId)).usage()).toMatchObject({ documents: 1 });
    expect((await ingestDocument(await openTestTenant(store, none.tenantId), [newChunk(0)])).length).toBe(32);
  });

  it.each(['missing', 'empty'])('a start where directory.db is %s beside the files of organisations', async (state) => {
    await ingestDocument(await openNewTenant(opened.store), [newChunk(0)]);
    await opened.store.close();
    await rename(join(opened.dataDir, 'directory.db'), join(opened.dataDir, 'kept'));
    if (state === 'empty') await writeFile(join(opened.dataDir, 'directory.db'), '');
    const error = await reject(openEmbeddedStore({ dataDir: opened.dataDir, embedder: TEST_EMBEDDER }));
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('directory.db') });
    await rename(join(opened.dataDir, 'kept'), join(opened.dataDir, 'directory.db'));
    await opened.reopen();
  });

  it('files whose log was lost that a killed server left beside them, and makes nothing in their place', async () => {
    const [a, b] = [await openNewTenant(opened.store), await openNewTenant(opened.store)];
    for (const tenant of [a, b]) await ingestDocument(tenant, [newChunk(0)]);
    // As a copy of the files named `.db` alone, of a folder whose server was killed.
    const copy = await openTemporaryStore();
    await copy.store.close();
    for (const name of ['directory.db', 'tenants']) await rm(join(copy.dataDir, name), { recursive: true });
    await mkdir(join(copy.dataDir, 'tenants'));
    const take = (name: string) => copyFile(join(opened.dataDir, name), join(copy.dataDir, name));
    for (const id of [a.tenantId, b.tenantId]) await take(join('tenants', `${id}.db`));
    await take('directory.db');
    const open = () => openEmbeddedStore({ dataDir: copy.dataDir, embedder: TEST_EMBEDDER });
    expect(await reject(open())).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('directory.db-wal'),
    });

    await take('directory.db-wal');
    await take(join('tenants', `${b.tenantId}.db-wal`));
    const store = await open();
    expect(await reject(store.openTenant(a.tenantId))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('-wal'),
    });
    expect(await (await openTestTenant(store, b.tenantId)).usage()).toMatchObject({ documents: 1 });
    await store.close();
    await copy.close();
  });

  it('writes, and a ping, once its folder was removed', async () => {
    const tenant = await openNewTenant(opened.store);
    await ingestDocument(tenant, [newChunk(0)]);
    await rename(opened.dataDir, `${opened.dataDir}-moved`);
    const { document, original } = newDocument();
    expect(await reject(tenant.documents.create(document, original))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await reject(opened.store.directory.register(newMember()))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await reject(opened.store.ping())).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await rename(`${opened.dataDir}-moved`, opened.dataDir);
    await opened.store.ping();
    await rename(join(opened.dataDir, 'tenants'), join(opened.dataDir, 'moved'));
    expect(await reject(opened.store.ping())).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await rename(join(opened.dataDir, 'moved'), join(opened.dataDir, 'tenants'));
    await opened.store.ping();
    expect((await tenant.documents.create(document, original)).created).toBe(true);
  });

  it('rows that bear another tenant’s id', async () => {
    const tenant = await openNewTenant(opened.store);
    const id = await ingestDocument(tenant, [newChunk(0)]);
    await opened.store.close();
    const database = new Database(fileOf(tenant.tenantId));
    for (const table of ['documents', 'passages', 'vectors', 'original_pieces', 'texts']) {
      database.exec(`UPDATE ${table} SET tenant_id = '${newMember().tenant.id}'`);
    }
    database.close();

    const again = await openTestTenant(await opened.reopen(), tenant.tenantId);
    const search = { limit: 5, filter: {} };
    for (const read of [
      () => again.documents.findMany([id]),
      () => again.documents.list(page),
      () => again.documents.original(id),
      () => again.documents.text(id, { start: 0 }),
      () => again.documents.delete(id),
      () => again.chunks.first(search),
      () => nearest(again, newChunk(0).vector, search),
      () => matching(again, ['word'], search),
    ]) {
      expect((await reject(read()))?.message).toMatch(/^tenant breach/);
    }
  });
});

describe('a damaged file', () => {
  it('is a clear error for its tenant alone, until it is restored', async () => {
    const [hurt, well] = [await openNewTenant(opened.store), await openNewTenant(opened.store)];
    await ingestDocument(hurt, [newChunk(0)]);
    await ingestDocument(well, [newChunk(0)]);
    await opened.store.close();
    const backup = join(opened.dataDir, 'backup.db');
    await copyFile(fileOf(hurt.tenantId), backup);
    await writeFile(fileOf(hurt.tenantId), 'no database at all '.repeat(1_000));

    const store = await opened.reopen();
    const error = await reject(openTestTenant(store, hurt.tenantId));
    expect(error).toMatchObject({
      name: 'AppError',
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('damaged'),
    });
    const other = await openTestTenant(store, well.tenantId);
    const { document, original } = newDocument();
    expect(await other.documents.create(document, original)).toMatchObject({ created: true });

    await copyFile(backup, fileOf(hurt.tenantId));
    const restored = await openTestTenant(store, hurt.tenantId);
    expect(await restored.documents.list(page)).toMatchObject({ totalCount: 1 });
  });
});

describe('the thread that speaks to SQLite', () => {
  it('fails the calls under way with a clear error when it dies, and is started again', async () => {
    const posting = vi.spyOn(Worker.prototype, 'postMessage');
    const tenant = await openNewTenant(opened.store);
    const id = await ingestDocument(tenant, [newChunk(0)]);
    const [worker] = posting.mock.contexts;
    posting.mockRestore();
    if (!(worker instanceof Worker)) throw new TypeError('No worker was spoken to.');

    // Asked of a thread that is ending already: it can't be quicker than its end.
    const ended = worker.terminate();
    const running = reject(tenant.usage());
    await ended;
    expect(await running).toMatchObject({ code: 'STORE_UNAVAILABLE', details: { retryAfterSeconds: 1 } });
    expect(await tenant.chunks.first({ limit: 5, filter: {} })).toMatchObject([{ documentId: id }]);
  });
});
