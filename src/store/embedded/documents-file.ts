import type { DocumentId, TenantId } from '../../ids.ts';
import { type DocumentAccess, EVERYTHING, type Scope } from '../access.ts';
import { NO_PROGRESS } from '../document-status.ts';
import type {
  ByteRange,
  CollectionCount,
  DocumentMetadata,
  DocumentPosition,
  DocumentRecord,
  NewDocument,
  Original,
  TagCount,
} from '../documents.ts';
import type { DocumentFilter } from '../filters.ts';
import type { Page } from '../pages.ts';
import type { TenantUsage } from '../tenant-store.ts';
import { joinPieces, piecesOf } from '../text-pieces.ts';
import type { SqlRow } from './attached-file.ts';
import { toDocument, toMetadata, toOriginal, toRow } from './document-rows.ts';
import { allOf, type Condition, condition, fits, seenBy } from './filters.ts';
import { drop, keep, read, type StagedOriginal } from './originals-file.ts';
import { assignments, bytes, checkTenant, insertInto, json, nullable, number, readPage, text } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';

/** Stores a document, or gives the one back that stands for the same bytes. */
export function create(
  tenant: TenantFile,
  scope: Scope,
  document: NewDocument,
  original: StagedOriginal,
): { document: DocumentRecord; created: boolean } {
  const { file, tenantId } = tenant;
  return file.transaction(
    () => {
      const same = findSame(tenant, scope, document);
      if (same) {
        drop(tenant, original.original);
        return { document: same, created: false };
      }
      const row = { ...toRow(asNew(document, tenantId)), original: keep(tenant, document.id, original) };
      file.run(insertInto('documents', Object.keys(row)), ...Object.values(row));
      return { document: get(tenant, document.id), created: true };
    },
    { durable: true },
  );
}

/** A document that is known to be there. */
export function get(tenant: TenantFile, id: DocumentId): DocumentRecord {
  const [document] = findMany(tenant, EVERYTHING, [id]);
  if (!document) throw new Error('A document is gone within the transaction that read it.');
  return document;
}

/** Changes what is given of the metadata of a document that is there. */
export function update({ file }: TenantFile, id: DocumentId, change: Partial<DocumentMetadata>): void {
  const row = { ...toMetadata(change), updated_at: Date.now() };
  const sql = `UPDATE documents SET ${assignments(Object.keys(row))} WHERE id = ?`;
  file.transaction(() => file.run(sql, ...Object.values(row), id), { durable: true });
}

/** The documents with these ids that are there, in no order. */
export function findMany({ file, tenantId }: TenantFile, scope: Scope, ids: readonly DocumentId[]): DocumentRecord[] {
  const { sql, values } = allOf([seenBy(scope), fits({ documentIds: ids })]);
  return file.all(`SELECT * FROM documents WHERE ${sql}`, ...values).map((row) => toDocument(row, tenantId));
}

/** A page of the documents that fit, newest first, with the number of all that do. */
export function list(
  { file, tenantId }: TenantFile,
  scope: Scope,
  { filter, limit, after }: { filter: DocumentFilter; limit: number; after: DocumentPosition | null },
): Page<DocumentRecord> {
  const all = allOf([seenBy(scope), fits(filter)]);
  const behind: Condition | null = after && {
    sql: '(documents.created_at, documents.id) < (?, ?)',
    values: [after.createdAt.getTime(), after.id],
  };
  const page = allOf([all, behind]);
  return readPage(file, {
    rows: `SELECT * FROM documents WHERE ${page.sql} ORDER BY created_at DESC, id DESC`,
    values: page.values,
    count: `SELECT count(*) AS total FROM documents WHERE ${all.sql}`,
    countValues: all.values,
    limit,
    read: (row) => toDocument(row, tenantId),
  });
}

