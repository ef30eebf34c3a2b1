import type { DocumentId, UserId } from '../../ids.ts';
import type {
  DocumentFilter,
  DocumentPage,
  DocumentPosition,
  DocumentRecord,
  DocumentStatus,
  IngestionStage,
  NewDocument,
} from '../documents.ts';
import type { TenantUsage } from '../tenant-store.ts';
import { joinPieces, piecesOf } from '../text-pieces.ts';
import type { SqlRow } from './attached-file.ts';
import { type Condition, foldName, joinConditions, toCondition } from './filters.ts';
import { bytes, checkTenant, date, json, number, text } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';

/** Stores a document, or gives the one back that has the same bytes and PII mark and has not failed. */
export function create(
  tenant: TenantFile,
  { document, original }: { document: NewDocument; original: Uint8Array },
): { document: DocumentRecord; created: boolean } {
  const { file, tenantId } = tenant;
  return file.transaction(
    () => {
      const same = file.get(
        `SELECT * FROM documents WHERE sha256 = ? AND contains_pii = ? AND status <> 'FAILED'
         ORDER BY created_at, id LIMIT 1`,
        document.sha256,
        Number(document.containsPii),
      );
      if (same) return { document: toDocument(same, tenantId), created: false };
      const createdAt = document.createdAt.getTime();
      file.run(
        `INSERT INTO documents (id, tenant_id, name, folded_name, media_type, size_bytes, sha256, status, stage,
           chunks_embedded, chunk_count, tags, contains_pii, created_by, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, 'PENDING', 'WAITING', 0, 0, ?, ?, ?, ?, ?)`,
        document.id,
        tenantId,
        JSON.stringify(document.name),
        foldName(document.name),
        document.mediaType,
        document.sizeBytes,
        document.sha256,
        JSON.stringify(document.tags),
        Number(document.containsPii),
        document.createdBy,
        createdAt,
        createdAt,
      );
      file.run('INSERT INTO originals VALUES (?, ?, ?)', document.id, tenantId, original);
      return { document: get(tenant, document.id), created: true };
    },
    { durable: true },
  );
}

/** A document that is known to be there. */
export function get(tenant: TenantFile, id: DocumentId): DocumentRecord {
  const [document] = findMany(tenant, [id]);
  if (!document) throw new Error('A document is gone within the transaction that read it.');
  return document;
}

/** The documents with these ids that are there, in no order. */
export function findMany({ file, tenantId }: TenantFile, ids: readonly DocumentId[]): DocumentRecord[] {
  return file
    .all('SELECT * FROM documents WHERE id IN (SELECT value FROM json_each(?))', JSON.stringify(ids))
    .map((row) => toDocument(row, tenantId));
}

/** A page of the documents that fit, newest first, with the number of all that do. */
export function list(
  { file, tenantId }: TenantFile,
  { filter, limit, after }: { filter: DocumentFilter; limit: number; after: DocumentPosition | null },
): DocumentPage {
  const fits = toCondition(filter);
  const count = file.get(`SELECT count(*) AS total FROM documents WHERE ${fits.sql}`, ...fits.values);
  const behind: Condition[] = after
    ? [{ sql: '(documents.created_at, documents.id) < (?, ?)', values: [after.createdAt.getTime(), after.id] }]
    : [];
  const { sql, values } = joinConditions([fits, ...behind]);
  const rows = file.all(
    `SELECT * FROM documents WHERE ${sql} ORDER BY created_at DESC, id DESC LIMIT ?`,
    ...values,
    limit + 1,
  );
  return {
    items: rows.slice(0, limit).map((row) => toDocument(row, tenantId)),
    hasNextPage: rows.length > limit,
    totalCount: number(count ?? {}, 'total'),
  };
}

/** The bytes that came in, or null. */
export function original({ file, tenantId }: TenantFile, id: DocumentId): Uint8Array | null {
  const row = file.get('SELECT tenant_id, bytes FROM originals WHERE document_id = ?', id);
  return row ? bytes(checkTenant(row, tenantId), 'bytes') : null;
}

/** The text from `start` to `end`, or to its end. Null until it is searchable. */
export function readText(
  { file, tenantId }: TenantFile,
  { id, start, end }: { id: DocumentId; start: number; end: number | undefined },
): string | null {
  const shown = file.get('SELECT tenant_id, version FROM documents WHERE id = ? AND version IS NOT NULL', id);
  if (!shown) return null;
  const range = { start, end: Math.max(start, end ?? Number.MAX_SAFE_INTEGER) };
  const { first, last } = piecesOf(range);
  const rows = file.all(
    'SELECT tenant_id, utf16 FROM texts WHERE version = ? AND piece BETWEEN ? AND ? ORDER BY piece',
    number(checkTenant(shown, tenantId), 'version'),
    first,
    last,
  );
  return joinPieces(
    rows.map((row) => bytes(checkTenant(row, tenantId), 'utf16')),
    range,
  );
}

/** How much is searchable, and how many bytes all originals have. */
export function usage({ file }: TenantFile): TenantUsage {
  const shown = file.get(
    'SELECT count(*) AS documents, total(chunk_count) AS chunks FROM documents WHERE version IS NOT NULL',
  );
  const stored = file.get('SELECT total(size_bytes) AS bytes FROM documents');
  return {
    documents: number(shown ?? {}, 'documents'),
    chunks: number(shown ?? {}, 'chunks'),
    storedBytes: number(stored ?? {}, 'bytes'),
  };
}

function toDocument(row: SqlRow, tenantId: string): DocumentRecord {
  checkTenant(row, tenantId);
  return {
    id: text(row, 'id') as DocumentId,
    tenantId: text(row, 'tenant_id') as DocumentRecord['tenantId'],
    name: json(row, 'name'),
    mediaType: text(row, 'media_type'),
    sizeBytes: number(row, 'size_bytes'),
    sha256: text(row, 'sha256'),
    status: text(row, 'status') as DocumentStatus,
    error: row['error'] === null ? null : json(row, 'error'),
    progress: {
      stage: text(row, 'stage') as IngestionStage,
      chunksEmbedded: number(row, 'chunks_embedded'),
      chunksTotal: row['chunks_total'] === null ? null : number(row, 'chunks_total'),
    },
    chunkCount: number(row, 'chunk_count'),
    tags: json(row, 'tags'),
    containsPii: number(row, 'contains_pii') === 1,
    createdBy: row['created_by'] === null ? null : (text(row, 'created_by') as UserId),
    createdAt: date(row, 'created_at'),
    updatedAt: date(row, 'updated_at'),
    generation: row['generation'] === null ? null : (text(row, 'generation') as DocumentRecord['generation']),
  };
}
