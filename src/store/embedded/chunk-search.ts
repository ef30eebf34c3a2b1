import type { DocumentId, Generation } from '../../ids.ts';
import type { ChunkFilter } from '../chunks.ts';
import { packVectors, toVector } from '../vectors.ts';
import type { SqlRow } from './attached-file.ts';
import { joinConditions, toCondition } from './filters.ts';
import { matchAny } from './keywords.ts';
import { bytes, checkTenant, number, text } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';
import type { Packed, WireHit } from './wire.ts';

/** In smaller tenants every term is common, which says nothing. */
const MIN_CHUNKS_FOR_COMMON_TERMS = 50;

interface Search {
  readonly limit: number;
  readonly filter: ChunkFilter;
}

/** The versions that searches show, of the documents that fit. */
export function shownVersions({ file }: TenantFile, filter: ChunkFilter): Set<number> {
  const { sql, values } = shown(filter);
  const rows = file.all(`SELECT version FROM documents WHERE ${sql}`, ...values);
  return new Set(rows.map((row) => number(row, 'version')));
}

/** Whether a filter leaves any document out. */
export function isOpen(filter: ChunkFilter): boolean {
  return Object.values(filter).every((condition) => condition === undefined);
}

/** Ids of the chunks that hold any of the terms, best by BM25 first, ties by id. */
export function findMatching(tenant: TenantFile, terms: readonly string[], { limit, filter }: Search): number[] {
  const wanted = leaveOutCommon(
    tenant,
    [...new Set(terms)].filter((term) => term !== ''),
  );
  if (wanted.length === 0) return [];
  const { sql, values } = shown(filter);
  // CROSS JOIN keeps the order: a row of the keyword index, then the look at its version.
  const rows = tenant.file.all(
    `SELECT keywords.rowid AS id FROM keywords CROSS JOIN chunks ON chunks.id = keywords.rowid
     WHERE keywords MATCH ? AND chunks.version IN (SELECT version FROM documents WHERE ${sql})
     ORDER BY bm25(keywords), keywords.rowid LIMIT ?`,
    matchAny(wanted),
    ...values,
    limit,
  );
  return rows.map((row) => number(row, 'id'));
}

/** Ids of the first chunks of the documents that fit, newest document first. */
export function findFirst({ file }: TenantFile, { limit, filter }: Search): number[] {
  const { sql, values } = shown(filter);
  const rows = file.all(
    `SELECT chunks.id FROM documents CROSS JOIN chunks ON chunks.version = documents.version WHERE ${sql}
     ORDER BY documents.created_at DESC, documents.id DESC, chunks.place LIMIT ?`,
    ...values,
    limit,
  );
  return rows.map((row) => number(row, 'id'));
}

/** The chunks with these ids that are shown, in the order of the ids. */
export function readHits({ file, tenantId }: TenantFile, ids: readonly number[], dimensions: number): Packed<WireHit> {
  const rows = file.all(
    `SELECT passages.*, chunks.place, documents.id AS document_id, documents.generation
     FROM json_each(?) AS wanted
     CROSS JOIN chunks ON chunks.id = wanted.value
     CROSS JOIN documents ON documents.version = chunks.version
     CROSS JOIN passages ON passages.chunk = chunks.id
     ORDER BY wanted.key`,
    JSON.stringify(ids),
  );
  for (const row of rows) checkTenant(row, tenantId);
  return {
    items: rows.map(toHit),
    vectors: packVectors(
      rows.map((row) => toVector(bytes(row, 'vector'))),
      dimensions,
    ),
  };
}

/**
 * Without the terms that more than half of the chunks hold, as long as others are left: they cost the most and tell the
 * least. Both sides of the comparison count what the index holds, shown or not.
 */
function leaveOutCommon({ file }: TenantFile, terms: readonly string[]): readonly string[] {
  const half = number(file.get('SELECT total(chunk_count) / 2 AS half FROM versions') ?? {}, 'half');
  if (terms.length < 2 || half * 2 < MIN_CHUNKS_FOR_COMMON_TERMS) return terms;
  const rare = terms.filter((term) => {
    const row = file.get(
      'SELECT count(*) AS held FROM (SELECT 1 FROM keywords WHERE keywords MATCH ? LIMIT ?)',
      matchAny([term]),
      Math.floor(half) + 1,
    );
    const held = number(row ?? {}, 'held');
    return held > 0 && held <= half;
  });
  return rare.length > 0 ? rare : terms;
}

function shown(filter: ChunkFilter) {
  return joinConditions([{ sql: 'documents.version IS NOT NULL', values: [] }, toCondition(filter)]);
}

function toHit(row: SqlRow): WireHit {
  return {
    documentId: text(row, 'document_id') as DocumentId,
    generation: text(row, 'generation') as Generation,
    index: number(row, 'place'),
    start: number(row, 'begins'),
    end: number(row, 'ends'),
    body: text(row, 'body'),
    terms: text(row, 'terms'),
  };
}