/** The collections that hold a document, by name. */
export function collections({ file }: TenantFile, scope: Scope): CollectionCount[] {
  const { sql, values } = seenBy(scope);
  const rows = file.all(
    `SELECT collection, count(*) AS documents FROM documents WHERE collection IS NOT NULL AND ${sql} GROUP BY collection`,
    ...values,
  );
  return rows
    .map((row) => ({ name: json<string>(row, 'collection'), documents: number(row, 'documents') }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The tags that most documents have. */
export function tags({ file }: TenantFile, scope: Scope, { limit }: { limit: number }): TagCount[] {
  const { sql, values } = seenBy(scope);
  const rows = file.all(
    `SELECT value AS name, count(*) AS documents FROM (SELECT tags FROM documents WHERE ${sql}) AS seen, json_each(seen.tags)
     GROUP BY value ORDER BY count(*) DESC, value LIMIT ?`,
    ...values,
    limit,
  );
  return rows.map((row) => ({ name: text(row, 'name'), documents: number(row, 'documents') }));
}

/** The bytes to ingest, or those of a range: of the version to come, where there is one. Null when the document is gone. */
export function originalToRead(tenant: TenantFile, id: DocumentId, range: ByteRange = {}): Uint8Array | null {
  const row = tenant.file.get('SELECT tenant_id, original FROM replacements WHERE document_id = ?', id);
  return row ? readFrom(tenant, 'replacements', { id, row, range }) : original(tenant, EVERYTHING, id, range);
}

/** What is known of the version to come; null where none is. */
export function next({ file, tenantId }: TenantFile, id: DocumentId): Original | null {
  const row = file.get('SELECT * FROM replacements WHERE document_id = ?', id);
  return row ? toOriginal(checkTenant(row, tenantId)) : null;
}

/** The bytes of the present version, or those of a range, or null. */
export function original(tenant: TenantFile, scope: Scope, id: DocumentId, range: ByteRange = {}): Uint8Array | null {
  const { sql, values } = allOf([seenBy(scope), fits({ documentIds: [id] })]);
  const row = tenant.file.get(`SELECT tenant_id, original FROM documents WHERE ${sql}`, ...values);
  return row ? readFrom(tenant, 'originals', { id, row, range }) : null;
}

/** By a row that says which original it is; without a number it is of before, and whole in that table. */
function readFrom(
  tenant: TenantFile,
  table: 'originals' | 'replacements',
  { id, row, range }: { id: DocumentId; row: SqlRow; range: ByteRange },
): Uint8Array {
  const stored = nullable(checkTenant(row, tenant.tenantId), 'original', number);
  if (stored !== null) return read(tenant, stored, range);
  const { start = 0, end = MAX_BLOB } = range;
  // SQL counts bytes from 1, and in 32 bits.
  const whole = tenant.file.get(
    `SELECT tenant_id, substr(bytes, ?, ?) AS bytes FROM ${table} WHERE document_id = ?`,
    Math.min(start, MAX_BLOB - 1) + 1,
    Math.max(0, Math.min(end, MAX_BLOB) - start),
    id,
  );
  return bytes(checkTenant(whole ?? {}, tenant.tenantId), 'bytes');
}

/** The text from `start` to `end`, or to its end. Null until it is searchable. */
export function readText(
  tenant: TenantFile,
  scope: Scope,
  id: DocumentId,
  { start, end }: { start: number; end?: number | undefined },
): string | null {
  const shown = findShown(tenant, scope, id);
  if (shown === null) return null;
  const range = { start, end: Math.max(start, end ?? Number.MAX_SAFE_INTEGER) };
  const { first, last } = piecesOf(range);
  const rows = tenant.file.all(
    'SELECT tenant_id, utf16 FROM texts WHERE attempt = ? AND piece BETWEEN ? AND ? ORDER BY piece',
    shown,
    first,
    last,
  );
  return joinPieces(
    rows.map((row) => bytes(checkTenant(row, tenant.tenantId), 'utf16')),
    range,
  );
}

/** Where the pages of its text begin; empty where that was not kept. Null until it is searchable. */
export function readPageStarts(tenant: TenantFile, scope: Scope, id: DocumentId): readonly number[] | null {
  const shown = findShown(tenant, scope, id);
  if (shown === null) return null;
  const row = tenant.file.get('SELECT tenant_id, page_starts FROM attempts WHERE id = ?', shown);
  return row ? (nullable(checkTenant(row, tenant.tenantId), 'page_starts', json<number[]>) ?? []) : null;
}

/** The attempt that a document shows; null where it shows none, or isn't seen. */
function findShown({ file, tenantId }: TenantFile, scope: Scope, id: DocumentId): number | null {
  const { sql, values } = allOf([seenBy(scope), fits({ documentIds: [id] }), SHOWN]);
  const row = file.get(`SELECT tenant_id, shown FROM documents WHERE ${sql}`, ...values);
  return row ? number(checkTenant(row, tenantId), 'shown') : null;
}

/** How much is searchable, and how many bytes all originals have, those of versions to come with them. */
export function usage({ file }: TenantFile, scope: Scope): TenantUsage {
  const { sql, values } = seenBy(scope);
  const row =
    file.get(
      `SELECT count(shown) AS documents, total(chunk_count) AS chunks,
              total(documents.size_bytes) + total(replacements.size_bytes) AS bytes
       FROM documents LEFT JOIN replacements ON document_id = documents.id WHERE ${sql}`,
      ...values,
    ) ?? {};
  return { documents: number(row, 'documents'), chunks: number(row, 'chunks'), storedBytes: number(row, 'bytes') };
}

/** What decides who sees a document, and no more. */
export function accessOf({ collection, visibility, containsPii, createdBy }: DocumentAccess): DocumentAccess {
  return { collection, visibility, containsPii, createdBy };
}

/** Bytes that SQLite keeps in one value at most. */
const MAX_BLOB = 2 ** 31 - 1;

/** Of the documents that searches show. */
export const SHOWN: Condition = { sql: 'documents.shown IS NOT NULL', values: [] };

/** The document that stands for the same bytes, as far as the scope sees one with the same metadata and access. */
export function findSame({ file, tenantId }: TenantFile, scope: Scope, document: NewDocument): DocumentRecord | null {
  const { sql, values } = allOf([
    condition(`sha256 = ? AND media_type = ?`, document.sha256, document.mediaType),
    condition(`status NOT IN ('FAILED', 'CANCELLED')`),
    ...Object.entries(toMetadata(document)).map(([column, value]) => condition(`${column} IS ?`, value)),
    seenBy(scope),
  ]);
  const row = file.get(`SELECT * FROM documents WHERE ${sql} ORDER BY created_at, id LIMIT 1`, ...values);
  return row ? toDocument(row, tenantId) : null;
}

function asNew(document: NewDocument, tenantId: TenantId) {
  return {
    ...document,
    tenantId,
    status: 'PENDING',
    error: null,
    progress: NO_PROGRESS,
    pageCount: null,
    updatedAt: document.createdAt,
  } as const;
}
