import type { Background } from '../background.ts';
import { type Calls, IN_BACKGROUND } from '../calls.ts';
import { SCAN_MS, searching } from '../client.ts';
import { FOUND, type FoundRow } from '../tenant/chunk-rows.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
import { createVectorIndex, findVectorIndex, isIndexMissing } from './documentdb-index.ts';
import type { Engine, EngineSearch } from './engine.ts';
import { scanNearest } from './scan.ts';
import type { TermSamples } from './term-samples.ts';
import { findByTextIndex } from './text-index.ts';

/** Below this many chunks every vector is compared, which is exact; HNSW is ten times as fast for three thousand. */
const EXACT_BELOW = 500;
/** What HNSW looks at; the server refuses more. */
const MAX_EF_SEARCH = 1_000;
/** How often a missing index is asked for, in ms. */
const ASK_AGAIN_MS = 1_000;

/** DocumentDB (FerretDB, Azure): its own vector index, and the text index for keywords. Both are never behind. */
export function createDocumentDbEngine({
  samples,
  background,
  calls,
  dimensions,
  minChunks,
}: {
  samples: TermSamples;
  background: Background;
  calls: Calls;
  dimensions: number;
  minChunks: number;
}): Engine {
  const indexed = new Set<string>();
  const askedAt = new Map<string, number>();

  const hasIndex = async (db: TenantDb): Promise<boolean> => {
    if (indexed.has(db.database)) return true;
    if (Date.now() - (askedAt.get(db.database) ?? 0) < ASK_AGAIN_MS) return false;
    askedAt.set(db.database, Date.now());
    if (!(await findVectorIndex(db))) return false;
    indexed.add(db.database);
    return true;
  };

  const follow = (db: TenantDb) => {
    if (indexed.has(db.database)) return;
    background.start(`index ${db.database}`, () =>
      calls.in(
        db.database,
        async () => {
          if ((await samples.count(db)) < Math.max(1, minChunks)) return;
          await createVectorIndex(db, dimensions);
          indexed.add(db.database);
        },
        undefined,
        IN_BACKGROUND,
      ),
    );
  };

  return {
    vectorFormat: 'array',
    nearest: async (db, vector, search) => {
      const scan = () => scanNearest(db, vector, search, 'array');
      if (!(await hasIndex(db))) {
        follow(db);
        return await scan();
      }
      try {
        const isExact = (await samples.count(db)) < EXACT_BELOW;
        const rows = await searchVectors(db, vector, search, { isExact });
        // A filter may leave HNSW with less than there is.
        if (isExact || rows.length >= search.limit) return rows;
        return await searchVectors(db, vector, search, { isExact: true });
      } catch (error) {
        if (!isIndexMissing(error)) throw error;
        indexed.delete(db.database);
        return await scan();
      }
    },
    matching: findByTextIndex,
    follow,
  };
}

async function searchVectors(
  db: TenantDb,
  vector: Float32Array,
  { limit, conditions, signal }: EngineSearch,
  { isExact }: { isExact: boolean },
): Promise<FoundRow[]> {
  const cosmosSearch = {
    vector: [...vector],
    path: 'embedding',
    k: limit,
    ...(isExact ? { exact: true } : { efSearch: Math.min(MAX_EF_SEARCH, Math.max(100, 4 * limit)) }),
    ...(Object.keys(conditions).length > 0 && { filter: conditions }),
  };
  return await db.chunks
    .aggregate<FoundRow>(
      [{ $search: { cosmosSearch, returnStoredSource: true } }, { $project: FOUND }],
      searching(signal, isExact ? SCAN_MS : undefined),
    )
    .toArray();
}
