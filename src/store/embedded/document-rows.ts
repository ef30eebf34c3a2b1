import type { DocumentId, Generation, TenantId, UserId } from '../../ids.ts';
import type { DocumentAccess, DocumentVisibility } from '../access.ts';
import type { DocumentStatus, IngestionProgress, IngestionStage } from '../document-status.ts';
import type { DocumentMetadata, DocumentRecord, Original } from '../documents.ts';
import type { SqlRow, SqlValue } from './attached-file.ts';
import { foldName } from './filters.ts';
import { assignments, checkTenant, date, json, nullable, number, text, toColumns } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';

/** A column for each field of a document: one that is forgotten does not compile. */
type Columns = { readonly [Field in Exclude<keyof DocumentRecord, 'progress'>]: SqlValue };

/** What a new row of `documents` holds; attempts add the rest. Free text is kept as JSON. */
export function toRow(document: Omit<DocumentRecord, 'generation' | 'chunkCount'>): Record<string, SqlValue> {
  const columns: Omit<Columns, 'generation' | 'chunkCount' | keyof DocumentMetadata> = {
    id: document.id,
    tenantId: document.tenantId,
    version: document.version,
    mediaType: document.mediaType,
    sizeBytes: document.sizeBytes,
    sha256: document.sha256,
    status: document.status,
    error: document.error === null ? null : JSON.stringify(document.error),
    pageCount: document.pageCount,
    createdBy: document.createdBy,
    createdAt: document.createdAt.getTime(),
    updatedAt: document.updatedAt.getTime(),
  };
  return {
    ...toColumns(columns),
    ...toMetadata(document),
    ...toProgress(document.progress),
    chunk_count: 0,
  };
}

/** A column for each part of the metadata: one that is forgotten does not compile. */
const METADATA: { readonly [Field in keyof DocumentMetadata]: (value: DocumentMetadata[Field]) => SqlValue } = {
  name: (name) => JSON.stringify(name),
  tags: (tags) => JSON.stringify(tags),
  documentDate: (date) => date?.getTime() ?? null,
  collection: (name) => (name === null ? null : JSON.stringify(name)),
  visibility: (visibility) => visibility,
  containsPii: Number,
};

/** The columns of what is given of a document's metadata. */
export function toMetadata(change: Partial<DocumentMetadata>): Record<string, SqlValue> {
  const fields = (Object.keys(METADATA) as (keyof DocumentMetadata)[]).flatMap((field) => {
    const value = change[field];
    // The compiler doesn't follow that a field's entry takes that field's value.
    return value === undefined ? [] : [[field, (METADATA[field] as (value: unknown) => SqlValue)(value)]];
  });
  return {
    ...toColumns(Object.fromEntries(fields)),
    ...(change.name !== undefined && { folded_name: foldName(change.name) }),
  };
}

/** The columns that say how far ingestion has come. */
export function toProgress(progress: IngestionProgress): Record<string, SqlValue> {
  return toColumns({ ...progress });
}

/** A row of `documents` as the port shows it. */
export function toDocument(row: SqlRow, tenantId: TenantId): DocumentRecord {
  checkTenant(row, tenantId);
  return {
    id: text(row, 'id') as DocumentId,
    tenantId,
    name: json(row, 'name'),
    version: number(row, 'version'),
    ...toOriginal(row),
    status: text(row, 'status') as DocumentStatus,
    error: nullable(row, 'error', json<string>),
    progress: {
      stage: text(row, 'stage') as IngestionStage,
      pagesParsed: number(row, 'pages_parsed'),
      pagesTotal: nullable(row, 'pages_total', number),
      chunksEmbedded: number(row, 'chunks_embedded'),
      chunksTotal: nullable(row, 'chunks_total', number),
    },
    chunkCount: number(row, 'chunk_count'),
    pageCount: nullable(row, 'page_count', number),
    tags: json(row, 'tags'),
    documentDate: nullable(row, 'document_date', date),
    ...toAccess(row),
    createdAt: date(row, 'created_at'),
    updatedAt: date(row, 'updated_at'),
    generation: nullable(row, 'generation', text) as Generation | null,
  };
}

/** What a row says of an original. */
export function toOriginal(row: SqlRow): Original {
  return { mediaType: text(row, 'media_type'), sizeBytes: number(row, 'size_bytes'), sha256: text(row, 'sha256') };
}

/** Who may see a document, by its row. */
export function toAccess(row: SqlRow): DocumentAccess {
  return {
    collection: nullable(row, 'collection', json<string>),
    visibility: text(row, 'visibility') as DocumentVisibility,
    containsPii: number(row, 'contains_pii') === 1,
    createdBy: nullable(row, 'created_by', text) as UserId | null,
  };
}

/** Writes columns of a document's row, and when it was changed. */
export function changeRow({ file }: TenantFile, id: DocumentId, columns: Record<string, SqlValue>): void {
  const all = { ...columns, updated_at: Date.now() };
  file.run(`UPDATE documents SET ${assignments(Object.keys(all))} WHERE id = ?`, ...Object.values(all), id);
}
