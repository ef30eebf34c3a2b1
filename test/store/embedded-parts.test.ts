import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DocumentId, type Generation, newId, type TenantId } from '../../src/ids.ts';
import { dot } from '../../src/lib/vectors.ts';
import { EVERYTHING } from '../../src/store/access.ts';
import { termScore, termWeight } from '../../src/store/bm25.ts';
import * as attempts from '../../src/store/embedded/attempts-file.ts';
import { createChunkCache } from '../../src/store/embedded/chunk-cache.ts';
import { writeChunks } from '../../src/store/embedded/chunk-rows.ts';
import { createChunkRuns } from '../../src/store/embedded/chunk-runs.ts';
import * as documents from '../../src/store/embedded/documents-file.ts';
import { layOut } from '../../src/store/embedded/folder.ts';
import { createJobs } from '../../src/store/embedded/jobs.ts';
import * as reembedding from '../../src/store/embedded/reembedding-file.ts';
import { toStoreError } from '../../src/store/embedded/sqlite-errors.ts';
import { createTenantFiles, type TenantFiles } from '../../src/store/embedded/tenant-files.ts';
import { packChunks } from '../../src/store/embedded/wire.ts';
import { newAttempt, newChunk, newDocument, TEST_EMBEDDER } from '../support/store-fixtures.ts';

