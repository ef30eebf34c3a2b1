import { Binary, type Document } from 'mongodb';
import type { Generation } from '../../../ids.ts';
import { termWeight } from '../../bm25.ts';
import { reading, SCAN_MS, searching } from '../client.ts';
import { kindOf } from '../errors.ts';
import { type FoundRow, foundFields, toFound } from '../tenant/chunk-rows.ts';
import type { Condition, Conditions } from '../tenant/filters.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
import type { ChunkRow } from '../tenant/tenant-rows.ts';
import { fieldsOf, type VectorSlot } from '../tenant/vector-slots.ts';
import type { EngineSearch, TermSearch } from './engine.ts';

/** An index can't be changed in place everywhere, so a new definition gets a new name. */
const TERMS = 'terms_v4';
const OF_ANY_VERSION = /^(terms_v\d+|vectors_v\d+(_\d+)?)$/;

function vectorIndexOf({ slot }: VectorSlot): string {
  return slot === 0 ? 'vectors_v4' : `vectors_v4_${slot}`;
}

function namesOf(slots: readonly VectorSlot[]): Set<unknown> {
  return new Set([TERMS, ...slots.map(vectorIndexOf)]);
}

/** What filters ask of rows by equality. */
const TOKENS = ['tenantId', 'documentId', 'generation', 'tags', 'within', 'privateTo', 'mediaType'];

/** mongot considers no more at once, and gives back no more. */
const MAX_CANDIDATES = 10_000;

/** Makes the index of terms, and one of each slot's vectors. mongot builds them afterwards. */
export async function createSearchIndexes(db: TenantDb, slots: readonly VectorSlot[]): Promise<void> {
  const filters = [...TOKENS, 'containsPii', 'createdAt', 'documentDate', 'metadata', 'index'];
  for (const slot of slots) {
    const path = fieldsOf(slot).embedding;
    await db.chunks.createSearchIndex({
      name: vectorIndexOf(slot),
      type: 'vectorSearch',
      definition: {
        fields: [
          { type: 'vector', path, numDimensions: slot.embedder.dimensions, similarity: 'cosine' },
          ...filters.map((filter) => ({ type: 'filter', path: filter })),
        ],
      },
    });
  }
  await db.chunks.createSearchIndex({
    name: TERMS,
    type: 'search',
    definition: {
      mappings: {
        dynamic: false,
        fields: {
          terms: { type: 'string', analyzer: 'lucene.whitespace' },
          ...Object.fromEntries(TOKENS.map((path) => [path, { type: 'token' }])),
          containsPii: { type: 'boolean' },
          createdAt: { type: 'date' },
          documentDate: { type: 'date' },
          metadata: { type: 'number' },
        },
      },
    },
  });
}

/** Drops what mongot could not build: making the same index again does nothing as long as that is there. */
export function dropFailedIndexes(db: TenantDb, slots: readonly VectorSlot[]): Promise<void> {
  const names = namesOf(slots);
  return dropIndexes(db, ({ name, status }) => status === 'FAILED' && names.has(name));
}

/** Drops what an earlier version made, and those of other slots: each index costs mongot as much as one that is used. */
export function dropOldIndexes(db: TenantDb, slots: readonly VectorSlot[]): Promise<void> {
  const names = namesOf(slots);
  return dropIndexes(db, ({ name, status }) => OF_ANY_VERSION.test(name) && !names.has(name) && !GONE.has(status));
}

async function dropIndexes(db: TenantDb, isWanted: (index: Document) => boolean): Promise<void> {
  const listed: Document[] = await db.chunks.listSearchIndexes(reading()).toArray();
  for (const index of listed) if (isWanted(index)) await db.chunks.dropSearchIndex(index['name']);
}

/** Whether the indexes are there, and answer. `queryable` counts, not `status`. */
export async function findSearchIndexes(
  db: TenantDb,
  slots: readonly VectorSlot[],
): Promise<'missing' | 'failed' | 'building' | 'queryable'> {
  try {
    const listed: Document[] = await db.chunks.listSearchIndexes(reading()).toArray();
    const ours = [...namesOf(slots)].map((name) => listed.find((index) => index['name'] === name));
    if (ours.some((index) => index?.['status'] === 'FAILED')) return 'failed';
    if (ours.some((index) => !index || GONE.has(index['status']))) return 'missing';
    return ours.every((index) => index?.['queryable'] === true) ? 'queryable' : 'building';
  } catch (error) {
    // mongot is not up yet, or away.
    if (kindOf(error) === 'searchDown') return 'building';
    throw error;
  }
}

