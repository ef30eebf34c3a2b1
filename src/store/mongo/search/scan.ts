import type { Filter } from 'mongodb';
import type { Generation } from '../../../ids.ts';
import { type Best, createBest } from '../../../lib/best.ts';
import { dot } from '../../../lib/vectors.ts';
import { reading, SCAN_MS } from '../client.ts';
import { type FoundRow, foundFields, toFound } from '../tenant/chunk-rows.ts';
import type { Conditions } from '../tenant/filters.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
import { type ChunkRow, checkTenant } from '../tenant/tenant-rows.ts';
import { fieldsOf, toVector, type VectorFormat, type VectorSlot, valuesOf } from '../tenant/vector-slots.ts';
import type { TermStatistics } from './bm25.ts';
import { createBm25 } from './bm25.ts';
import type { EngineSearch } from './engine.ts';

/** Rows a batch, so that no batch keeps the event loop for more than some ms. Arrays take ten times as long to read. */
const BATCH: Record<VectorFormat, number> = { binary: 250, array: 50 };

/** Looks at each vector that fits, a batch at a time, and gives back the nearest rows. */
export async function scanNearest(
  db: TenantDb,
  vector: Float32Array,
  { limit, conditions, slot, signal, generations }: EngineSearch & { generations?: readonly Generation[] },
  format: VectorFormat,
): Promise<FoundRow[]> {
  const best = createBest<string>(limit, byId);
  const { embedding } = fieldsOf(slot);
  const rows = db.chunks
    .find(toFilter(conditions, generations), { batchSize: BATCH[format], ...reading(signal, SCAN_MS) })
    .project<Pick<ChunkRow, '_id' | 'tenantId'>>({ tenantId: 1, [embedding]: 1 });
  for await (const row of rows) {
    const stored = valuesOf(checkTenant(row, db.tenantId), slot).embedding;
    if (stored) best.add(row._id, dot(vector, toVector(stored)));
  }
  return await readRows(db, best.take(), { slot, signal });
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
  { slot, signal }: { slot: VectorSlot; signal: AbortSignal | undefined },
): Promise<FoundRow[]> {
  if (ids.length === 0) return [];
  const rows = await db.chunks
    .find({ _id: { $in: [...ids] } }, reading(signal))
    .project<ChunkRow>(foundFields(slot))
    .toArray();
  const byRowId = new Map(toFound(rows, slot).map((row) => [row._id, row]));
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
