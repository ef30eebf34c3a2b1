import { MongoServerError } from 'mongodb';
import type { Generation } from '../../../ids.ts';
import { createBest } from '../../../lib/best.ts';
import { dot } from '../../../lib/vectors.ts';
import { reading } from '../client.ts';
import { type FailureKind, kindOf } from '../errors.ts';
import type { FoundRow } from '../tenant/chunk-rows.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
import { checkTenant, type DocumentRow } from '../tenant/tenant-rows.ts';
import type { VectorSlot } from '../tenant/vector-slots.ts';
import { createBm25 } from './bm25.ts';
import type { Engine, EngineSearch, TermSearch } from './engine.ts';
import { searchTerms, searchVectors } from './mongot-commands.ts';
import type { MongotIndexes } from './mongot-indexes.ts';
import { byId, readRows, scanMatching, scanNearest } from './scan.ts';
import type { TermSamples } from './term-samples.ts';

/** What mongod says of a mongot that is away, not ready, stands still, or went away between two batches. */
const AWAY: ReadonlySet<FailureKind> = new Set(['searchDown', 'searchNotReady', 'timeout', 'unreachable']);

const MIN_CANDIDATES = 400;

/** Below this many chunks every vector is compared, which is exact. */
const EXACT_BELOW = 10_000;

/**
 * MongoDB with mongot: `$vectorSearch` and `$search`. What the indexes don't hold yet is scanned, for both lists, so
 * that a tenant reads its own writes; as long as they don't answer, all of it is.
 */
export function createMongotEngine({ samples, indexes }: { samples: TermSamples; indexes: MongotIndexes }): Engine {
  /** Which generations have to be scanned: null for all. */
  const findUnindexed = async (
    db: TenantDb,
    { documents, slot, signal }: EngineSearch,
  ): Promise<Generation[] | null> => {
    const rows = await db.documents
      .find({ ...documents, indexed: false }, reading(signal))
      .project<Pick<DocumentRow, 'tenantId' | 'generation'>>({ tenantId: 1, generation: 1 })
      .toArray();
    const isReady = await indexes.areQueryable(db, slot);
    if (!isReady || rows.length > 0) indexes.follow(db);
    if (!isReady) return null;
    return rows.map((row) => checkTenant(row, db.tenantId).generation).filter((generation) => generation !== null);
  };

  /** What an index finds, or null when it doesn't answer after all. */
  const tryIndex = async <T>(db: TenantDb, slot: VectorSlot, search: () => Promise<T[]>): Promise<T[] | null> => {
    try {
      const found = await search();
      if (found.length > 0) return found;
      // An index that is gone finds nothing, without an error.
      indexes.doubt(db, slot);
      if (await indexes.areQueryable(db, slot)) return found;
    } catch (error) {
      if (!(error instanceof MongoServerError && AWAY.has(kindOf(error)))) throw error;
      indexes.doubt(db, slot);
    }
    indexes.follow(db);
    return null;
  };

  const nearest = async (db: TenantDb, vector: Float32Array, search: EngineSearch): Promise<FoundRow[]> => {
    const unindexed = await findUnindexed(db, search);
    if (unindexed === null) return await scanNearest(db, vector, search, 'binary');
    const isExact = (await samples.count(db)) < EXACT_BELOW;
    const [found, scanned] = await Promise.all([
      tryIndex(db, search.slot, () => searchVectors(db, vector, search, { isExact })),
      unindexed.length === 0 ? [] : scanNearest(db, vector, { ...search, generations: unindexed }, 'binary'),
    ]);
    if (found === null) return await scanNearest(db, vector, search, 'binary');
    const best = createBest<FoundRow>(search.limit, (a, b) => byId(a._id, b._id));
    const rows = new Map([...found, ...scanned].map((row) => [row._id, row]));
    for (const row of rows.values()) best.add(row, dot(vector, row.vector));
    return best.take();
  };

  const matching = async (db: TenantDb, tokens: readonly string[], search: TermSearch): Promise<FoundRow[]> => {
    const unindexed = await findUnindexed(db, search);
    const { statistics } = search;
    const best = createBest<string>(search.limit, byId);
    const scan = (generations?: readonly Generation[]) =>
      scanMatching(db, tokens, { ...search, ...(generations && { generations }) }, { best, statistics });
    const found =
      unindexed &&
      (await tryIndex(db, search.slot, () => searchTerms(db, tokens, { ...search, limit: candidatesFor(search) })));
    if (!found) {
      await scan();
    } else {
      const known = new Set<string>(unindexed);
      const score = createBm25(tokens, statistics);
      for (const row of found) {
        const [generation = ''] = row._id.split(':');
        // What is scanned comes from there, so that nothing comes twice.
        if (!known.has(generation)) best.add(row._id, score(checkTenant(row, db.tenantId).terms));
      }
      if (unindexed.length > 0) await scan(unindexed);
    }
    return await readRows(db, best.take(), search);
  };

  return { vectorFormat: 'binary', nearest, matching, follow: indexes.follow };
}

/** Without idf or length in the engine's scores, more than is asked for comes back and is ranked by BM25 here. */
function candidatesFor({ limit, statistics }: TermSearch): number {
  return statistics.isWhole ? 2 * limit : Math.max(MIN_CANDIDATES, 4 * limit);
}