/** How many chunks of a generation all indexes return with what is to be known of their document. */
export async function countIndexed(
  db: TenantDb,
  {
    generation,
    chunkCount,
    metadata,
    slots,
  }: { generation: Generation; chunkCount: number; metadata: number; slots: readonly VectorSlot[] },
): Promise<number> {
  if (chunkCount === 0) return 0;
  const counts: number[] = [];
  for (const slot of slots) {
    const vector = new Float32Array(slot.embedder.dimensions).fill(1);
    let vectors = 0;
    for (let from = 0; from < chunkCount; from += MAX_CANDIDATES) {
      const index = { $gte: from, $lt: from + MAX_CANDIDATES };
      const limit = Math.min(MAX_CANDIDATES, chunkCount - from);
      const filter = { generation, metadata, index };
      vectors += await count(db, vectorStage({ vector, slot, limit, isExact: true, filter }));
    }
    counts.push(vectors);
  }
  const terms = await count(
    db,
    searchStage({
      filter: [
        { equals: { path: 'generation', value: generation } },
        { equals: { path: 'metadata', value: metadata } },
      ],
    }),
  );
  return Math.min(...counts, terms);
}

/** The nearest rows, by `$vectorSearch`. */
export async function searchVectors(
  db: TenantDb,
  vector: Float32Array,
  { limit, conditions, slot, signal }: EngineSearch,
  { isExact }: { isExact: boolean },
): Promise<FoundRow[]> {
  const filter = { tenantId: db.tenantId, ...conditions };
  const stage = vectorStage({ vector, slot, limit, isExact, filter });
  const pipeline = [stage, { $project: foundFields(slot) }];
  return toFound(await db.chunks.aggregate<ChunkRow>(pipeline, searching(signal)).toArray(), slot);
}

/**
 * Id and terms of the chunks that match best, by `$search`. Lucene counts all chunks, so for who doesn't see them all each
 * term weighs what it does among those that they see.
 */
export function searchTerms(
  db: TenantDb,
  tokens: readonly string[],
  { limit, conditions, signal, statistics }: TermSearch,
): Promise<Pick<ChunkRow, '_id' | 'tenantId' | 'terms'>[]> {
  const filter = toClauses({ tenantId: db.tenantId, ...conditions });
  const clauses = statistics.isWhole
    ? { must: [termClause(tokens)], filter }
    : {
        must: [termClause(tokens, 1)],
        should: tokens.map((token) => termClause([token], termWeight(statistics.held(token), statistics.chunks))),
        filter,
      };
  return db.chunks
    .aggregate<Pick<ChunkRow, '_id' | 'tenantId' | 'terms'>>(
      [searchStage(clauses), { $limit: limit }, { $project: { tenantId: 1, terms: 1 } }],
      searching(signal),
    )
    .toArray();
}

/** Any of the tokens, with a score that is always the same, or Lucene's. */
function termClause(tokens: readonly string[], constant?: number): Document {
  const score = constant !== undefined && { score: { constant: { value: constant } } };
  return { text: { path: 'terms', query: tokens.join(' '), ...score } };
}

/** Conditions as clauses of `$search`. */
function toClauses(conditions: Conditions): Document[] {
  return Object.entries(conditions).map(([path, condition]) => toClause(path, condition));
}

function toClause(path: string, condition: Condition): Document {
  if (typeof condition !== 'object') return { equals: { path, value: condition } };
  if (!('$in' in condition)) {
    const { $gt: gt, $lt: lt } = condition;
    return { range: { path, ...(gt && { gt }), ...(lt && { lt }) } };
  }
  return { in: { path, value: [...condition.$in] } };
}

const GONE = new Set<unknown>(['DELETING', 'DOES_NOT_EXIST']);

function vectorStage(options: {
  vector: Float32Array;
  slot: VectorSlot;
  limit: number;
  isExact: boolean;
  filter: Document;
}): Document {
  const { vector, slot, limit, isExact, filter } = options;
  return {
    $vectorSearch: {
      index: vectorIndexOf(slot),
      path: fieldsOf(slot).embedding,
      queryVector: Binary.fromFloat32Array(vector),
      limit,
      ...(isExact ? { exact: true } : { numCandidates: Math.min(MAX_CANDIDATES, Math.max(100, 20 * limit)) }),
      filter,
    },
  };
}

function searchStage(compound: { must?: Document[]; should?: Document[]; filter: Document[] }): Document {
  return { $search: { index: TERMS, compound } };
}

async function count(db: TenantDb, stage: Document): Promise<number> {
  const [row] = await db.chunks
    .aggregate<{ n: number }>([stage, { $group: { _id: 1, n: { $sum: 1 } } }], searching(undefined, SCAN_MS))
    .toArray();
  return row?.n ?? 0;
}
