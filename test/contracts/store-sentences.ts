import { beforeEach, describe, expect, it } from 'vitest';
import { type Generation, newId } from '../../src/ids.ts';
import { packSentences } from '../../src/store/sentences.ts';
import type { Store } from '../../src/store/store.ts';
import {
  beginDocument,
  ingestDocument,
  matching,
  nearest,
  newChunk,
  newQuestion,
  openNewTenant,
  TEST_EMBEDDER,
  type TestTenant,
} from '../support/store-fixtures.ts';

/** The vector of a chunk at this angle. */
const at = (angle: number) => newChunk(0, { angle }).vector;
/** Two sentences at these angles. */
const packed = (...angles: [number, number]) =>
  packSentences(angles.map((angle, place) => ({ start: place * 2, end: place * 2 + 1, vector: at(angle) })));
const search = { limit: 9, filter: {} };
const embedder = TEST_EMBEDDER.id;

export function describeSentences(store: () => Store): void {
  describe('sentences', () => {
    let tenant: TestTenant;
    const shownOf = async (documentId: Parameters<TestTenant['ingestion']['find']>[0]) => {
      const document = await tenant.ingestion.find(documentId);
      return { documentId, generation: document?.generation ?? newId<Generation>(), embedder };
    };
    const waiting = async (documentId: Parameters<TestTenant['ingestion']['find']>[0], limit = 9) =>
      (await tenant.ingestion.withoutSentences(documentId, { limit }))?.chunks.map(({ index }) => index) ?? null;

    beforeEach(async () => {
      tenant = await openNewTenant(store());
    });

    it('are asked for of the chunks that are shown, the first ones first, until they are written', async () => {
      const attempt = await beginDocument(tenant);
      await tenant.ingestion.write(
        attempt,
        [2, 0, 1].map((index) => newChunk(index)),
      );
      expect(await waiting(attempt.documentId)).toBeNull();
      await tenant.ingestion.finish(attempt, { text: 'x', chunkCount: 3, pageCount: null, pageStarts: [] });

      expect(await tenant.ingestion.withoutSentences(attempt.documentId, { limit: 2 })).toEqual({
        generation: attempt.generation,
        embedder,
        chunks: [
          { index: 0, text: 'word' },
          { index: 1, text: 'word' },
        ],
      });
      const chunks = [0, 1].map((index) => ({ index, sentences: packed(0, 1) }));
      expect(await tenant.ingestion.writeSentences({ ...attempt, embedder }, chunks)).toBe(true);
      expect(await waiting(attempt.documentId)).toEqual([2]);
      // A chunk of one sentence.
      const none = { index: 2, sentences: packSentences([]) };
      expect(await tenant.ingestion.writeSentences({ ...attempt, embedder }, [none])).toBe(true);
      expect(await waiting(attempt.documentId)).toEqual([]);
    });

    it('bring candidates the nearest one, and readers the cosine of each', async () => {
      const documentId = await ingestDocument(tenant, [newChunk(0, { angle: 0.5 }), newChunk(1, { angle: 0.6 })]);
      const found = async () => {
        const { nearest, matching } = await tenant.chunks.candidates({ ...newQuestion(), terms: ['word'] }, search);
        return [nearest, matching].map((list) =>
          list.map(({ index, sentence }) => [index, sentence === null ? null : sentence.toFixed(1)]).sort(),
        );
      };
      const none = [
        [0, null],
        [1, null],
      ];
      expect(await found()).toEqual([none, none]);

      await tenant.ingestion.writeSentences(await shownOf(documentId), [
        { index: 0, sentences: packed(1.2, 0.1) },
        { index: 1, sentences: packSentences([]) },
      ]);
      const best = [
        [0, '1.0'],
        [1, null],
      ];
      expect(await found()).toEqual([best, best]);

      const keys = await nearest(tenant, at(0), search);
      const [first, second] = await tenant.chunks.read(keys, { question: newQuestion() });
      expect(first?.sentences).toEqual([
        { start: 0, end: 1, cosine: expect.closeTo(Math.cos(1.2), 2) },
        { start: 2, end: 3, cosine: expect.closeTo(Math.cos(0.1), 2) },
      ]);
      expect(second?.sentences).toEqual([]);
      expect((await tenant.chunks.read(keys)).map(({ sentences }) => sentences)).toEqual([null, null]);
    });

    it('are written where their document shows that generation only', async () => {
      const attempt = await beginDocument(tenant);
      const chunks = [{ index: 0, sentences: packed(0, 1) }];
      await tenant.ingestion.write(attempt, [newChunk(0)]);
      expect(await tenant.ingestion.writeSentences({ ...attempt, embedder }, chunks)).toBe(false);
      await tenant.ingestion.finish(attempt, { text: 'x', chunkCount: 1, pageCount: null, pageStarts: [] });
      const other = { ...attempt, generation: newId<Generation>(), embedder };
      expect(await tenant.ingestion.writeSentences(other, chunks)).toBe(false);
      expect(await tenant.ingestion.writeSentences({ ...attempt, embedder: 'another' }, chunks)).toBe(false);
      expect(await waiting(attempt.documentId)).toEqual([0]);
      // What the document doesn't have is not made.
      expect(
        await tenant.ingestion.writeSentences({ ...attempt, embedder }, [{ index: 7, sentences: packed(0, 1) }]),
      ).toBe(true);
      expect(await tenant.ingestion.read(attempt, { from: 0, limit: 9 })).toHaveLength(1);

      await tenant.documents.delete(attempt.documentId);
      expect(await tenant.ingestion.writeSentences({ ...attempt, embedder }, chunks)).toBe(false);
      expect(await waiting(attempt.documentId)).toBeNull();
      expect(await matching(tenant, ['word'], search)).toEqual([]);
    });

    it('are copied with their chunk', async () => {
      const attempt = await beginDocument(tenant);
      const chunks = [{ ...newChunk(0), sentences: packed(0, 1) }, newChunk(1)];
      await tenant.ingestion.write(attempt, chunks);
      expect(await tenant.ingestion.read(attempt, { from: 0, limit: 9 })).toEqual(chunks);
      await tenant.ingestion.finish(attempt, { text: 'x', chunkCount: 2, pageCount: null, pageStarts: [] });
      expect(await waiting(attempt.documentId)).toEqual([1]);
    });
  });
}
