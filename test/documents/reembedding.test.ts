import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReembedding, type Reembedding, type ReembeddingOptions } from '../../src/documents/reembedding.ts';
import { newId, type TenantId } from '../../src/ids.ts';
import type { Embedder } from '../../src/models/embedder.ts';
import { createEmbedders } from '../../src/models/embedders.ts';
import { createSearchService } from '../../src/search/search-service.ts';
import { openTemporaryStore } from '../support/store-embedded.ts';
import { ingestDocument, newChunk, openNewTenant, openTestTenant, TEST_EMBEDDER } from '../support/store-fixtures.ts';

/** A model of few dimensions that finds all texts alike. */
const fake = (id: string, dimensions: number): Embedder => ({
  id,
  dimensions,
  reason: 'test',
  embed: async (texts) => texts.map(() => new Float32Array(dimensions).fill(1 / Math.sqrt(dimensions))),
  ready: async () => {},
  close: async () => {},
});
const former = fake(TEST_EMBEDDER.id, TEST_EMBEDDER.dimensions);
const next = fake('next', 6);
const [LARGE, SMALL] = [40, 3];

describe('re-embedding', () => {
  let opened: Awaited<ReturnType<typeof openTemporaryStore>>;
  let large: TenantId;
  let small: TenantId;
  beforeEach(async () => {
    opened = await openTemporaryStore();
    const tenants = [await openNewTenant(opened.store), await openNewTenant(opened.store)];
    const ids = tenants.map(({ tenantId }) => tenantId).sort();
    for (const tenant of tenants) {
      const count = tenant.tenantId === ids[0] ? LARGE : SMALL;
      await ingestDocument(
        tenant,
        Array.from({ length: count }, (_, index) => newChunk(index, { terms: ['heron', `pond${index}`] })),
      );
    }
    // The one that comes first has more to do.
    [large = newId<TenantId>(), small = newId<TenantId>()] = ids;
    await opened.reopen(next);
  });
  afterEach(() => opened.close());

  /** Runs until all have arrived. */
  const run = async (change: Partial<ReembeddingOptions> = {}) => {
    const events: unknown[] = [];
    let work: Reembedding | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        work = createReembedding({
          store: opened.store,
          embedder: next,
          onBegin: (outdated) => events.push(['begins', outdated.length]),
          onWritten: ({ chunks }) => events.push(chunks),
          onProgress: () => {},
          onSwitched: (tenantId, { left }) => {
            events.push([tenantId, left]);
            if (left === 0) resolve();
          },
          onUnexpected: reject,
          ...change,
        });
        work.start();
      });
    } finally {
      await work?.stop();
    }
    return events;
  };

  it('brings all organisations to the other embedder, some passages of each in turn', async () => {
    expect(await run()).toEqual([['begins', 2], 8, 3, 8, [small, 1], 8, 8, 8, [large, 0]]);
    expect(await opened.store.outdated()).toEqual([]);
  });

  it('lets questions find the same all the while, and new documents go first', async () => {
    const search = createSearchService({ embedders: createEmbedders(next, [former]), threshold: 0.4 });
    const tenant = await openTestTenant(opened.store, large);
    const waits = [1, 1, 0];
    const sizes: number[] = [];
    let isOver = false;
    const found = new Map<string, number>();
    const asking = (async () => {
      while (!isOver) {
        const embedder = await tenant.chunks.embedder();
        const { passages } = await search.search(tenant, { query: 'heron pond7', topK: 1, filter: {} });
        expect(passages).toMatchObject([{ index: 7 }]);
        found.set(embedder, (found.get(embedder) ?? 0) + 1);
      }
    })();
    const embedded: number[] = [];
    const running = run({
      store: {
        openTenant: (id) => opened.store.openTenant(id),
        outdated: () => opened.store.outdated(),
        queue: {
          size: async () => {
            const size = waits.shift() ?? 0;
            sizes.push(size);
            return size;
          },
        },
      },
      embedder: {
        ...next,
        embed: (texts, options) => {
          embedded.push(sizes.length);
          expect(options).toMatchObject({ as: 'passage', priority: 'LOW' });
          return next.embed(texts, options);
        },
      },
    });
    await running.finally(() => {
      isOver = true;
    });
    await asking;
    // Nothing before the queue was empty.
    expect(Math.min(...embedded)).toBe(3);
    expect(found.get(former.id)).toBeGreaterThan(0);
    expect(await tenant.chunks.embedder()).toBe(next.id);
    const { passages } = await search.search(tenant, { query: 'heron pond7', topK: 1, filter: {} });
    expect(passages).toMatchObject([{ index: 7 }]);
  });
});
