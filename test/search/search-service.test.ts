import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DocumentId, type Generation, newId, type TenantId } from '../../src/ids.ts';
import { driveAsync } from '../../src/lib/drive.ts';
import type { Embedder } from '../../src/models/embedder.ts';
import { createEmbedders } from '../../src/models/embedders.ts';
import { createSearchService } from '../../src/search/search-service.ts';
import {
  type Candidate,
  type ChunkKey,
  EmbedderChanged,
  type RankedQuestion,
  type ShownChunk,
} from '../../src/store/chunks.ts';
import { rank } from '../../src/store/ranking/rank.ts';
import type { ScopedTenant } from '../../src/store/tenant-store.ts';
import { openTemporaryStore } from '../support/store-embedded.ts';
import { ingestDocument, newChunk, openNewTenant, TEST_EMBEDDER } from '../support/store-fixtures.ts';

/** Every question means the first axis. */
const embedder: Embedder = {
  ...TEST_EMBEDDER,
  reason: 'test',
  embed: async (texts) => texts.map(() => Float32Array.of(1, 0, 0, 0)),
  ready: async () => {},
  close: async () => {},
};
const service = createSearchService({ embedders: createEmbedders(embedder), threshold: 0.44 });
const filter = {};

describe('search in a real store', () => {
  let opened: Awaited<ReturnType<typeof openTemporaryStore>>;
  beforeAll(async () => {
    opened = await openTemporaryStore();
  });
  afterAll(() => opened.close());

  it('finds nothing in an empty organisation, and can answer nothing', async () => {
    const tenant = await openNewTenant(opened.store);
    const found = await service.search(tenant, { query: 'Anything?', topK: 4, filter });
    expect(found).toEqual({ passages: [], answerable: false });
    expect(await service.firstPassages(tenant, { filter, limit: 4 })).toEqual([]);
  });

  it('searches a follow-up with the words of what it refers back to, which count less than its own', async () => {
    const tenant = await openNewTenant(opened.store);
    await ingestDocument(
      tenant,
      [
        newChunk(0, { terms: ['canteen'], angle: 1.5 }),
        newChunk(1, { terms: ['holidai', 'traine'], angle: 1.5 }),
        newChunk(2, { terms: ['holidai', 'director'], angle: 1.5 }),
      ],
      { name: 'handbook.txt' },
    );
    const rankedFor = async (query: string, ...earlier: string[]) => {
      const { passages } = await service.search(tenant, { query, earlier, topK: 3, filter });
      return passages.map(({ index }) => index);
    };
    expect(await rankedFor('And trainees?', 'Which holiday do directors get?')).toEqual([1, 2, 0]);
    expect(await rankedFor('And directors?', 'Which holiday do trainees get?')).toEqual([2, 1, 0]);
  });

  it('searches the documents that the questions before a follow-up named, unless it names others', async () => {
    const tenant = await openNewTenant(opened.store);
    for (const name of ['mail.md', 'post.md', 'other.md'])
      await ingestDocument(tenant, [newChunk(0, { terms: ['lunch', 'dinner'], angle: 0.2 })], { name });
    const namesFor = async (query: string, ...earlier: string[]) => {
      const { passages } = await service.search(tenant, { query, earlier, topK: 3, filter });
      return passages.map(({ documentName }) => documentName);
    };
    expect(await namesFor('And about dinner?', 'What does mail.md say about lunch?')).toEqual(['mail.md']);
    expect(await namesFor('And post.md?', 'What does mail.md say about lunch?')).toEqual(['post.md']);
    expect(await namesFor('post.md?', 'What does mail.md say about lunch?')).toEqual(['post.md']);
  });

  it('joins what is near in meaning with what shares words, best first, each once', async () => {
    const tenant = await openNewTenant(opened.store);
    const documentId = await ingestDocument(
      tenant,
      [
        newChunk(0, { terms: ['else'], angle: 1.5 }),
        newChunk(1, { terms: ['holidai'], angle: 1.2 }),
        newChunk(2, { terms: ['else'], angle: 0.2 }),
        newChunk(3, { terms: ['holidai', 'request'], angle: 0.4 }),
      ],
      { name: 'handbook.txt' },
    );
    const { passages, answerable } = await service.search(tenant, { query: 'Holiday request?', topK: 3, filter });
    expect(passages.map(({ index }) => index)).toEqual([3, 2, 1]);
    expect(passages[0]).toEqual({
      access: { collection: null, visibility: 'ORGANIZATION', containsPii: false, createdBy: null },
      id: expect.any(String),
      tenantId: tenant.tenantId,
      documentId,
      generation: expect.any(String),
      current: true,
      documentName: 'handbook.txt',
      index: 3,
      text: 'holidai request',
      headings: ['Part', 'Section'],
      page: null,
      start: 30,
      end: 45,
      closeness: null,
      relevance: expect.closeTo(0.5 * Math.cos(0.4) + 0.5, 5),
    });
    expect(answerable).toBe(true);
    const again = await service.search(tenant, { query: 'Holiday request?', topK: 3, filter });
    expect(again.passages).toEqual(passages);
  });

  it('answers a question of stop words by meaning alone', async () => {
    const tenant = await openNewTenant(opened.store);
    await ingestDocument(tenant, [newChunk(0, { angle: 0.1 })]);
    const { passages, answerable } = await service.search(tenant, { query: 'What is it?', topK: 4, filter });
    expect(passages).toHaveLength(1);
    expect(answerable).toBe(true);
  });

  it('gives the first passages of the documents that are named', async () => {
    const tenant = await openNewTenant(opened.store);
    const documentId = await ingestDocument(tenant, [newChunk(0), newChunk(1), newChunk(2)]);
    await ingestDocument(tenant, [newChunk(0)]);
    const first = await service.firstPassages(tenant, { filter: { documentIds: [documentId] }, limit: 2 });
    expect(first.map((passage) => [passage.documentId, passage.index])).toEqual([
      [documentId, 0],
      [documentId, 1],
    ]);
  });
});

