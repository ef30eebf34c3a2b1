import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import {
  beginDocument,
  ingestDocument,
  matching,
  nearest,
  newAttempt,
  newChunk,
  openNewTenant,
} from '../support/store-fixtures.ts';

export function describeIsolation(store: () => Store): void {
  describe('two tenants', () => {
    it('with the same content never see, count or change each other', async () => {
      const [a, b] = [await openNewTenant(store()), await openNewTenant(store())];
      const same = { content: 'the same bytes', text: 'the same text', tags: ['shared'] };
      const ofA = await ingestDocument(a, [newChunk(0)], same);
      const ofB = await ingestDocument(b, [newChunk(0), newChunk(1)], same);
      expect(ofA).not.toBe(ofB);

      const search = { limit: 50, filter: { documentIds: [ofA, ofB], tags: ['shared'] } };
      for (const [tenant, own, chunks] of [
        [a, ofA, 1],
        [b, ofB, 2],
      ] as const) {
        const lists = await Promise.all([
          nearest(tenant, newChunk(0).vector, search),
          matching(tenant, ['word'], search),
          tenant.chunks.first(search),
        ]);
        for (const hits of lists) expect(hits.map(({ documentId }) => documentId)).toEqual(Array(chunks).fill(own));
        const page = await tenant.documents.list({ filter: {}, limit: 5, after: null });
        expect(page).toMatchObject({
          totalCount: 1,
          hasNextPage: false,
          items: [{ id: own, tenantId: tenant.tenantId }],
        });
        expect(await tenant.usage()).toMatchObject({ documents: 1, chunks });
      }

      expect(await b.documents.findMany([ofA])).toEqual([]);
      expect(await b.documents.original(ofA)).toBeNull();
      expect(await b.documents.text(ofA, { start: 0 })).toBeNull();
      expect(await b.documents.delete(ofA)).toBe(false);
      expect(await a.documents.findMany([ofA])).toHaveLength(1);
    });

    it('cannot write to each other’s documents, not even with a stolen attempt', async () => {
      const [a, b] = [await openNewTenant(store()), await openNewTenant(store())];
      const attempt = await beginDocument(a);

      expect(await b.ingestion.begin(newAttempt(attempt.documentId))).toBeNull();
      expect(await b.ingestion.write(attempt, [newChunk(0)])).toBe(false);
      expect(await b.ingestion.fail(attempt, 'Not yours.')).toBe(false);
      expect(await b.ingestion.release(attempt)).toBe(false);
      expect(await b.ingestion.finish(attempt, { text: 'x', chunkCount: 1, pageCount: null, pageStarts: [] })).toBe(
        false,
      );
      expect(await a.documents.findMany([attempt.documentId])).toMatchObject([{ status: 'PROCESSING' }]);
      expect(await a.ingestion.finish(attempt, { text: 'x', chunkCount: 0, pageCount: null, pageStarts: [] })).toBe(
        true,
      );
    });
  });
}
