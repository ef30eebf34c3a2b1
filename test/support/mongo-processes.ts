import { afterEach, describe, expect, it } from 'vitest';
import { type DocumentId, newId } from '../../src/ids.ts';
import { EmbedderChanged } from '../../src/store/chunks.ts';
import { packSentences } from '../../src/store/sentences.ts';
import type { TestMongoStore } from './mongo-store.ts';
import {
  beginDocument,
  ingestDocument,
  nearest,
  newChunk,
  newMember,
  openTestTenant,
  TEST_EMBEDDER,
} from './store-fixtures.ts';

/**
 * What several processes on one deployment must do. `open` gives the first, on empty
 * databases; `events`: how they hear of each other, where that is known.
 */
export function describeProcesses(
  name: string,
  { open, events }: { open: () => Promise<TestMongoStore>; events?: 'change stream' | 'polling' },
): void {
  describe(`two processes on ${name}`, () => {
    const closers: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const close of closers.splice(0).reverse()) await close();
    });

    const openTwo = async () => {
      const opened = await open();
      closers.push(() => opened.close());
      const other = await opened.openAnother();
      const member = newMember();
      await opened.store.directory.register(member);
      const here = await openTestTenant(opened.store, member.tenant.id);
      const there = await openTestTenant(other, member.tenant.id);
      return { ...opened, store: opened.store, other, here, there };
    };

    it(events ? `tell each other what happened, by ${events}` : 'tell each other what happened', async () => {
      const { store, here, there } = await openTwo();
      if (events) expect(store.description).toContain(events);
      const stop = new AbortController();
      const changes = there.documents.changes({ signal: stop.signal })[Symbol.asyncIterator]();
      const first = changes.next();
      const own = here.documents.changes({ signal: stop.signal })[Symbol.asyncIterator]();
      const ownFirst = own.next();

      const { documentId } = await beginDocument(here);
      await here.documents.delete(documentId);
      const seen = [(await first).value, (await changes.next()).value, (await changes.next()).value];
      expect(seen.map(({ type }) => type)).toEqual(['ADDED', 'UPDATED', 'DELETED']);
      expect(seen.every((change) => change.documentId === documentId)).toBe(true);

      // What a process did itself it does not hear again.
      expect([(await ownFirst).value.type, (await own.next()).value.type, (await own.next()).value.type]).toEqual([
        'ADDED',
        'UPDATED',
        'DELETED',
      ]);
      const last = await beginDocument(here);
      expect((await own.next()).value).toEqual({ type: 'ADDED', documentId: last.documentId });
      stop.abort();
    });

    it('find each other’s documents at once, and switch each only once', async () => {
      const { here, there } = await openTwo();
      expect(await nearest(there, newChunk(0).vector, { limit: 5, filter: {} })).toEqual([]);
      const id = await ingestDocument(here, [newChunk(0)]);
      expect(await nearest(there, newChunk(0).vector, { limit: 5, filter: {} })).toMatchObject([{ documentId: id }]);

      const mine = await beginDocument(here);
      const theirs = { documentId: mine.documentId, generation: newId<typeof mine.generation>() };
      expect(await there.ingestion.begin(theirs)).not.toBeNull();
      expect(await here.ingestion.write(mine, [newChunk(0)])).toBe(false);
      expect(await here.ingestion.begin(mine)).toBeNull();
      expect(await here.ingestion.finish(mine, { text: 'mine', chunkCount: 0, pageCount: null, pageStarts: [] })).toBe(
        false,
      );
      expect(
        await there.ingestion.finish(theirs, { text: 'theirs', chunkCount: 0, pageCount: null, pageStarts: [] }),
      ).toBe(true);
      expect(await here.documents.text(mine.documentId, { start: 0 })).toBe('theirs');
    });

    it('share one queue: what one leased the other gets only when the lease is over', async () => {
      const { store, other, here } = await openTwo();
      const item = { tenantId: here.tenantId, documentId: newId<DocumentId>() };
      await store.queue.add(item);
      const held = await store.queue.lease({ after: null, leaseMs: 60_000 });
      expect(held).toMatchObject(item);
      expect(await other.queue.lease({ after: null, leaseMs: 60_000 })).toBeNull();
      if (held) await store.queue.renew(held, { leaseMs: 0 });
      expect(await other.queue.lease({ after: null, leaseMs: 60_000 })).toMatchObject(item);
      expect(held && (await store.queue.renew(held, { leaseMs: 60_000 }))).toBe(false);
    });

    it('count together, to the last use, also when they count the same at the same moment', async () => {
      const { store, other } = await openTwo();
      const keys = Array.from({ length: 20 }, (_, at) => `key ${at}`);
      const rounds = 5;
      const uses = keys.map((key) => ({ key, uses: 1, msLeft: 600_000 }));
      for (let round = 0; round < rounds; round += 1) {
        await Promise.all([store.counters.add(uses), other.counters.add(uses)]);
      }
      const counts = await store.counters.add(uses);
      expect(keys.map((key) => counts.get(key)?.uses)).toEqual(keys.map(() => 2 * rounds + 1));
    });

    it('sign with the same keys, those of whoever came first', async () => {
      const { store, other } = await openTwo();
      const claimed = await Promise.all([
        store.signingKeys.claim(async () => 'of one'),
        other.signingKeys.claim(async () => 'of the other'),
      ]);
      expect(new Set(claimed).size).toBe(1);
      expect(await other.signingKeys.claim(async () => 'new')).toBe(claimed[0]);
    });

    it('come to another embedder together, whichever of them embeds anew', async () => {
      const { openAnother, here } = await openTwo();
      const id = await ingestDocument(here, [newChunk(0)]);
      const wider = { id: 'wider', dimensions: 6 };
      const there = await openTestTenant(await openAnother({ embedder: wider }), here.tenantId);
      const attempt = await beginDocument(here);
      const vector = new Float32Array(wider.dimensions).fill(1);
      const chunks = await there.reembedding.next({ limit: 9 });
      await there.reembedding.write(chunks.map((chunk) => ({ ...chunk, vector, sentences: packSentences([]) })));
      expect(await there.reembedding.next({ limit: 9 })).toEqual([]);
      expect(await here.chunks.embedder()).toBe(TEST_EMBEDDER.id);
      expect(await there.reembedding.switch()).toBe(true);

      expect(await here.ingestion.write(attempt, [newChunk(0)])).toBe(false);
      await expect.poll(() => here.chunks.embedder()).toBe(wider.id);
      const all = { limit: 5, filter: {} };
      await expect(nearest(here, newChunk(0).vector, all)).rejects.toThrow(EmbedderChanged);
      const question = { vector, embedder: wider.id, terms: [] };
      expect((await here.chunks.candidates(question, all)).nearest).toMatchObject([{ documentId: id }]);
    });
  });
}