const shownChunk = (key: ChunkKey): ShownChunk => ({
  ...newChunk(key.index),
  ...key,
  tenantId: newId<TenantId>(),
  documentName: 'a.txt',
  access: { collection: null, visibility: 'ORGANIZATION', containsPii: false, createdBy: null },
  sentences: [],
});

/** A store whose documents change between the lists and the look at their texts: `isShown` says what each look finds. */
function racingStore(hits: (asked: number) => Candidate[], isShown: (key: ChunkKey) => boolean) {
  let asked = 0;
  const tenant = {
    chunks: {
      embedder: async () => TEST_EMBEDDER.id,
      search: ({ ranking }: RankedQuestion, { topK }: { topK: number }) =>
        driveAsync(rank({ nearest: hits(++asked), matching: [] }, ranking, topK), async (keys) =>
          keys.filter(isShown).map(shownChunk),
        ),
    },
  } as unknown as ScopedTenant;
  return { tenant, asked: () => asked };
}

describe('search while documents change', () => {
  const [a, b] = [newId<DocumentId>(), newId<DocumentId>()];
  const [old, current] = [newId<Generation>(), newId<Generation>()];
  const hit = (documentId: DocumentId, generation: Generation, index = 0): Candidate => ({
    documentId,
    generation,
    index,
    cosine: 1,
    sentence: null,
    terms: [],
  });
  const search = (tenant: ScopedTenant) => service.search(tenant, { query: 'Anything?', topK: 4, filter });
  const isCurrent = ({ generation }: ChunkKey) => generation === current;

  it('asks again when a document shows another generation, and mixes none', async () => {
    const { tenant, asked } = racingStore((time) => [hit(a, time === 1 ? old : current), hit(b, current)], isCurrent);
    const { passages } = await search(tenant);
    expect(passages.map(({ id }) => id).sort()).toEqual([`${a}:${current}:0`, `${b}:${current}:0`].sort());
    expect(asked()).toBe(2);
  });

  it('asks again by the other embedder when the vectors are of another one meanwhile', async () => {
    const other: Embedder = {
      ...embedder,
      id: 'other',
      embed: async (texts) => texts.map(() => Float32Array.of(0, 1)),
    };
    const both = createSearchService({ embedders: createEmbedders(other, [embedder]), threshold: 0.44 });
    const questions: RankedQuestion[] = [];
    const { tenant } = racingStore(() => [hit(a, current)], isCurrent);
    const chunks = {
      ...tenant.chunks,
      embedder: async () => (questions.length === 0 ? embedder.id : other.id),
      search: async (...[question, search]: Parameters<ScopedTenant['chunks']['search']>) => {
        questions.push(question);
        if (question.embedder !== other.id) throw new EmbedderChanged();
        return await tenant.chunks.search(question, search);
      },
    };
    const { passages } = await both.search({ ...tenant, chunks }, { query: 'Anything?', topK: 4, filter });
    expect(passages).toHaveLength(1);
    expect(questions.map(({ vector, embedder: id }) => [id, ...vector])).toEqual([
      [embedder.id, 1, 0, 0, 0],
      [other.id, 0, 1],
    ]);
  });

  it('leaves out a document that never stands still, and comes to an end', async () => {
    const { tenant } = racingStore(() => [hit(a, old), hit(b, current)], isCurrent);
    const { passages } = await search(tenant);
    expect(passages.map(({ documentId }) => documentId)).toEqual([b]);
  });

  it('fills the place of what was deleted meanwhile', async () => {
    const kept = Array.from({ length: 6 }, (_, i) => hit(b, current, i));
    const { tenant } = racingStore(
      (time) => (time === 1 ? [hit(a, current), ...kept] : kept),
      ({ documentId }) => documentId === b,
    );
    const { passages } = await search(tenant);
    expect(passages.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  });

  it('goes by the mean of a passage and its nearest sentence', async () => {
    const near = (index: number, cosine: number, sentence: number | null) => ({
      ...hit(a, current, index),
      cosine,
      sentence,
    });
    const { tenant } = racingStore(() => [near(0, 0.5, null), near(1, 0.4, 0.8), near(2, 0.4, 0.5)], isCurrent);
    const { passages } = await search(tenant);
    expect(passages.map(({ index, relevance }) => [index, relevance.toFixed(3)])).toEqual([
      [1, '0.300'],
      [0, '0.250'],
      [2, '0.225'],
    ]);
  });
});
