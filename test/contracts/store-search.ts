import { beforeAll, describe, expect, it } from 'vitest';
import { type DocumentId, newId } from '../../src/ids.ts';
import { driveAsync } from '../../src/lib/drive.ts';
import type { ChunkKey } from '../../src/store/chunks.ts';
import type { ChunkFilter } from '../../src/store/filters.ts';
import { rank } from '../../src/store/ranking/rank.ts';
import type { Store } from '../../src/store/store.ts';
import {
  beginDocument,
  ingestDocument,
  matching,
  nearest,
  newChunk,
  newQuestion,
  newRanking,
  openNewTenant,
  type TestTenant,
} from '../support/store-fixtures.ts';

export function describeSearch(store: () => Store): void {
  const axis = newChunk(0).vector;
  const indexes = (hits: readonly ChunkKey[]) => hits.map(({ index }) => index);

  describe('search', () => {
    it('finds nothing in an empty tenant', async () => {
      const tenant = await openNewTenant(store());
      const search = { limit: 5, filter: {} };
      expect(await nearest(tenant, axis, search)).toEqual([]);
      expect(await matching(tenant, ['word'], search)).toEqual([]);
      expect(await tenant.chunks.first(search)).toEqual([]);
    });

    it('gives the nearest by cosine, nearest first', async () => {
      const tenant = await openNewTenant(store());
      const angles = [2.5, 0.3, 1.2, 0.1, 3.1];
      await ingestDocument(
        tenant,
        angles.map((angle, index) => newChunk(index, { angle })),
      );

      expect(indexes(await nearest(tenant, axis, { limit: 3, filter: {} }))).toEqual([3, 1, 2]);
      expect(indexes(await nearest(tenant, axis, { limit: 50, filter: {} }))).toEqual([3, 1, 2, 0, 4]);
      await ingestDocument(tenant, [newChunk(9, { angle: 0 })]);
      expect(indexes(await nearest(tenant, axis, { limit: 2, filter: {} }))).toEqual([9, 3]);
    });

    it('refuses to search with a vector that is none', async () => {
      const tenant = await openNewTenant(store());
      const search = { limit: 5, filter: {} };
      await expect(nearest(tenant, new Float32Array(4), search)).rejects.toBeInstanceOf(TypeError);
      await expect(nearest(tenant, new Float32Array(3).fill(1), search)).rejects.toBeInstanceOf(TypeError);
    });

    it('gives the best by keywords: rare terms and repetitions count, in short passages more', async () => {
      const tenant = await openNewTenant(store());
      await ingestDocument(tenant, [
        newChunk(0, { terms: ['common', 'filler', 'filler', 'filler'] }),
        newChunk(1, { terms: ['common', 'rare', 'filler', 'filler'] }),
        newChunk(2, { terms: ['rare', 'rare', 'rare', 'common'] }),
        newChunk(3, { terms: ['other', 'filler', 'filler', 'filler'] }),
        newChunk(4, { terms: ['other', 'filler', 'common', 'filler'] }),
      ]);
      const hits = await matching(tenant, ['rare'], { limit: 5, filter: {} });
      expect(indexes(hits)).toEqual([2, 1]);
      expect(indexes(await matching(tenant, ['rare', 'other'], { limit: 1, filter: {} }))).toEqual([2]);
      expect(await matching(tenant, ['rar'], { limit: 5, filter: {} })).toEqual([]);
      expect(await matching(tenant, [], { limit: 5, filter: {} })).toEqual([]);
    });

    it('ranks its candidates as every store does, with their texts', async () => {
      const tenant = await openNewTenant(store());
      const terms = ['holidai', 'request', 'form'];
      const chunks = Array.from({ length: 40 }, (_, index) =>
        newChunk(index, {
          terms: [...terms.slice(0, index % 4), `own${Math.floor(index / 2)}`],
          angle: 1.4 - (index % 7) / 5,
        }),
      );
      await ingestDocument(tenant, chunks);
      const question = {
        ...newQuestion(),
        terms,
        ranking: newRanking(terms.length, { wordOf: [0, 1, 1], threshold: 0.9 }),
      };
      const search = { limit: 100, filter: {} };
      const read = (keys: readonly ChunkKey[]) => tenant.chunks.read(keys, { question });
      for (const topK of [1, 5, 30]) {
        const lists = await tenant.chunks.candidates(question, search);
        const found = await tenant.chunks.search(question, { ...search, topK });
        expect(found).toEqual(await driveAsync(rank(lists, question.ranking, topK), read));
        expect(found.passages[0]).toMatchObject({
          text: expect.stringContaining('holidai request'),
          cosine: expect.any(Number),
        });
      }
    });

    it('takes terms for data, whatever they hold', async () => {
      const tenant = await openNewTenant(store());
      const odd = [
        '"',
        '(',
        '*',
        'AND',
        'NEAR',
        'a"b',
        'c++',
        "o'hara",
        'terms:x',
        '-x',
        '^',
        '$where',
        '日本',
        'naïve',
      ];
      await ingestDocument(
        tenant,
        odd.map((term, index) => newChunk(index, { terms: ['plain', term] })),
      );
      for (const [index, term] of odd.entries()) {
        const hits = await matching(tenant, [term], { limit: 50, filter: {} });
        expect(indexes(hits), term).toContain(index);
      }
      expect(await matching(tenant, ['near" OR "plain'], { limit: 50, filter: {} })).toEqual([]);
    });

    it('leaves out terms that most chunks hold, where rarer ones are there', async () => {
      const tenant = await openNewTenant(store());
      const chunks = Array.from({ length: 60 }, (_, index) =>
        newChunk(index, { terms: index === 33 ? ['everywhere', 'seldom'] : ['everywhere'] }),
      );
      await ingestDocument(tenant, chunks);
      const search = { limit: 50, filter: {} };
      expect(indexes(await matching(tenant, ['everywhere', 'seldom'], search))).toEqual([33]);
      expect(await matching(tenant, ['everywhere'], search)).toHaveLength(50);
      expect(await matching(tenant, ['everywhere', 'unheard'], search)).toHaveLength(50);
    });

    it('finds all that is shown among many better ones that are not', async () => {
      const tenant = await openNewTenant(store());
      const hidden = await beginDocument(tenant);
      await tenant.ingestion.write(
        hidden,
        Array.from({ length: 300 }, (_, index) => newChunk(index, { terms: ['word', 'word'] })),
      );
      const shown = [0, 1, 2].map((index) => newChunk(index, { terms: ['word', 'filler'], angle: 2 }));
      const id = await ingestDocument(tenant, shown);

      const search = { limit: 5, filter: {} };
      for (const hits of await Promise.all([
        nearest(tenant, axis, search),
        matching(tenant, ['word'], search),
        tenant.chunks.first(search),
      ])) {
        expect(hits.map(({ documentId }) => documentId)).toEqual([id, id, id]);
      }
    });

    it('stops for a signal', async () => {
      const tenant = await openNewTenant(store());
      const search = { limit: 5, filter: {}, signal: AbortSignal.abort() };
      await expect(nearest(tenant, axis, search)).rejects.toMatchObject({ name: 'AbortError' });
      await expect(matching(tenant, ['word'], search)).rejects.toMatchObject({ name: 'AbortError' });
      await expect(tenant.chunks.first(search)).rejects.toMatchObject({ name: 'AbortError' });
    });

    it('gives the first chunks of the newest documents', async () => {
      const tenant = await openNewTenant(store());
      const at = (day: number) => ({ createdAt: new Date(Date.UTC(2026, 1, day)) });
      const newest = await ingestDocument(tenant, [newChunk(0), newChunk(1)], at(3));
      const oldest = await ingestDocument(tenant, [newChunk(0), newChunk(1)], at(1));
      const places = (hits: readonly ChunkKey[]) => hits.map(({ documentId, index }) => [documentId, index]);

      expect(places(await tenant.chunks.first({ limit: 3, filter: {} }))).toEqual([
        [newest, 0],
        [newest, 1],
        [oldest, 0],
      ]);
      const search = { limit: 9, filter: { documentIds: [oldest] } };
      expect(places(await tenant.chunks.first(search))).toEqual([
        [oldest, 0],
        [oldest, 1],
      ]);
    });
  });

  describe('a filtered search', () => {
    let tenant: TestTenant;
    const far: DocumentId[] = [];
    const date = (day: number) => new Date(Date.UTC(2026, 2, day));

    beforeAll(async () => {
      tenant = await openNewTenant(store());
      // A thousand nearer chunks, with better words, that the filters leave out.
      const nearer = Array.from({ length: 1_000 }, (_, index) => newChunk(index, { terms: ['word', 'word'] }));
      await ingestDocument(tenant, nearer, { createdAt: date(1), tags: ['near'] });
      for (const day of [10, 11]) {
        const chunks = [0, 1, 2].map((index) => newChunk(index, { terms: ['word', 'filler'], angle: 2.9 - index / 2 }));
        far.push(await ingestDocument(tenant, chunks, { createdAt: date(day), tags: ['far', `day ${day}`] }));
      }
    });

    const found = async (filter: ChunkFilter) => {
      const search = { limit: 50, filter };
      const lists = await Promise.all([
        nearest(tenant, axis, search),
        matching(tenant, ['word'], search),
        tenant.chunks.first(search),
      ]);
      return lists.map((hits) =>
        [...new Set(hits.map(({ documentId }) => far.indexOf(documentId)))].sort().concat(hits.length),
      );
    };
    const both = Array(3).fill([0, 1, 6]);
    const first = Array(3).fill([0, 3]);

    it('finds all that fits among a thousand that are nearer', async () => {
      expect(await found({ tags: ['far'] })).toEqual(both);
      expect(await found({ tags: ['day 10', 'unused'] })).toEqual(first);
      expect(await found({ documentIds: far })).toEqual(both);
      expect(await found({ documentIds: far.slice(0, 1) })).toEqual(first);
      expect(await found({ createdAfter: date(2) })).toEqual(both);
      expect(await found({ createdAfter: date(2), createdBefore: date(11) })).toEqual(first);
    });

    it('keeps the order of nearness', async () => {
      const near = (filter: ChunkFilter, limit: number) => nearest(tenant, axis, { limit, filter });
      expect(indexes(await near({ tags: ['far'] }, 50))).toEqual([2, 2, 1, 1, 0, 0]);
      expect(indexes(await near({ tags: ['day 11'] }, 2))).toEqual([2, 1]);
    });

    it('finds nothing where nothing fits all conditions', async () => {
      const nothing = Array(3).fill([0]);
      expect(await found({ tags: ['near'], documentIds: far })).toEqual(nothing);
      expect(await found({ documentIds: [newId<DocumentId>()] })).toEqual(nothing);
      expect(await found({ documentIds: [] })).toEqual(nothing);
      expect(await found({ tags: [] })).toEqual(nothing);
    });
  });
}
