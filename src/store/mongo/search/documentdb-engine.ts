import type { Background } from '../background.ts';
import { type Calls, IN_BACKGROUND } from '../calls.ts';
import { SCAN_MS, searching } from '../client.ts';
import { type FoundRow, foundFields, toFound } from '../tenant/chunk-rows.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
import type { ChunkRow } from '../tenant/tenant-rows.ts';
import { fieldsOf, type VectorSlot } from '../tenant/vector-slots.ts';
import { createVectorIndex, dropOtherIndexes, findVectorIndex, isIndexMissing } from './documentdb-index.ts';
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
  minChunks,
}: {
  samples: TermSamples;
  background: Background;
  calls: Calls;
  minChunks: number;
}): Engine {
  /** By tenant and slot. */
  const indexed = new Set<string>();
  const askedAt = new Map<string, number>();

  const hasIndex = async (db: TenantDb, slot: VectorSlot): Promise<boolean> => {
    const key = keyOf(db, slot);
    if (indexed.has(key)) return true;
    if (Date.now() - (askedAt.get(key) ?? 0) < ASK_AGAIN_MS) return false;
    askedAt.set(key, Date.now());
    if (!(await findVectorIndex(db, slot))) return false;
    indexed.add(key);
    return true;
  };

  const bringUpToDate = async (db: TenantDb) => {
    const { current, next, old } = await db.vectors.current();
    const slots = next ? [current, next] : [current];
    for (const slot of slots) {
      if (indexed.has(keyOf(db, slot))) continue;
      if ((await samples.count(db)) < Math.max(1, minChunks)) return;
      await createVectorIndex(db, slot);
      indexed.add(keyOf(db, slot));
    }
    if (old.length > 0) await dropOtherIndexes(db, slots);
  };
  const follow = (db: TenantDb) =>
    background.start(`index ${db.database}`, () =>
      calls.in(db.database, () => bringUpToDate(db), undefined, IN_BACKGROUND),
    );

  return {
    vectorFormat: 'array',
    nearest: async (db, vector, search) => {
      const scan = () => scanNearest(db, vector, search, 'array');
      if (!(await hasIndex(db, search.slot))) {
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
        indexed.delete(keyOf(db, search.slot));
        return await scan();
      }
    },
    matching: findByTextIndex,
    follow,
  };
}

function keyOf({ database }: TenantDb, { slot }: VectorSlot): string {
  return `${database} ${slot}`;
}

async function searchVectors(
  db: TenantDb,
  vector: Float32Array,
  { limit, conditions, slot, signal }: EngineSearch,
  { isExact }: { isExact: boolean },
): Promise<FoundRow[]> {
  const cosmosSearch = {
    vector: [...vector],
    path: fieldsOf(slot).embedding,
    k: limit,
    ...(isExact ? { exact: true } : { efSearch: Math.min(MAX_EF_SEARCH, Math.max(100, 4 * limit)) }),
    ...(Object.keys(conditions).length > 0 && { filter: conditions }),
  };
  const rows = await db.chunks
    .aggregate<ChunkRow>(
      [{ $search: { cosmosSearch, returnStoredSource: true } }, { $project: foundFields(slot) }],
      searching(signal, isExact ? SCAN_MS : undefined),
    )
    .toArray();
  return toFound(rows, slot);
}
