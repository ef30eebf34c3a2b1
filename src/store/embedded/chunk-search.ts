import type { DocumentId, Generation } from '../../ids.ts';
import type { ChunkFilter } from '../chunks.ts';
import { packVectors, toVector } from '../vectors.ts';
import type { SqlRow } from './attached-file.ts';
import { leaveOutCommon } from './common-terms.ts';
import { joinConditions, toCondition } from './filters.ts';
import { matchAny } from './keywords.ts';
import { bytes, checkTenant, number, text } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';
import type { Packed, WireHit } from './wire.ts';

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
  const match = matchAny(wanted);
  if (isOpen(filter)) {
    // Nearly all that the index holds is shown, so asking row by row costs more than to drop a few afterwards.
    const ranked = idsOf(
      tenant.file.all(
        `SELECT rowid AS id FROM keywords WHERE keywords MATCH ? ORDER BY bm25(keywords), rowid LIMIT ?`,
        match,
        2 * limit,
      ),
    );
    const found = keepShown(tenant, ranked);
    if (found.length >= limit || ranked.length < 2 * limit) return found.slice(0, limit);
  }
  const { sql, values } = shown(filter);
  // CROSS JOIN keeps the order: a row of the keyword index, then the look at its version.
  return idsOf(
    tenant.file.all(
      `SELECT keywords.rowid AS id FROM keywords CROSS JOIN chunks ON chunks.id = keywords.rowid
       WHERE keywords MATCH ? AND chunks.version IN (SELECT version FROM documents WHERE ${sql})
       ORDER BY bm25(keywords), keywords.rowid LIMIT ?`,
      match,
      ...values,
      limit,
    ),
  );
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
  return idsOf(rows);
}

/** The chunks with these ids that are shown, in the order of the ids. */
export function readHits({ file, tenantId }: TenantFile, ids: readonly number[], dimensions: number): Packed<WireHit> {
  const rows = file.all(
    `SELECT passages.*, vectors.vector, chunks.place, documents.id AS document_id, documents.generation
     FROM json_each(?) AS wanted
     CROSS JOIN chunks ON chunks.id = wanted.value
     CROSS JOIN documents ON documents.version = chunks.version
     CROSS JOIN passages ON passages.chunk = chunks.id
     CROSS JOIN vectors ON vectors.chunk = chunks.id
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

function keepShown({ file }: TenantFile, ids: readonly number[]): number[] {
  return idsOf(
    file.all(
      `SELECT chunks.id FROM json_each(?) AS wanted CROSS JOIN chunks ON chunks.id = wanted.value
       WHERE chunks.version IN (SELECT version FROM documents WHERE version IS NOT NULL) ORDER BY wanted.key`,
      JSON.stringify(ids),
    ),
  );
}

function idsOf(rows: readonly SqlRow[]): number[] {
  return rows.map((row) => number(row, 'id'));
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
