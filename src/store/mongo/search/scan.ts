import type { Filter } from 'mongodb';
import type { Generation } from '../../../ids.ts';
import { type Best, createBest } from '../../../lib/best.ts';
import { dot } from '../../../lib/vectors.ts';
import { reading, SCAN_MS } from '../client.ts';
import { FOUND, type FoundRow, toVector } from '../tenant/chunk-rows.ts';
import type { Conditions } from '../tenant/filters.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
import { type ChunkRow, checkTenant } from '../tenant/tenant-rows.ts';
import type { TermStatistics } from './bm25.ts';
import { createBm25 } from './bm25.ts';
import type { EngineSearch } from './engine.ts';

/** Rows a batch, so that no batch keeps the event loop for more than some ms. Arrays take ten times as long to read. */
const BATCH = { binary: 250, array: 50 };

/** Looks at each vector that fits, a batch at a time, and gives back the nearest rows. */
export async function scanNearest(
  db: TenantDb,
  vector: Float32Array,
  { limit, conditions, signal, generations }: EngineSearch & { generations?: readonly Generation[] },
  format: keyof typeof BATCH,
): Promise<FoundRow[]> {
  const best = createBest<string>(limit, byId);
  const rows = db.chunks
    .find(toFilter(conditions, generations), { batchSize: BATCH[format], ...reading(signal, SCAN_MS) })
    .project<{ _id: string; tenantId: ChunkRow['tenantId']; embedding: ChunkRow['embedding'] }>({
      tenantId: 1,
      embedding: 1,
    });
  for await (const row of rows) {
    best.add(row._id, dot(vector, toVector(checkTenant(row, db.tenantId).embedding)));
  }
  return await readRows(db, best.take(), signal);
}

/** Looks at the terms of each chunk that fits, and adds the ids of those that match to the best. */
export async function scanMatching(
  db: TenantDb,
  tokens: readonly string[],
  { conditions, signal, generations }: EngineSearch & { generations?: readonly Generation[] },
  { best, statistics }: { best: Best<string>; statistics: TermStatistics },
): Promise<void> {
  const score = createBm25(tokens, statistics);
  const rows = db.chunks
    .find(toFilter(conditions, generations), { batchSize: BATCH.binary, ...reading(signal, SCAN_MS) })
    .project<Pick<ChunkRow, '_id' | 'tenantId' | 'terms'>>({ tenantId: 1, terms: 1 });
  for await (const row of rows) {
    const points = score(checkTenant(row, db.tenantId).terms);
    if (points > 0) best.add(row._id, points);
  }
}

/** The rows with these ids that are there, in the order of the ids. */
export async function readRows(
  db: TenantDb,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<FoundRow[]> {
  if (ids.length === 0) return [];
  const rows = await db.chunks
    .find({ _id: { $in: [...ids] } }, reading(signal))
    .project<FoundRow>(FOUND)
    .toArray();
  const byRowId = new Map(rows.map((row) => [row._id, row]));
  return ids.map((id) => byRowId.get(id)).filter((row) => row !== undefined);
}

/** Orders ids where scores are the same. */
export function byId(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function toFilter(conditions: Conditions, generations: readonly Generation[] | undefined): Filter<ChunkRow> {
  return {
    ...conditions,
    ...(generations && { generation: { $in: [...generations] } }),
  } as Filter<ChunkRow>;
}
