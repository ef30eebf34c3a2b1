import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DocumentId, type Generation, newId } from '../../src/ids.ts';
import type { Embedder } from '../../src/models/embedder.ts';
import { createSearchService } from '../../src/search/search-service.ts';
import type { Candidate, ChunkKey } from '../../src/store/chunks.ts';
import type { DocumentRecord } from '../../src/store/documents.ts';
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
const service = createSearchService({ embedder, threshold: 0.42 });
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
      id: expect.any(String),
      tenantId: tenant.tenantId,
      documentId,
      documentName: 'handbook.txt',
      index: 3,
      text: 'holidai request',
      headings: ['Part', 'Section'],
      start: 30,
      end: 45,
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

/**
 * A store whose documents change between the lists and the look at them: `read` says what each look finds, the last one
 * for ever.
 */
function racingStore(
  hits: (limit: number, asked: number) => Candidate[],
  reads: Pick<DocumentRecord, 'id' | 'generation'>[][],
) {
  const limits: number[] = [];
  let looks = 0;
  const list = async (limit: number) => {
    limits.push(limit);
    return hits(limit, limits.length).slice(0, limit);
  };
  const tenant = {
    documents: {
      findMany: async () => {
        const found = reads[Math.min(looks, reads.length - 1)] ?? [];
        looks += 1;
        return found.map((document) => ({ ...document, name: 'a.txt' }));
      },
    },
    chunks: {
      candidates: async (_question: unknown, { limit }: { limit: number }) => ({
        nearest: await list(limit),
        matching: [],
      }),
      read: async (keys: readonly ChunkKey[]) => keys.map((key) => ({ ...newChunk(key.index), ...key })),
    },
  } as unknown as ScopedTenant;
  return { tenant, limits, looks: () => looks };
}

describe('search while documents change', () => {
  const [a, b] = [newId<DocumentId>(), newId<DocumentId>()];
  const [old, current] = [newId<Generation>(), newId<Generation>()];
  const hit = (documentId: DocumentId, generation: Generation, index = 0): Candidate => ({
    documentId,
    generation,
    index,
    cosine: 1,
    terms: [],
  });
  const search = (tenant: ScopedTenant) => service.search(tenant, { query: 'Anything?', topK: 4, filter });

  it('asks again when a document shows another generation, and mixes none', async () => {
    const { tenant, looks } = racingStore(
      (_limit, asked) => [hit(a, asked === 1 ? old : current), hit(b, current)],
      [
        [
          { id: a, generation: current },
          { id: b, generation: current },
        ],
      ],
    );
    const { passages } = await search(tenant);
    expect(passages.map(({ id }) => id).sort()).toEqual([`${a}:${current}:0`, `${b}:${current}:0`].sort());
    expect(looks()).toBe(2);
  });

  it('leaves out a document that never stands still, and comes to an end', async () => {
    const { tenant } = racingStore(
      () => [hit(a, old), hit(b, current)],
      [
        [
          { id: a, generation: current },
          { id: b, generation: current },
        ],
      ],
    );
    const { passages } = await search(tenant);
    expect(passages.map(({ documentId }) => documentId)).toEqual([b]);
  });

  it('leaves out what was deleted meanwhile', async () => {
    const { tenant } = racingStore(() => [hit(a, current), hit(b, current)], [[{ id: b, generation: current }]]);
    const { passages } = await search(tenant);
    expect(passages.map(({ documentId }) => documentId)).toEqual([b]);
  });

  it('asks for twice as many when too few are left', async () => {
    const deleted = Array.from({ length: 60 }, (_, i) => hit(a, current, i));
    const kept = Array.from({ length: 60 }, (_, i) => hit(b, current, i));
    const { tenant, limits } = racingStore(() => [...deleted, ...kept], [[{ id: b, generation: current }]]);
    const { passages } = await search(tenant);
    expect(passages).toHaveLength(4);
    expect(limits).toEqual([50, 100]);
  });
});
