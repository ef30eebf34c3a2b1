import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentId } from '../../src/ids.ts';
import { type EmbeddedQuestion, EmbedderChanged } from '../../src/store/chunks.ts';
import type { EmbedderStamp } from '../../src/store/embedder-stamp.ts';
import type { OutdatedChunk } from '../../src/store/reembedding.ts';
import { packSentences } from '../../src/store/sentences.ts';
import type { Store } from '../../src/store/store.ts';
import {
  beginDocument,
  ingestDocument,
  matching,
  newAttempt,
  newChunk,
  newQuestion,
  newRanking,
  openNewTenant,
  openTestTenant,
  TEST_EMBEDDER,
  type TestTenant,
} from '../support/store-fixtures.ts';
import type { OpenedStore } from './opened-store.ts';

/** A store that can be opened again with another embedder. */
export interface ReembeddedStore extends OpenedStore {
  reopen(embedder?: EmbedderStamp): Promise<Store>;
}

const WIDER: EmbedderStamp = { id: 'wider', dimensions: 6 };
const THIRD: EmbedderStamp = { id: 'third', dimensions: 3 };
const ALL = { limit: 50, filter: {} };

const vectorOf = ({ dimensions }: EmbedderStamp, angle: number) => {
  const vector = new Float32Array(dimensions);
  vector.set([Math.cos(angle), Math.sin(angle)]);
  return vector;
};
/** What the wider embedder means by a chunk: what was first is last. */
const reembedded = ({ documentId, generation, index }: OutdatedChunk, embedder = WIDER) => ({
  documentId,
  generation,
  index,
  vector: vectorOf(embedder, 1 - 0.1 * index),
  sentences: packSentences([
    { start: 0, end: 2, vector: vectorOf(embedder, 0) },
    { start: 2, end: 4, vector: vectorOf(embedder, 1) },
  ]),
});
const chunks = (count: number) => Array.from({ length: count }, (_, index) => newChunk(index, { angle: 0.1 * index }));

