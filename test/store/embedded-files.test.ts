import { copyFile, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TenantId } from '../../src/ids.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import type { OpenedStore } from '../contracts/store.ts';
import { openTemporaryStore } from '../support/store-embedded.ts';
import {
  beginDocument,
  ingestDocument,
  newChunk,
  newDocument,
  newMember,
  openNewTenant,
  TEST_EMBEDDER,
} from '../support/store-fixtures.ts';

let opened: OpenedStore & { dataDir: string };
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

  it('are open for a few tenants only, while all of them answer', async () => {
    const tenants = await Promise.all(Array.from({ length: 30 }, () => openNewTenant(opened.store)));
    await Promise.all(tenants.map((tenant) => ingestDocument(tenant, [newChunk(0)])));
    for (const tenant of tenants) {
      expect(await tenant.chunks.nearest(newChunk(0).vector, { limit: 5, filter: {} })).toHaveLength(1);
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
    await tenant.chunks.write(failed, many(10));
    await tenant.documents.delete(deleted);
    await tenant.documents.fail(failed, 'No.');
    const kept = await ingestDocument(tenant, many(3));
    const store = await opened.reopen();
    const again = await store.openTenant(tenant.tenantId);

    const left = () => {
      const database = new Database(fileOf(tenant.tenantId), { timeout: 5_000 });
      const count = (table: string) =>
        Object.values(database.prepare(`SELECT count(*) FROM ${table}`).get() as object)[0];
      const counts = ['chunks', 'passages', 'vectors', 'keywords', 'texts', 'versions'].map(count);
      database.close();
      return counts;
    };
    const expected = [3, 3, 3, 3, 1, 1];
    while (String(left()) !== String(expected)) await store.ping();
    expect(await again.chunks.first({ limit: 50, filter: {} })).toMatchObject(
      [0, 1, 2].map((index) => ({ index, documentId: kept })),
    );
  });
});

describe('an embedded store refuses', () => {
  it('a start with another embedder, naming both', async () => {
    await opened.store.close();
    const error = await reject(
      openEmbeddedStore({ dataDir: opened.dataDir, embedder: { id: 'other-embedder', dimensions: 4 } }),
    );
    expect(error).toMatchObject({ name: 'AppError', code: 'STORE_UNAVAILABLE' });
    expect(error?.message).toMatch(/test-embedder.*other-embedder/);
    const wider = { ...TEST_EMBEDDER, dimensions: 8 };
    expect(await reject(openEmbeddedStore({ dataDir: opened.dataDir, embedder: wider }))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
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
    expect((await reject(store.openTenant(b.tenantId)))?.message).toMatch(/^tenant breach/);
    expect(await (await store.openTenant(a.tenantId)).usage()).toMatchObject({ documents: 0 });
  });

  it('rows that bear another tenant’s id', async () => {
    const tenant = await openNewTenant(opened.store);
    const id = await ingestDocument(tenant, [newChunk(0)]);
    await opened.store.close();
    const database = new Database(fileOf(tenant.tenantId));
    for (const table of ['documents', 'passages', 'vectors', 'originals', 'texts']) {
      database.exec(`UPDATE ${table} SET tenant_id = '${newMember().tenant.id}'`);
    }
    database.close();

    const again = await (await opened.reopen()).openTenant(tenant.tenantId);
    const search = { limit: 5, filter: {} };
    for (const read of [
      () => again.documents.findMany([id]),
      () => again.documents.list(page),
      () => again.documents.original(id),
      () => again.documents.text(id, { start: 0 }),
      () => again.documents.delete(id),
      () => again.chunks.first(search),
      () => again.chunks.nearest(newChunk(0).vector, search),
      () => again.chunks.matching(['word'], search),
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
    const error = await reject(store.openTenant(hurt.tenantId));
    expect(error).toMatchObject({
      name: 'AppError',
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('damaged'),
    });
    const other = await store.openTenant(well.tenantId);
    const { document, original } = newDocument();
    expect(await other.documents.create(document, original)).toMatchObject({ created: true });

    await copyFile(backup, fileOf(hurt.tenantId));
    const restored = await store.openTenant(hurt.tenantId);
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
