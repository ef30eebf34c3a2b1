import { Binary, type Document } from 'mongodb';
import type { Generation } from '../../../ids.ts';
import { SCAN_MS, searching } from '../client.ts';
import { kindOf } from '../errors.ts';
import { toConditions } from '../tenant/filters.ts';
import { toStored } from '../tenant/stored-text.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
import type { ChunkRow } from '../tenant/tenant-rows.ts';
import type { EngineSearch } from './engine.ts';

/** An index can't be changed in place everywhere, so a new definition gets a new name. */
const VECTORS = 'vectors_v1';
const TERMS = 'terms_v1';

const MAX_CANDIDATES = 10_000;

/** Makes both indexes. mongot builds them afterwards. */
export async function createSearchIndexes(db: TenantDb, dimensions: number): Promise<void> {
  const filters = ['tenantId', 'documentId', 'generation', 'tags', 'createdAt'];
  await db.chunks.createSearchIndex({
    name: VECTORS,
    type: 'vectorSearch',
    definition: {
      fields: [
        { type: 'vector', path: 'embedding', numDimensions: dimensions, similarity: 'cosine' },
        ...filters.map((path) => ({ type: 'filter', path })),
      ],
    },
  });
  await db.chunks.createSearchIndex({
    name: TERMS,
    type: 'search',
    definition: {
      mappings: {
        dynamic: false,
        fields: {
          terms: { type: 'string', analyzer: 'lucene.whitespace' },
          tenantId: { type: 'token' },
          documentId: { type: 'token' },
          generation: { type: 'token' },
          tags: { type: 'token' },
          createdAt: { type: 'date' },
        },
      },
    },
  });
}

/** Whether both indexes are there, and answer. `queryable` counts, not `status`. */
export async function findSearchIndexes(db: TenantDb): Promise<'missing' | 'building' | 'queryable'> {
  try {
    const listed: Document[] = await db.chunks.listSearchIndexes().toArray();
    const ours = [VECTORS, TERMS].map((name) => listed.find((index) => index['name'] === name));
    if (ours.some((index) => !index || GONE.has(index['status']))) return 'missing';
    return ours.every((index) => index?.['queryable'] === true) ? 'queryable' : 'building';
  } catch (error) {
    // mongot is not up yet, or away.
    if (kindOf(error) === 'searchDown') return 'building';
    throw error;
  }
}

/** How many chunks of a generation both indexes return. */
export async function countIndexed(
  db: TenantDb,
  { generation, chunkCount, dimensions }: { generation: Generation; chunkCount: number; dimensions: number },
): Promise<number> {
  if (chunkCount === 0) return 0;
  const anyVector = new Float32Array(dimensions).fill(1);
  const counts = await Promise.all([
    count(db, vectorStage({ vector: anyVector, limit: chunkCount, isExact: true, filter: { generation } })),
    count(db, searchStage({ must: [], filter: [{ equals: { path: 'generation', value: generation } }] })),
  ]);
  return Math.min(...counts);
}

/** The nearest rows, by `$vectorSearch`. */
export function searchVectors(
  db: TenantDb,
  vector: Float32Array,
  { limit, filter, signal }: EngineSearch,
  { isExact }: { isExact: boolean },
): Promise<ChunkRow[]> {
  const conditions = { tenantId: db.tenantId, ...toConditions(filter) };
  const stage = vectorStage({ vector, limit, isExact, filter: conditions });
  return db.chunks.aggregate<ChunkRow>([stage], searching(signal, isExact ? SCAN_MS : undefined)).toArray();
}

/** Id and terms of the chunks that match best, by `$search`. */
export function searchTerms(
  db: TenantDb,
  tokens: readonly string[],
  { limit, filter, signal }: EngineSearch,
): Promise<Pick<ChunkRow, '_id' | 'tenantId' | 'terms'>[]> {
  const { documentIds, tags, createdAfter, createdBefore } = filter;
  const clauses: Document[] = [{ equals: { path: 'tenantId', value: db.tenantId } }];
  if (documentIds) clauses.push({ in: { path: 'documentId', value: [...documentIds] } });
  if (tags) clauses.push({ in: { path: 'tags', value: tags.map(toStored) } });
  if (createdAfter) clauses.push({ range: { path: 'createdAt', gt: createdAfter } });
  if (createdBefore) clauses.push({ range: { path: 'createdAt', lt: createdBefore } });
  const must = [{ text: { path: 'terms', query: tokens.join(' ') } }];
  return db.chunks
    .aggregate<Pick<ChunkRow, '_id' | 'tenantId' | 'terms'>>(
      [searchStage({ must, filter: clauses }), { $limit: limit }, { $project: { tenantId: 1, terms: 1 } }],
      searching(signal),
    )
    .toArray();
}

const GONE = new Set<unknown>(['DELETING', 'DOES_NOT_EXIST', 'FAILED']);

function vectorStage(options: { vector: Float32Array; limit: number; isExact: boolean; filter: Document }): Document {
  const { vector, limit, isExact, filter } = options;
  return {
    $vectorSearch: {
      index: VECTORS,
      path: 'embedding',
      queryVector: Binary.fromFloat32Array(vector),
      limit,
      ...(isExact ? { exact: true } : { numCandidates: Math.min(MAX_CANDIDATES, Math.max(100, 20 * limit)) }),
      filter,
    },
  };
}

function searchStage({ must, filter }: { must: Document[]; filter: Document[] }): Document {
  return { $search: { index: TERMS, compound: { ...(must.length > 0 && { must }), filter } } };
}

async function count(db: TenantDb, stage: Document): Promise<number> {
  const [row] = await db.chunks
    .aggregate<{ n: number }>([stage, { $group: { _id: 1, n: { $sum: 1 } } }], searching(undefined, SCAN_MS))
    .toArray();
  return row?.n ?? 0;
}
