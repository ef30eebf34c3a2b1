import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TenantId } from '../../src/ids.ts';
import type { Store } from '../../src/store/store.ts';
import { openTemporaryStore } from '../support/store-embedded.ts';
import {
  ingestDocument,
  newAttempt,
  newChunk,
  newDocument,
  openNewTenant,
  openTestTenant,
  type TestTenant,
} from '../support/store-fixtures.ts';

const MEBIBYTE = 1024 * 1024;

let opened: Awaited<ReturnType<typeof openTemporaryStore>>;
let tenant: TestTenant;
beforeEach(async () => {
  opened = await openTemporaryStore();
  tenant = await openNewTenant(opened.store);
});
afterEach(() => opened.close());

function inFile<T>(id: TenantId, work: (database: Database.Database) => T): T {
  const database = new Database(join(opened.dataDir, 'tenants', `${id}.db`), { timeout: 5_000 });
  try {
    return work(database);
  } finally {
    database.close();
  }
}
const pieces = () =>
  inFile(tenant.tenantId, (database) =>
    ['stored_originals', 'original_pieces'].map((table) =>
      Number((database.prepare(`SELECT count(*) AS rows FROM ${table}`).get() as { rows: number }).rows),
    ),
  );
async function until(store: Store, expected: readonly number[]): Promise<void> {
  while (String(pieces()) !== String(expected)) await store.ping();
}
/** An original of so many bytes, and what it is replaced with. */
const large = (bytes: number) => newDocument({ content: 'x'.repeat(bytes) });

describe('the pieces of originals', () => {
  it('go with their document, its earlier version, and what was to come', async () => {
    const id = await ingestDocument(tenant, [newChunk(0)], { content: 'x'.repeat(2 * MEBIBYTE) });
    expect(pieces()).toEqual([1, 2]);
    const next = large(3 * MEBIBYTE);
    await tenant.documents.replace(id, next.document, next.original);
    expect(pieces()).toEqual([2, 5]);
    const last = large(MEBIBYTE + 1);
    await tenant.documents.replace(id, last.document, last.original);
    await until(opened.store, [2, 4]);
    const attempt = newAttempt(id);
    await tenant.ingestion.begin(attempt);
    await tenant.ingestion.finish(attempt, { text: 'x', chunkCount: 0, pageCount: null, pageStarts: [] });
    await until(opened.store, [1, 2]);
    expect(await tenant.documents.original(id)).toHaveLength(MEBIBYTE + 1);
    await tenant.documents.delete(id);
    await until(opened.store, [0, 0]);
  });

  it('go where what they are read from breaks off, and no document is there', async () => {
    const { document } = large(3 * MEBIBYTE);
    const broken = async function* () {
      yield new Uint8Array(2 * MEBIBYTE + 5);
      expect(pieces()).toEqual([1, 1]);
      throw new Error('It broke off.');
    };
    await expect(tenant.documents.create(document, broken())).rejects.toThrow('It broke off.');
    await until(opened.store, [0, 0]);
    expect(await tenant.documents.findMany([document.id])).toEqual([]);
  });

  it('go when they were left by a process that is no more', async () => {
    await ingestDocument(tenant, [newChunk(0)]);
    inFile(tenant.tenantId, (database) => {
      database
        .prepare('INSERT INTO stored_originals (tenant_id, document_id, unused_since) VALUES (?, ?, ?)')
        .run(tenant.tenantId, 'left', Date.now() - 3_600_000);
      const insert = database.prepare(
        'INSERT INTO original_pieces (original, piece, tenant_id, bytes) VALUES (2, ?, ?, ?)',
      );
      for (let piece = 0; piece < 40; piece += 1) insert.run(piece, tenant.tenantId, Buffer.from('left'));
    });
    expect(pieces()).toEqual([2, 41]);
    const store = await opened.reopen();
    await (await openTestTenant(store, tenant.tenantId)).usage();
    await until(store, [1, 1]);
  });

  it('are stored once for what is there already', async () => {
    const { document, original } = large(2 * MEBIBYTE);
    await tenant.documents.create(document, original);
    expect(await tenant.documents.create(document, original)).toMatchObject({ created: false });
    expect(pieces()).toEqual([1, 2]);
  });
});

describe('an original that was stored whole, by a version before', () => {
  /** Puts what is stored in pieces where earlier versions had it. */
  const putBack = (table: 'originals' | 'replacements') =>
    inFile(tenant.tenantId, (database) => {
      const content = Buffer.from('of before');
      if (table === 'replacements')
        database.prepare('UPDATE replacements SET original = NULL, bytes = ?').run([content]);
      else {
        database.exec(
          'UPDATE documents SET original = NULL; DELETE FROM original_pieces; DELETE FROM stored_originals',
        );
        database.prepare('INSERT INTO originals SELECT id, tenant_id, ? FROM documents').run([content]);
      }
    });
  const text = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString();

  it('is read, by range too, and gives way to a new version', async () => {
    const id = await ingestDocument(tenant, [newChunk(0)]);
    await opened.store.close();
    putBack('originals');
    tenant = await openTestTenant(await opened.reopen(), tenant.tenantId);
    expect(text(await tenant.documents.original(id))).toBe('of before');
    expect(text(await tenant.documents.original(id, { start: 3, end: 5 }))).toBe('be');
    expect(text(await tenant.ingestion.original(id, { start: 3 }))).toBe('before');

    const next = newDocument({ content: 'fresh' });
    await tenant.documents.replace(id, next.document, next.original);
    const attempt = newAttempt(id);
    await tenant.ingestion.begin(attempt);
    await tenant.ingestion.finish(attempt, { text: 'x', chunkCount: 0, pageCount: null, pageStarts: [] });
    expect(text(await tenant.documents.original(id))).toBe('fresh');
  });

  it('takes the place of the present one, where it waited for that', async () => {
    const id = await ingestDocument(tenant, [newChunk(0)]);
    const next = newDocument({ content: 'to come' });
    await tenant.documents.replace(id, next.document, next.original);
    await opened.store.close();
    putBack('replacements');
    tenant = await openTestTenant(await opened.reopen(), tenant.tenantId);
    expect(text(await tenant.ingestion.original(id))).toBe('of before');
    const attempt = newAttempt(id);
    await tenant.ingestion.begin(attempt);
    await tenant.ingestion.finish(attempt, { text: 'x', chunkCount: 0, pageCount: null, pageStarts: [] });
    expect(text(await tenant.documents.original(id, { end: 2 }))).toBe('of');
  });
});