describe('tenants’ files', () => {
  let dataDir: string;
  let files: TenantFiles;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'carrel-files-'));
    await mkdir(join(dataDir, 'tenants'));
    files = createTenantFiles({
      folder: layOut(dataDir),
      maxOpen: 2,
      isKnown: () => true,
      mustExist: () => false,
      embedder: TEST_EMBEDDER,
      embedderOf: () => null,
      onOpen: () => {},
      onDamage: () => {},
    });
  });
  afterEach(async () => {
    files.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const staged = (bytes: Uint8Array) => ({ original: null, last: { piece: 0, bytes } });
  const ingest = (id: TenantId, angles: readonly number[]) =>
    files.use(id, (tenant) => {
      const created = newDocument();
      documents.create(tenant, EVERYTHING, created.document, staged(created.original));
      const attempt = newAttempt(created.document.id);
      attempts.begin(tenant, attempt);
      writeChunks(tenant, attempt, packChunks(angles.map((angle, index) => newChunk(index, { angle }))));
      return {
        id: attempt.documentId,
        change: attempts.finish(tenant, attempt, {
          text: 'x',
          chunkCount: angles.length,
          pageCount: null,
          pageStarts: [],
        }),
      };
    });

  it('on a full disk refuse what they cannot hold, keep what they have, and go on', () => {
    const [full, other] = [newId<TenantId>(), newId<TenantId>()];
    const { document, original } = newDocument();
    files.use(full, (tenant) => documents.create(tenant, EVERYTHING, document, staged(original)));
    files.use(full, ({ file }) => file.exec('PRAGMA db.max_page_count = 60'));

    const large = newDocument({ content: 'x'.repeat(1_000_000) });
    const write = () =>
      files.use(full, (tenant) => documents.create(tenant, EVERYTHING, large.document, staged(large.original)));
    let error: unknown;
    try {
      write();
    } catch (caught) {
      error = toStoreError(caught);
    }
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', details: { retryAfterSeconds: 60 } });
    expect(error).toMatchObject({ message: expect.stringContaining('full') });
    expect(
      files.use(full, (tenant) => documents.findMany(tenant, EVERYTHING, [document.id, large.document.id])),
    ).toHaveLength(1);
    expect(
      files.use(other, (tenant) => documents.create(tenant, EVERYTHING, large.document, staged(large.original)))
        .created,
    ).toBe(true);

    files.use(full, ({ file }) => file.exec('PRAGMA db.max_page_count = 100000'));
    expect(write().created).toBe(true);
  });

  it.each([
    ['a read-only folder', 1544, 'write access'],
    ['a disk that fails', 778, 'could not write or read'],
    ['a damaged index of words', 267, 'damaged'],
    ['a lock that is held', 261, 'busy'],
  ])('say what is wrong of %s, for which the driver has a number alone', (_what, extended, words) => {
    const error = Object.assign(new Error('It failed.'), { code: `UNKNOWN_SQLITE_ERROR_${extended}` });
    expect(toStoreError(error)).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining(words),
    });
  });

  it('are closed least recently used', () => {
    const [a, b, c] = [newId<TenantId>(), newId<TenantId>(), newId<TenantId>()];
    const seen: unknown[] = [];
    const use = (id: TenantId) => files.use(id, ({ file }) => seen.push(file));
    for (const id of [a, b, a, c, a]) use(id);
    expect(files.openCount).toBe(2);
    expect(seen[4]).toBe(seen[0]);
  });

  it('hand their vectors to a cache that keeps to its budget and follows every write', () => {
    const cache = createChunkCache({ budgetBytes: 1_500 });
    const [a, b] = [newId<TenantId>(), newId<TenantId>()];
    const angles = Array.from({ length: 20 }, (_, at) => at / 10);
    for (const id of [a, b]) ingest(id, angles);
    const count = (id: TenantId) =>
      files.use(id, (tenant) => cache.load(tenant)?.nearest(newChunk(0).vector, { limit: 50, attempts: null }).length);

    for (const id of [a, b, a, b]) expect(count(id)).toBe(20);
    expect(cache.bytes).toBeLessThanOrEqual(1_500);
    const more = ingest(b, [0.5]);
    if (more.change) cache.follow(b, more.change);
    expect(count(b)).toBe(21);
    const removed = files.use(b, (tenant) => attempts.remove(tenant, more.id));
    if (removed) cache.follow(b, removed);
    expect(count(b)).toBe(20);
    cache.forget(b);
    expect(count(b)).toBe(20);
  });

  it('are loaded into the cache a part at a time', () => {
    const cache = createChunkCache({ budgetBytes: 1e9 });
    const id = newId<TenantId>();
    for (let at = 0; at < 3; at++) ingest(id, Array(1_500).fill(0.1 * at));
    const load = () => files.use(id, (tenant) => cache.load(tenant));
    for (const _ of [1, 2]) expect(load()).toBeNull();
    expect(load()?.nearest(newChunk(0).vector, { limit: 5_000, attempts: null })).toHaveLength(4_500);
  });

  it('have another embedder’s vectors in the cache before these are switched to', () => {
    const cache = createChunkCache({ budgetBytes: 1e9 });
    const id = newId<TenantId>();
    const next = { id: 'next', dimensions: 3 };
    const ingested = [0, 1, 2].map(() => ingest(id, Array(1_500).fill(0)).id);
    files.use(id, (tenant) => {
      while (!cache.load(tenant));
      while (!reembedding.prepare(tenant, next, { limit: 9 }));
      for (;;) {
        const chunks = reembedding.nextChunks(tenant, { limit: 500 });
        if (chunks.length === 0) break;
        const made = { vector: Float32Array.of(0, 0, 1), sentences: new Uint8Array() };
        const written = chunks.map(({ documentId, generation, index }) => ({ documentId, generation, index, ...made }));
        reembedding.writeNext(tenant, next, written);
      }
      for (const _ of [1, 2]) expect(cache.loadNext(tenant)).toBe(false);
      const change = attempts.remove(tenant, ingested[0] ?? newId());
      if (change) cache.follow(id, change);
      expect(cache.loadNext(tenant)).toBe(true);
      expect(reembedding.switchTo(tenant, next)).toEqual([]);
      cache.switch(id);
      // At once.
      const found = cache.load(tenant)?.nearest(Float32Array.of(0, 0, 1), { limit: 5_000, attempts: null });
      expect(found).toHaveLength(3_000);
    });
  });
});

