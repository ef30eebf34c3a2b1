import { beforeEach, describe, expect, it } from 'vitest';
import { type DocumentId, newId } from '../../src/ids.ts';
import { NO_PROGRESS } from '../../src/store/document-status.ts';
import type { IngestionAttempt } from '../../src/store/ingestion.ts';
import type { Store } from '../../src/store/store.ts';
import {
  beginDocument,
  ingestDocument,
  matching,
  nearest,
  newAttempt,
  newChunk,
  newDocument,
  openNewTenant,
  type TestTenant,
} from '../support/store-fixtures.ts';

export function describeIngestion(store: () => Store): void {
  describe('ingestion', () => {
    let tenant: TestTenant;
    beforeEach(async () => {
      tenant = await openNewTenant(store());
    });

    const find = async (id: DocumentId) => (await tenant.documents.findMany([id]))[0];
    const nearby = () => nearest(tenant, newChunk(0).vector, { limit: 50, filter: {} });
    const worded = () => matching(tenant, ['word'], { limit: 50, filter: {} });
    const firsts = () => tenant.chunks.first({ limit: 50, filter: {} });
    const searches = () => Promise.all([nearby(), worded(), firsts()]);
    const indexes = async () => (await searches()).map((hits) => hits.map(({ index }) => index).sort());

    /** Every way to write under an attempt. */
    const writes = (attempt: IngestionAttempt) => [
      () => tenant.ingestion.write(attempt, [newChunk(7)]),
      () =>
        tenant.ingestion.setProgress(attempt, {
          ...NO_PROGRESS,
          stage: 'EMBEDDING',
          chunksEmbedded: 9,
          chunksTotal: 9,
        }),
      () => tenant.ingestion.fail(attempt, 'Overtaken.'),
      () => tenant.ingestion.release(attempt),
      () => tenant.ingestion.finish(attempt, { text: 'overtaken', chunkCount: 1, pageCount: null, pageStarts: [] }),
    ];
    const expectOver = async (attempt: IngestionAttempt) => {
      for (const write of writes(attempt)) expect(await write()).toBe(false);
    };

    it('takes a document from waiting to searchable, and tells how far it is', async () => {
      const { document, original } = newDocument();
      await tenant.documents.create(document, original);
      const attempt = newAttempt(document.id);

      expect(await tenant.ingestion.begin(attempt)).toMatchObject({ id: document.id, status: 'PROCESSING' });
      const progress = { ...NO_PROGRESS, stage: 'EMBEDDING', chunksEmbedded: 1, chunksTotal: 2 } as const;
      expect(await tenant.ingestion.setProgress(attempt, progress)).toBe(true);
      expect(await find(document.id)).toMatchObject({
        status: 'PROCESSING',
        progress,
        generation: null,
        chunkCount: 0,
      });
      expect(await tenant.ingestion.write(attempt, [newChunk(0), newChunk(1)])).toBe(true);
      expect(
        await tenant.ingestion.finish(attempt, { text: 'word\nword', chunkCount: 2, pageCount: null, pageStarts: [] }),
      ).toBe(true);

      expect(await find(document.id)).toMatchObject({
        status: 'SEARCHABLE',
        error: null,
        chunkCount: 2,
        generation: attempt.generation,
        progress: { ...NO_PROGRESS, stage: 'DONE', chunksEmbedded: 2, chunksTotal: 2 },
      });
      expect(await tenant.ingestion.begin(newAttempt(document.id))).toBeNull();
      await expectOver(attempt);
    });

    it('shows nothing until it finishes, and then everything', async () => {
      const attempt = await beginDocument(tenant);
      await tenant.ingestion.write(attempt, [newChunk(0), newChunk(1)]);
      await tenant.ingestion.write(attempt, [newChunk(2)]);
      expect(await searches()).toEqual([[], [], []]);
      expect(await tenant.documents.text(attempt.documentId, { start: 0 })).toBeNull();

      await tenant.ingestion.finish(attempt, { text: 'word', chunkCount: 3, pageCount: null, pageStarts: [] });
      expect(await indexes()).toEqual(Array(3).fill([0, 1, 2]));
      expect(await tenant.documents.text(attempt.documentId, { start: 0 })).toBe('word');
    });

    it('gives a chunk back as it was written', async () => {
      const attempt = await beginDocument(tenant);
      const chunk = {
        ...newChunk(3, { terms: ['naïv', 'c++', 'naïv', "o'hara"], angle: 0.25 }),
        text: 'Line one\u0000\n"two" 🙂',
        headings: ['A > B', ''],
      };
      await tenant.ingestion.write(attempt, [chunk, { ...newChunk(4, { angle: 3 }), terms: [], headings: [] }]);
      await tenant.ingestion.finish(attempt, { text: 'x', chunkCount: 2, pageCount: null, pageStarts: [] });

      const { terms, vector, sentences, ...text } = chunk;
      const access = { collection: null, visibility: 'ORGANIZATION', containsPii: false, createdBy: null };
      expect(await tenant.chunks.read(await nearby())).toEqual([
        { ...text, ...attempt, tenantId: tenant.tenantId, documentName: 'notes.txt', access, sentences: null },
        expect.objectContaining({ ...attempt, index: 4, headings: [] }),
      ]);
      expect(await tenant.ingestion.read(attempt, { from: 0, limit: 9 })).toEqual([
        chunk,
        expect.objectContaining({ index: 4, terms: [] }),
      ]);
      expect(await tenant.ingestion.read(attempt, { from: 4, limit: 9 })).toMatchObject([{ index: 4 }]);
      expect(await tenant.ingestion.read(attempt, { from: 3, limit: 1 })).toMatchObject([{ index: 3 }]);
    });

    it('lists what is unfinished by id, a page at a time, and finds a document whoever may see it', async () => {
      const waiting = await Promise.all(
        [1, 2].map(async () => {
          const { document, original } = newDocument({ containsPii: true });
          return (await tenant.documents.create(document, original)).document.id;
        }),
      );
      const { documentId: begun } = await beginDocument(tenant);
      const done = await ingestDocument(tenant, [newChunk(0)]);
      const failed = await beginDocument(tenant);
      await tenant.ingestion.fail(failed, 'No.');

      const unfinished = [...waiting, begun].sort();
      const page = await tenant.ingestion.unfinished({ after: null, limit: 2 });
      expect(page).toEqual(unfinished.slice(0, 2));
      expect(await tenant.ingestion.unfinished({ after: page[1] ?? null, limit: 2 })).toEqual(unfinished.slice(2));
      expect(await tenant.ingestion.find(done)).toMatchObject({ id: done, status: 'SEARCHABLE' });
      expect(await tenant.ingestion.find(newId<DocumentId>())).toBeNull();
      expect(await tenant.ingestion.original(newId<DocumentId>())).toBeNull();
    });

    it('replaces a chunk that is written again', async () => {
      const attempt = await beginDocument(tenant);
      await tenant.ingestion.write(attempt, [newChunk(0, { terms: ['old'] }), newChunk(1)]);
      await tenant.ingestion.write(attempt, [newChunk(0, { terms: ['fresh'] })]);
      await tenant.ingestion.finish(attempt, { text: 'x', chunkCount: 2, pageCount: null, pageStarts: [] });

      expect(await matching(tenant, ['old'], { limit: 5, filter: {} })).toEqual([]);
      expect(await matching(tenant, ['fresh'], { limit: 5, filter: {} })).toMatchObject([{ index: 0 }]);
      expect(await nearby()).toHaveLength(2);
    });

    it('lets an attempt that was overtaken write nothing', async () => {
      const first = await beginDocument(tenant);
      await tenant.ingestion.write(first, [newChunk(0), newChunk(1), newChunk(2)]);
      const second = newAttempt(first.documentId);
      expect(await tenant.ingestion.begin(second)).toMatchObject({ status: 'PROCESSING' });

      await expectOver(first);
      expect(await find(first.documentId)).toMatchObject({ status: 'PROCESSING', error: null });
      await tenant.ingestion.write(second, [newChunk(5)]);
      expect(
        await tenant.ingestion.finish(second, { text: 'second', chunkCount: 1, pageCount: null, pageStarts: [] }),
      ).toBe(true);
      await expectOver(first);
      expect(await indexes()).toEqual([[5], [5], [5]]);
      expect(await tenant.documents.text(first.documentId, { start: 0 })).toBe('second');
    });

    it('lets one of two attempts that finish at once win', async () => {
      const first = await beginDocument(tenant);
      const second = newAttempt(first.documentId);
      const [, begun, ...finished] = await Promise.all([
        tenant.ingestion.write(first, [newChunk(0)]),
        tenant.ingestion.begin(second),
        tenant.ingestion.finish(first, { text: 'first', chunkCount: 1, pageCount: null, pageStarts: [] }),
        tenant.ingestion.finish(second, { text: 'second', chunkCount: 0, pageCount: null, pageStarts: [] }),
      ]);
      expect(finished.filter(Boolean)).toHaveLength(1);
      const winner = finished[0] ? first : second;
      if (winner === second) expect(begun).not.toBeNull();
      expect(await find(first.documentId)).toMatchObject({ generation: winner.generation });
    });

    it('stops with the document: an attempt at a deleted one writes nothing', async () => {
      const attempt = await beginDocument(tenant);
      await tenant.ingestion.write(attempt, [newChunk(0)]);
      expect(await tenant.documents.delete(attempt.documentId)).toBe(true);

      await expectOver(attempt);
      expect(await find(attempt.documentId)).toBeUndefined();
      expect(await searches()).toEqual([[], [], []]);
      await expectOver(newAttempt(newId<DocumentId>()));
    });

    it('that fails leaves a reason and the original, and nothing to search', async () => {
      const attempt = await beginDocument(tenant, { content: 'kept' });
      await tenant.ingestion.write(attempt, [newChunk(0)]);
      expect(await tenant.ingestion.fail(attempt, 'The file holds no text.')).toBe(true);

      expect(await find(attempt.documentId)).toMatchObject({
        status: 'FAILED',
        error: 'The file holds no text.',
        chunkCount: 0,
        generation: null,
      });
      expect(await tenant.documents.original(attempt.documentId)).toEqual(new TextEncoder().encode('kept'));
      expect(await searches()).toEqual([[], [], []]);
      await expectOver(attempt);

      const retry = newAttempt(attempt.documentId);
      expect(await tenant.ingestion.begin(retry)).toMatchObject({ status: 'PROCESSING', error: null });
    });

    it('that is released waits again, from the start', async () => {
      const attempt = await beginDocument(tenant);
      await tenant.ingestion.write(attempt, [newChunk(0)]);
      await tenant.ingestion.setProgress(attempt, {
        ...NO_PROGRESS,
        stage: 'EMBEDDING',
        chunksEmbedded: 1,
        chunksTotal: 3,
      });
      expect(await tenant.ingestion.release(attempt)).toBe(true);

      expect(await find(attempt.documentId)).toMatchObject({
        status: 'PENDING',
        progress: { ...NO_PROGRESS, stage: 'WAITING', chunksEmbedded: 0, chunksTotal: null },
      });
      await expectOver(attempt);
      const next = newAttempt(attempt.documentId);
      expect(await tenant.ingestion.begin(next)).not.toBeNull();
      await tenant.ingestion.finish(next, { text: 'x', chunkCount: 0, pageCount: null, pageStarts: [] });
      expect(await searches()).toEqual([[], [], []]);
    });

    it('refuses a vector that would spoil the ranking, and writes nothing of its batch', async () => {
      const attempt = await beginDocument(tenant);
      for (const vector of [
        [1, 0, 0],
        [Number.NaN, 0, 0, 1],
        [Number.POSITIVE_INFINITY, 0, 0, 0],
        [0, 0, 0, 0],
      ]) {
        const bad = { ...newChunk(1), vector: Float32Array.from(vector) };
        await expect(tenant.ingestion.write(attempt, [newChunk(0), bad])).rejects.toBeInstanceOf(TypeError);
      }
      await tenant.ingestion.finish(attempt, { text: 'x', chunkCount: 0, pageCount: null, pageStarts: [] });
      expect(await searches()).toEqual([[], [], []]);
    });
  });
}