/** What an adapter must do that can be brought to another embedder. */
export function describeReembedding(name: string, open: () => Promise<ReembeddedStore>): void {
  describe(`the ${name} store, opened with another embedder`, () => {
    let opened: ReembeddedStore;
    let tenant: TestTenant;
    let documentId: DocumentId;
    beforeEach(async () => {
      opened = await open();
      tenant = await openNewTenant(opened.store);
      documentId = await ingestDocument(tenant, chunks(5));
    });
    afterEach(() => opened.close());

    const reopen = async (embedder: EmbedderStamp) => {
      tenant = await openTestTenant(await opened.reopen(embedder), tenant.tenantId);
    };
    const nearest = async (question: { vector: Float32Array; embedder: string }) =>
      (await tenant.chunks.candidates({ ...question, terms: [] }, ALL)).nearest.map(({ index }) => index);
    const wider = { vector: vectorOf(WIDER, 0), embedder: WIDER.id };
    /** Writes so many chunks, or all. */
    const work = async (limit = 50) => {
      const next = await tenant.reembedding.next({ limit });
      await tenant.reembedding.write(next.map((chunk) => reembedded(chunk)));
      return next.map(({ index }) => index);
    };
    const arrive = async () => {
      while ((await work()).length > 0);
      return await tenant.reembedding.switch();
    };

    it('names the tenants whose vectors are of another one', async () => {
      expect(await opened.store.outdated()).toEqual([]);
      await reopen(WIDER);
      const young = await openNewTenant(opened.store);
      await young.documents.list({ ...ALL, after: null });
      expect(await opened.store.outdated()).toMatchObject([{ tenantId: tenant.tenantId, embedder: TEST_EMBEDDER }]);
      expect(await young.chunks.embedder()).toBe(WIDER.id);
      expect(await young.reembedding.progress()).toBeNull();
    });

    it('searches by the former vectors until all new ones are there, then by the new', async () => {
      await reopen(WIDER);
      expect(await tenant.chunks.embedder()).toBe(TEST_EMBEDDER.id);
      expect(await tenant.reembedding.next({ limit: 2 })).toMatchObject([
        { documentId, index: 0, text: 'word', headings: ['Part', 'Section'] },
        { documentId, index: 1 },
      ]);
      for (const expected of [[0, 1], [2, 3], [4]]) {
        expect(await tenant.reembedding.switch()).toBe(false);
        expect(await nearest(newQuestion())).toEqual([0, 1, 2, 3, 4]);
        await expect(nearest(wider)).rejects.toThrow(EmbedderChanged);
        expect(await work(2)).toEqual(expected);
      }
      expect(await tenant.reembedding.progress()).toEqual({
        from: TEST_EMBEDDER.id,
        to: WIDER.id,
        done: 5,
        total: 5,
      });
      expect(await tenant.reembedding.next({ limit: 2 })).toEqual([]);
      expect(await tenant.reembedding.switch()).toBe(true);

      expect(await tenant.chunks.embedder()).toBe(WIDER.id);
      expect(await nearest(wider)).toEqual([4, 3, 2, 1, 0]);
      await expect(nearest(newQuestion())).rejects.toThrow(EmbedderChanged);
      const asked = (question: EmbeddedQuestion) =>
        tenant.chunks.search({ ...question, terms: ['word'], ranking: newRanking(1) }, { ...ALL, topK: 5 });
      await expect(asked(newQuestion())).rejects.toThrow(EmbedderChanged);
      expect((await asked(wider)).passages.map(({ index }) => index)).toEqual([4, 3, 2, 1, 0]);
      const { matching: held } = await tenant.chunks.candidates({ ...wider, terms: ['word'] }, ALL);
      expect(held.map(({ sentence }) => sentence?.toFixed(2))).toEqual(Array(5).fill('1.00'));
      const sentencesFor = async (question: { vector: Float32Array; embedder: string }) =>
        (await tenant.chunks.read(held, { question })).map(({ sentences }) => sentences?.length ?? null);
      expect(await sentencesFor(wider)).toEqual(Array(5).fill(2));
      expect(await sentencesFor(newQuestion())).toEqual(Array(5).fill(null));
      expect(await opened.store.outdated()).toEqual([]);
      expect(await tenant.reembedding.progress()).toBeNull();
      expect(await tenant.reembedding.switch()).toBe(true);

      await reopen(WIDER);
      expect(await nearest(wider)).toEqual([4, 3, 2, 1, 0]);
      expect(await opened.store.outdated()).toEqual([]);
    });

    it('goes on where it was interrupted', async () => {
      await reopen(WIDER);
      await work(3);
      await reopen(WIDER);
      expect(await tenant.reembedding.progress()).toMatchObject({ done: 3, total: 5 });
      expect(await nearest(newQuestion())).toEqual([0, 1, 2, 3, 4]);
      expect(await work()).toEqual([3, 4]);
      expect(await arrive()).toBe(true);
    });

    it('begins anew for a third embedder, and drops what it does not need when the former one is back', async () => {
      await reopen(WIDER);
      await work(3);
      await reopen(THIRD);
      expect(await tenant.reembedding.progress()).toMatchObject({ to: THIRD.id, done: 0, total: 5 });
      const next = await tenant.reembedding.next({ limit: 50 });
      expect(next).toHaveLength(5);
      await expect(tenant.reembedding.write(next.map((chunk) => reembedded(chunk)))).rejects.toThrow(TypeError);
      await tenant.reembedding.write(next.map((chunk) => reembedded(chunk, THIRD)));
      await reopen(TEST_EMBEDDER);
      expect(await opened.store.outdated()).toEqual([]);
      expect(await nearest(newQuestion())).toEqual([0, 1, 2, 3, 4]);
      await reopen(THIRD);
      expect(await tenant.reembedding.progress()).toMatchObject({ done: 0, total: 5 });
    });

    it('takes documents in by the former embedder meanwhile, and embeds them like the others', async () => {
      await reopen(WIDER);
      while ((await work()).length > 0);
      const added = await ingestDocument(tenant, [newChunk(0, { angle: 0.05 })]);
      expect(await tenant.reembedding.switch()).toBe(false);
      expect(await nearest(newQuestion())).toEqual([0, 0, 1, 2, 3, 4]);
      expect(await tenant.reembedding.next({ limit: 50 })).toMatchObject([{ documentId: added }]);
      expect(await arrive()).toBe(true);
      expect(await nearest(wider)).toEqual([4, 3, 2, 1, 0, 0]);
    });

    it('leaves out what is not shown any more', async () => {
      await reopen(WIDER);
      const next = await tenant.reembedding.next({ limit: 2 });
      await tenant.documents.delete(documentId);
      await tenant.reembedding.write(next.map((chunk) => reembedded(chunk)));
      expect(await tenant.reembedding.progress()).toMatchObject({ done: 0, total: 0 });
      expect(await arrive()).toBe(true);
      expect(await nearest(wider)).toEqual([]);
    });

    it('ends attempts that write by the former embedder, for others to begin', async () => {
      await reopen(WIDER);
      const attempt = await beginDocument(tenant);
      expect(await tenant.ingestion.embedder()).toBe(TEST_EMBEDDER.id);
      expect(await tenant.ingestion.write(attempt, chunks(2))).toBe(true);
      expect(await arrive()).toBe(true);
      expect(await tenant.ingestion.find(attempt.documentId)).toMatchObject({ status: 'PENDING' });
      const result = { text: 'x', chunkCount: 2, pageCount: null, pageStarts: [] };
      expect(await tenant.ingestion.finish(attempt, result)).toBe(false);

      const again = newAttempt(attempt.documentId);
      await tenant.ingestion.begin(again);
      expect(await tenant.ingestion.embedder()).toBe(WIDER.id);
      await expect(tenant.ingestion.write(again, chunks(2))).rejects.toThrow(TypeError);
      const wide = chunks(2).map((chunk) => ({ ...chunk, vector: vectorOf(WIDER, 0) }));
      expect(await tenant.ingestion.write(again, wide)).toBe(true);
      expect(await tenant.ingestion.finish(again, result)).toBe(true);
      expect(await tenant.ingestion.read(again, { from: 0, limit: 9 })).toEqual(wide);
      expect(await matching({ chunks: tenant.chunks }, [], ALL).catch((error) => error)).toBeInstanceOf(
        EmbedderChanged,
      );
    });

    it('takes no sentences of the former embedder after the switch', async () => {
      const next = await tenant.ingestion.withoutSentences(documentId, { limit: 1 });
      if (!next) throw new TypeError('The document is shown.');
      const { generation, embedder } = next;
      const sentences = packSentences([]);
      await reopen(WIDER);
      expect(await arrive()).toBe(true);
      const shown = { documentId, generation, embedder };
      expect(await tenant.ingestion.writeSentences(shown, [{ index: 0, sentences }])).toBe(false);
      expect(await tenant.ingestion.withoutSentences(documentId, { limit: 9 })).toMatchObject({
        embedder: WIDER.id,
        chunks: [],
      });
    });
  });
}