describe('vectors in memory', () => {
  it('are searched exactly after any number of additions and removals', () => {
    const runs = createChunkRuns(4);
    const all = new Map<number, { id: number; index: number; vector: Float32Array }[]>();
    const documentIds = new Map<number, DocumentId>();
    let state = 7;
    const random = () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state / 2_147_483_648;
    };
    const unit = () => newChunk(0, { angle: random() * 6 }).vector;
    for (let step = 1; step <= 60; step++) {
      const chunks = Array.from({ length: Math.floor(random() * 9) }, (_, at) => ({
        id: step * 100 + at,
        index: at,
        vector: unit(),
        terms: `word step${step}${at % 2 === 0 ? ' even' : ''}`,
      }));
      const shown = { id: step, documentId: newId<DocumentId>(), generation: newId<Generation>() };
      runs.append(shown, chunks);
      documentIds.set(step, shown.documentId);
      all.set(step, chunks);
      const gone = Math.ceil(random() * step);
      if (step % 3 === 0) {
        runs.remove(gone);
        all.delete(gone);
      }
      const query = unit();
      const among = step % 2 === 0 ? new Set([...all.keys()].filter((attempt) => attempt % 4 < 2)) : null;
      const expected = [...all]
        .flatMap(([attempt, those]) => (among && !among.has(attempt) ? [] : those))
        .map(({ id, vector }) => ({ id, cosine: dot(query, vector) }))
        .sort((x, y) => y.cosine - x.cosine)
        .slice(0, 5);
      const found = runs.nearest(query, { limit: 5, attempts: among });
      const cosines = new Map([...all.values()].flat().map(({ id, vector }) => [id, dot(query, vector)]));
      expect(found).toHaveLength(expected.length);
      for (const [at, { id, cosine }] of found.entries()) {
        expect(cosines.get(id)).toBeCloseTo(expected[at]?.cosine ?? Number.NaN, 5);
        expect(cosine).toBeCloseTo(expected[at]?.cosine ?? Number.NaN, 5);
      }
      const describe = runs.describe({ vector: query, terms: ['even', 'unknown', 'word'] });
      for (const [attempt, those] of all) {
        for (const { id, index, vector } of those) {
          expect(describe(id)).toMatchObject({
            documentId: documentIds.get(attempt),
            index,
            cosine: dot(query, vector),
            terms: index % 2 === 0 ? [0, 2] : [2],
          });
        }
      }
      expect(describe(-1)).toBeNull();
    }
  });

  it('are found by terms as only the chunks that are looked at decide', () => {
    const runs = createChunkRuns(4);
    const append = (attempt: number, texts: readonly string[]) =>
      runs.append(
        { id: attempt, documentId: newId<DocumentId>(), generation: newId<Generation>() },
        texts.map((terms, index) => ({ id: 100 * attempt + index, index, vector: newChunk(index).vector, terms })),
      );
    append(1, ['apple cold', 'pear cold cold cold', 'apple pear', 'plum', '']);
    const search = (terms: readonly string[], attempts: ReadonlySet<number> | null, limit = 10) =>
      runs.matching(terms, { limit, attempts });
    const alone = new Set([1]);
    expect(search(['cold'], alone)).toEqual([101, 100]);
    expect(search(['plum', 'apple'], alone)).toEqual([103, 100, 102]);
    expect(search(['plum', 'apple'], alone, 1)).toEqual([103]);
    expect(search(['unknown'], alone)).toEqual([]);
    const before = search(['apple', 'cold', 'plum'], alone);
    // Nearly all chunks hold it now, so that it says nothing among all.
    append(
      2,
      Array.from({ length: 60 }, () => 'plum plum'),
    );
    expect(search(['apple', 'cold', 'plum'], alone)).toEqual(before);
    expect(search(['apple', 'plum'], null)).toEqual([100, 102]);
    expect(search(['plum'], null, 2)).toEqual([200, 201]);
  });

  it('are found by terms as all of them compared one by one are, whatever came and went', () => {
    let state = 11;
    const below = (end: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * end);
    };
    const words = Array.from({ length: 40 }, (_, at) => `w${at}`);
    // Squared, so that some words are common and some are rare.
    const textOf = () => Array.from({ length: below(12) }, () => words[below(40) % (1 + below(40))]).join(' ');
    const runs = createChunkRuns(4);
    const kept = new Map<number, { id: number; terms: string[] }[]>();
    let id = 0;
    for (let attempt = 1; attempt <= 60; attempt++) {
      const texts = Array.from({ length: 1 + below(30) }, textOf);
      const chunks = texts.map((terms, index) => ({ id: id++, index, vector: newChunk(index).vector, terms }));
      runs.append({ id: attempt, documentId: newId<DocumentId>(), generation: newId<Generation>() }, chunks);
      kept.set(
        attempt,
        chunks.map(({ id, terms }) => ({ id, terms: terms === '' ? [] : terms.split(' ') })),
      );
      if (below(3) === 0) {
        const gone = 1 + below(attempt);
        runs.remove(gone);
        kept.delete(gone);
      }
      const asked = [...new Set([words[below(40)] ?? '', words[below(40)] ?? '', 'unknown'])];
      const some = new Set([...kept.keys()].filter(() => below(2) === 0));
      for (const attempts of [null, some]) {
        const looked = [...kept].flatMap(([key, chunks]) => (attempts?.has(key) === false ? [] : chunks));
        expect(runs.matching(asked, { limit: 20, attempts })).toEqual(byTerms(looked, asked).slice(0, 20));
      }
      const describe = runs.describe({ vector: newChunk(0).vector, terms: asked });
      for (const { id, terms } of [...kept.values()].flat()) {
        expect(describe(id)?.terms).toEqual(asked.flatMap((term, at) => (terms.includes(term) ? [at] : [])));
      }
    }
  });

  it('of which there are many are nearly always found in one byte a dimension first', () => {
    const [dimensions, count, limit] = [48, 12_000, 50];
    let state = 7;
    const random = () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state / 2_147_483_648 - 0.5;
    };
    const unit = () => {
      const values = Float32Array.from({ length: dimensions }, random);
      const length = Math.hypot(...values);
      return values.map((value) => value / length);
    };
    const runs = createChunkRuns(dimensions);
    const chunks = Array.from({ length: count }, (_, id) => ({ id, index: id, vector: unit(), terms: '' }));
    runs.append({ id: 1, documentId: newId<DocumentId>(), generation: newId<Generation>() }, chunks);
    let found = 0;
    const questions = Array.from({ length: 20 }, unit);
    for (const question of questions) {
      const exact = chunks
        .map(({ id, vector }) => ({ id, cosine: dot(question, vector) }))
        .sort((a, b) => b.cosine - a.cosine)
        .slice(0, limit);
      const nearest = new Map(runs.nearest(question, { limit, attempts: null }).map((hit) => [hit.id, hit.cosine]));
      expect(nearest.size).toBe(limit);
      for (const { id, cosine } of exact) {
        const own = nearest.get(id);
        if (own === undefined) continue;
        expect(own).toBeCloseTo(cosine, 5);
        found += 1;
      }
    }
    expect(found / (limit * questions.length)).toBeGreaterThanOrEqual(0.99);
  });
});

