import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StartupError } from '../../src/errors.ts';
import { openMongoStore } from '../../src/store/mongo/mongo-store.ts';
import { type MongoServer, startMongoServer } from '../support/mongo-server/server.ts';
import { openTestMongoStore, type TestMongoStore } from '../support/mongo-store.ts';
import {
  beginDocument,
  ingestDocument,
  nearest,
  newChunk,
  newDocument,
  newMember,
  openNewTenant,
  TEST_EMBEDDER,
  type TestTenant,
} from '../support/store-fixtures.ts';

const UNAVAILABLE = { name: 'AppError', code: 'STORE_UNAVAILABLE', details: { retryAfterSeconds: expect.any(Number) } };

describe('when MongoDB fails', () => {
  let server: MongoServer;
  let opened: TestMongoStore;
  let tenant: TestTenant;
  beforeEach(async () => {
    server = await startMongoServer();
    opened = await openTestMongoStore(server.uri, { onUnexpected: () => {} });
    tenant = await openNewTenant(opened.store);
  });
  afterEach(async () => {
    await server.control.restart().catch(() => {});
    await opened.close();
    await server.close();
  });

  it('says so within five seconds, and goes on when it is back', async () => {
    const id = await ingestDocument(tenant, [newChunk(0)]);
    await server.control.kill();
    const began = performance.now();
    const search = { limit: 5, filter: {} };
    const asked = [
      opened.store.ping(),
      opened.store.directory.findUserByEmail('a@example.org'),
      tenant.documents.findMany([id]),
      nearest(tenant, newChunk(0).vector, search),
      tenant.documents.delete(id),
      opened.store.queue.size(),
    ];
    for (const result of await Promise.allSettled(asked)) {
      expect(result).toMatchObject({ status: 'rejected', reason: UNAVAILABLE });
    }
    expect(performance.now() - began).toBeLessThan(5_000);

    await server.control.restart();
    expect(await nearest(tenant, newChunk(0).vector, search)).toMatchObject([{ documentId: id }]);
    await ingestDocument(tenant, [newChunk(0)]);
  });

  it('does not start, and says which database is away and why, but no password', async () => {
    const { host } = new URL(server.uri);
    await server.control.kill();
    const uri = server.uri.replace('mongodb://', 'mongodb://ada:hunter2@');
    const error: unknown = await openMongoStore({ uri, embedder: TEST_EMBEDDER }).catch((failure) => failure);
    expect(error).toBeInstanceOf(StartupError);
    expect(String(error)).toMatch(`The database at ${host} can't be reached (`);
    expect(String(error)).toContain('ECONNREFUSED');
    expect(String(error)).not.toMatch(/ada|hunter2/);
  });

  it('does not start with a connection string that makes no sense, and says why, but no password', async () => {
    const uri = 'mongodb://ada:hunter2@127.0.0.1/?colour=blue';
    const error: unknown = await openMongoStore({ uri, embedder: TEST_EMBEDDER }).catch((failure) => failure);
    expect(error).toBeInstanceOf(StartupError);
    expect(String(error)).toMatch(/MONGODB_URI can't be used: .*colour/);
    expect(String(error)).not.toMatch(/ada|hunter2/);
  });

  it('never repeats a value that is taken', async () => {
    const member = newMember();
    await opened.store.directory.register(member);
    const again = newMember({ email: member.user.email });
    const error = await opened.store.directory.register(again).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'CONFLICT' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(member.user.email);
    expect((error as Error).cause).toBeUndefined();
  });

  it('carries out once what was cut off after it was done', async () => {
    const { document, original } = newDocument();
    server.control.cutNext(({ name, command }) => name === 'insert' && command['insert'] === 'documents', 'after');
    expect(await tenant.documents.create(document, original)).toMatchObject({ created: true });
    expect(await tenant.documents.original(document.id)).toEqual(original);

    const attempt = await beginDocument(tenant);
    server.control.cutNext(({ name, command }) => name === 'update' && command['update'] === 'documents', 'after');
    expect(await tenant.ingestion.finish(attempt, { text: 'x', chunkCount: 0, pageCount: null, pageStarts: [] })).toBe(
      true,
    );
  });

  it('leaves nothing searchable of an attempt that was cut off', async () => {
    const attempt = await beginDocument(tenant);
    server.control.failNext('update', { code: 91, times: 5 });
    await expect(tenant.ingestion.write(attempt, [newChunk(0)])).rejects.toMatchObject(UNAVAILABLE);
    expect(await nearest(tenant, newChunk(0).vector, { limit: 5, filter: {} })).toEqual([]);
  });

  it('stops a search whose reader leaves while the server is busy', async () => {
    await ingestDocument(tenant, [newChunk(0)]);
    const stop = new AbortController();
    const held = server.control.hangNext('find');
    const search = tenant.chunks.first({ limit: 5, filter: {}, signal: stop.signal });
    await held.arrived;
    stop.abort();
    await expect(search).rejects.toMatchObject({ name: 'AbortError' });
    held.release();
  });
});
