import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentId } from '../../src/ids.ts';
import { NO_PROGRESS } from '../../src/store/document-status.ts';
import { COMMAND_MS } from '../../src/store/mongo/calls.ts';
import type { MongoStoreOptions } from '../../src/store/mongo/mongo-store.ts';
import { type MongoProxy, startMongoProxy } from '../support/mongo-proxy/proxy.ts';
import { openTestMongoStore, type TestMongoStore } from '../support/mongo-store.ts';
import {
  beginDocument,
  ingestDocument,
  nearest,
  newAttempt,
  newChunk,
  newDocument,
  openNewTenant,
  openTestTenant,
  type TestTenant,
} from '../support/store-fixtures.ts';

const UNAVAILABLE = { name: 'AppError', code: 'STORE_UNAVAILABLE', details: { retryAfterSeconds: expect.any(Number) } };
const search = { limit: 5, filter: {} };

/** What the store promises of a database and a network that fail, whichever database it is. */
export function describeMongoFaults(
  name: string,
  serverUri: () => Promise<string>,
  options: Partial<MongoStoreOptions> = {},
): void {
  describe(`the store on ${name}, when its database fails`, () => {
    let proxy: MongoProxy;
    let opened: TestMongoStore;
    let tenant: TestTenant;
    beforeEach(async () => {
      proxy = await startMongoProxy(await serverUri());
      opened = await openTestMongoStore(proxy.uri, { onUnexpected: () => {}, ...options });
      tenant = await openNewTenant(opened.store);
    });
    afterEach(async () => {
      proxy.resume();
      await opened.close();
      await proxy.close();
    });

    const on = (command: string, collection: string) => (seen: { name: string; command: Record<string, unknown> }) =>
      seen.name === command && (seen.command[command] ?? seen.command['findAndModify']) === collection;
    /** Resolves once no chunk of a document is left. */
    const gone = async (id: DocumentId, generation: string) => {
      const attempt = { ...newAttempt(id), generation: generation as never };
      while ((await tenant.ingestion.read(attempt, { from: 0, limit: 1 })).length > 0) await opened.store.ping();
    };

    it('says so of every call to one that answers `hello` and nothing else, and can be closed', async () => {
      const id = await ingestDocument(tenant, [newChunk(0)]);
      const { document, original } = newDocument();
      const attempt = await beginDocument(tenant);
      proxy.stall();
      const results = await Promise.allSettled([
        opened.store.ping(),
        opened.store.directory.findUserByEmail('a@example.org'),
        opened.store.queue.size(),
        opened.store.queue.lease({ after: null, leaseMs: 1_000 }),
        tenant.documents.findMany([id]),
        tenant.documents.create(document, original),
        tenant.documents.delete(id),
        nearest(tenant, newChunk(0).vector, search),
        tenant.usage(),
        tenant.ingestion.setProgress(attempt, {
          ...NO_PROGRESS,
          stage: 'PARSING',
          chunksEmbedded: 0,
          chunksTotal: null,
        }),
      ]);
      for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: UNAVAILABLE });
      await opened.store.close();
    }, 30_000);

    it('goes on once it answers again', async () => {
      const id = await ingestDocument(tenant, [newChunk(0)]);
      proxy.pause();
      await expect(tenant.documents.findMany([id])).rejects.toMatchObject(UNAVAILABLE);
      proxy.resume();
      for (;;) {
        const found = await tenant.documents.findMany([id]).catch(() => null);
        if (found) return expect(found).toHaveLength(1);
      }
    }, 30_000);

    it('says so where the connection breaks in the middle of a batch of chunks, which can be written again', async () => {
      const attempt = await beginDocument(tenant);
      proxy.cutNext(on('update', 'chunks'), 'before', { times: 2 });
      await expect(tenant.ingestion.write(attempt, [newChunk(0)])).rejects.toMatchObject(UNAVAILABLE);
      for (;;) {
        const written = await tenant.ingestion.write(attempt, [newChunk(0)]).catch(() => null);
        if (written !== null) return expect(written).toBe(true);
      }
    });

    it('lists as unfinished a document whose stored row was never confirmed', async () => {
      const { document, original } = newDocument();
      proxy.silenceNext(on('insert', 'documents'));
      await expect(tenant.documents.create(document, original)).rejects.toMatchObject(UNAVAILABLE);
      expect(await tenant.ingestion.unfinished({ after: null, limit: 5 })).toEqual([document.id]);
      expect(await tenant.ingestion.original(document.id)).toEqual(original);
    }, 30_000);

    it('stores a document at the second try where the first was cut off after its original', async () => {
      const { document, original } = newDocument();
      proxy.cutNext(on('insert', 'documents'), 'before', { times: 2 });
      await expect(tenant.documents.create(document, original)).rejects.toMatchObject(UNAVAILABLE);
      for (;;) {
        const stored = await tenant.documents.create(document, original).catch((error) => {
          expect(error).toMatchObject(UNAVAILABLE);
          return null;
        });
        if (!stored) continue;
        expect(stored).toMatchObject({ created: true, document: { id: document.id } });
        expect(await tenant.documents.original(document.id)).toEqual(original);
        return;
      }
    });

    it('tells its readers of a switch whose confirmation was lost, as soon as anybody takes the document up again', async () => {
      const attempt = await beginDocument(tenant);
      await tenant.ingestion.write(attempt, [newChunk(0)]);
      proxy.silenceNext(on('findAndModify', 'documents'));
      await expect(
        tenant.ingestion.finish(attempt, { text: 'x', chunkCount: 1, pageCount: null, pageStarts: [] }),
      ).rejects.toMatchObject(UNAVAILABLE);
      const stop = new AbortController();
      const change = tenant.documents.changes({ signal: stop.signal })[Symbol.asyncIterator]().next();
      expect(await tenant.ingestion.begin(newAttempt(attempt.documentId))).toBeNull();
      expect((await change).value).toEqual({ type: 'UPDATED', documentId: attempt.documentId });
      expect(await tenant.documents.findMany([attempt.documentId])).toMatchObject([{ status: 'SEARCHABLE' }]);
      stop.abort();
    }, 30_000);

    it.each(['lost', 'cut'] as const)(
      'tells other processes of a change although the news was %s',
      async (how) => {
        const other = await openTestTenant(await opened.openAnother(), tenant.tenantId);
        const stop = new AbortController();
        const heard = other.documents.changes({ signal: stop.signal })[Symbol.asyncIterator]();
        const first = heard.next();
        if (how === 'lost') proxy.silenceNext(on('update', 'events'));
        else proxy.cutNext(on('update', 'events'), 'before', { times: 2 });
        const { document, original } = newDocument();
        expect(await tenant.documents.create(document, original)).toMatchObject({ created: true });
        expect((await first).value).toEqual({ type: 'ADDED', documentId: document.id });
        await tenant.documents.delete(document.id);
        expect((await heard.next()).value).toEqual({ type: 'DELETED', documentId: document.id });
        stop.abort();
      },
      30_000,
    );

    it('removes what is left of a deleted document although the database goes away meanwhile', async () => {
      const id = await ingestDocument(tenant, [newChunk(0)]);
      const [{ generation = null } = {}] = await tenant.documents.findMany([id]);
      proxy.cutNext(on('delete', 'chunks'), 'before', { times: 3 });
      expect(await tenant.documents.delete(id)).toBe(true);
      await opened.store.idle();
      await gone(id, generation ?? '');
    }, 30_000);

    it('makes the database of an organisation once, however many wait for it and however long it takes', async () => {
      // Each command is answered in time, all of them together are not.
      const fresh = await openNewTenant(opened.store);
      proxy.delay((options.commandMs ?? COMMAND_MS) / 3);
      const documents = Array.from({ length: 3 }, () => newDocument());
      const created = await Promise.all(documents.map((each) => fresh.documents.create(each.document, each.original)));
      proxy.delay(0);
      expect(created).toMatchObject([{ created: true }, { created: true }, { created: true }]);
      const creates = proxy.commands.filter(({ command }) => command['create'] === 'documents');
      expect(creates).toHaveLength(1);
    }, 60_000);

    it('removes the chunks of a document whose deletion was never confirmed', async () => {
      const id = await ingestDocument(tenant, [newChunk(0)]);
      const [{ generation = null } = {}] = await tenant.documents.findMany([id]);
      proxy.silenceNext(on('findAndModify', 'documents'));
      await expect(tenant.documents.delete(id)).rejects.toMatchObject(UNAVAILABLE);
      expect(await tenant.documents.findMany([id])).toEqual([]);
      await gone(id, generation ?? '');
    }, 30_000);
  });
}