/** Okapi BM25, one chunk after the other. */
function byTerms(chunks: readonly { id: number; terms: readonly string[] }[], asked: readonly string[]): number[] {
  const heldBy = (term: string) => chunks.filter(({ terms }) => terms.includes(term)).length;
  const isRare = (term: string) => heldBy(term) > 0 && heldBy(term) <= chunks.length / 2;
  const wanted = chunks.length >= 50 && asked.some(isRare) ? asked.filter(isRare) : asked;
  const averageLength = chunks.reduce((sum, { terms }) => sum + terms.length, 0) / chunks.length;
  return chunks
    .filter(({ terms }) => wanted.some((term) => terms.includes(term)))
    .map(({ id, terms }) => {
      const scores = wanted.map((term) => {
        const count = terms.filter((other) => other === term).length;
        return termScore(termWeight(heldBy(term), chunks.length), { count, length: terms.length, averageLength });
      });
      return { id, score: scores.reduce((sum, score) => sum + score, 0) };
    })
    .sort((a, b) => b.score - a.score || a.id - b.id)
    .map(({ id }) => id);
}

describe('the worker’s jobs', () => {
  it('run one after the other, and never once their signal has aborted', async () => {
    const jobs = createJobs();
    const done: string[] = [];
    const stop = new AbortController();
    const { signal } = new AbortController();
    const first = jobs.run(() => done.push('first'), { user: 'a', signal });
    const second = jobs.run(() => done.push('second'), { user: 'a', signal: stop.signal });
    const third = jobs.run(() => done.push('third'), { user: 'a', signal });
    stop.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    await Promise.all([first, third]);
    expect(done).toEqual(['first', 'third']);
  });
});
