import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentId } from '../../src/ids.ts';
import type { OpenedStore } from '../contracts/opened-store.ts';
import { openTemporaryStore } from '../support/store-embedded.ts';
import {
  ingestDocument,
  matching,
  nearest,
  newChunk,
  newDocument,
  openNewTenant,
  openTestTenant,
} from '../support/store-fixtures.ts';

/** How often some bytes are overwritten, more of them each time. */
const TRIALS = 24;

describe('an embedded store with a damaged file of one tenant', () => {
  let opened: OpenedStore & { dataDir: string };
  beforeEach(async () => {
    opened = await openTemporaryStore();
  });
  afterEach(() => opened.close());

  /** A sequence that is the same in every run. */
  const createRandom = (seed: number) => {
    let state = seed;
    return (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state % below;
    };
  };

  it('says so for that tenant alone, whichever byte it is, and goes on serving the others', async () => {
    const [damaged, whole] = [await openNewTenant(opened.store), await openNewTenant(opened.store)];
    const ids: DocumentId[] = [];
    for (const tenant of [damaged, whole]) {
      for (const n of [0, 1, 2]) {
        const chunks = [0, 1, 2].map((index) => newChunk(index, { terms: ['wörd', `part${n}`], angle: n }));
        ids.push(
          await ingestDocument(tenant, chunks, { name: `Ünï ${n}.txt`, tags: ['täg'], text: 'Text. '.repeat(99) }),
        );
      }
    }
    await opened.store.close();
    const path = join(opened.dataDir, 'tenants', `${damaged.tenantId}.db`);
    const bytes = readFileSync(path);
    const random = createRandom(42);
    const outcomes = new Map<string, number>();

    for (let trial = 0; trial < TRIALS; trial++) {
      const broken = Buffer.from(bytes);
      // Bytes that end no sequence of UTF-8 among them.
      for (let at = 0; at < 1 + trial; at++) broken[random(broken.length)] = 128 + random(128);
      writeFileSync(path, broken);
      const store = await opened.reopen();
      const search = { limit: 9, filter: {} };
      const use = async () => {
        const tenant = await openTestTenant(store, damaged.tenantId);
        const reads = await Promise.allSettled([
          tenant.documents.list({ filter: {}, limit: 9, after: null }),
          tenant.documents.findMany(ids),
          ...ids.map((id) => tenant.documents.text(id, { start: 0 })),
          ...ids.map((id) => tenant.documents.original(id)),
          nearest(tenant, newChunk(0).vector, search),
          matching(tenant, ['wörd'], search),
          tenant.chunks.first(search).then((keys) => tenant.chunks.read(keys)),
          tenant.usage(),
          tenant.ingestion.unfinished({ after: null, limit: 9 }),
          ingestDocument(tenant, [newChunk(0)]),
        ]);
        const failed = reads.find((read) => read.status === 'rejected');
        if (failed) throw failed.reason;
      };
      const outcome = await use().then(
        () => 'read',
        (error) => error.code ?? error.message.slice(0, 13),
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      const other = await openTestTenant(store, whole.tenantId);
      expect(await matching(other, ['part1'], search)).toHaveLength(3);
      const { document, original } = newDocument();
      expect((await other.documents.create(document, original)).created).toBe(true);
      await other.documents.delete(document.id);
      await store.close();
    }
    // What was overwritten may also be room that nothing uses, or the id of a tenant in a row.
    expect(
      [...outcomes.keys()].filter((outcome) => !['read', 'STORE_UNAVAILABLE', 'tenant breach'].includes(outcome)),
    ).toEqual([]);
    expect(outcomes.get('STORE_UNAVAILABLE')).toBeGreaterThan(TRIALS / 4);
    writeFileSync(path, bytes);
    await opened.reopen();
  });
});
