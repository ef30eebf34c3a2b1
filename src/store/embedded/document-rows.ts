import type { DocumentId, Generation, TenantId, UserId } from '../../ids.ts';
import type { DocumentAccess, DocumentVisibility } from '../access.ts';
import type { DocumentRecord, DocumentStatus, IngestionStage } from '../documents.ts';
import type { SqlRow, SqlValue } from './attached-file.ts';
import { foldName } from './filters.ts';
import { checkTenant, date, json, nullable, number, text } from './rows.ts';

/** A column for each field of a document: one that is forgotten does not compile. */
type Columns = { readonly [Field in Exclude<keyof DocumentRecord, 'progress'>]: SqlValue };

/** What a new row of `documents` holds; attempts add the rest. Free text is kept as JSON. */
export function toRow(document: Omit<DocumentRecord, 'generation' | 'chunkCount'>): Record<string, SqlValue> {
  const columns: Omit<Columns, 'generation' | 'chunkCount'> = {
    id: document.id,
    tenantId: document.tenantId,
    name: JSON.stringify(document.name),
    mediaType: document.mediaType,
    sizeBytes: document.sizeBytes,
    sha256: document.sha256,
    status: document.status,
    error: document.error === null ? null : JSON.stringify(document.error),
    tags: JSON.stringify(document.tags),
    collection: toCollection(document.collection),
    visibility: document.visibility,
    containsPii: Number(document.containsPii),
    createdBy: document.createdBy,
    createdAt: document.createdAt.getTime(),
    updatedAt: document.updatedAt.getTime(),
  };
  const { stage, chunksEmbedded, chunksTotal } = document.progress;
  return {
    ...Object.fromEntries(Object.entries(columns).map(([field, value]) => [toColumn(field), value])),
    folded_name: foldName(document.name),
    stage,
    chunks_embedded: chunksEmbedded,
    chunks_total: chunksTotal,
    chunk_count: 0,
  };
}

/** A row of `documents` as the port shows it. */
export function toDocument(row: SqlRow, tenantId: TenantId): DocumentRecord {
  checkTenant(row, tenantId);
  return {
    id: text(row, 'id') as DocumentId,
    tenantId,
    name: json(row, 'name'),
    mediaType: text(row, 'media_type'),
    sizeBytes: number(row, 'size_bytes'),
    sha256: text(row, 'sha256'),
    status: text(row, 'status') as DocumentStatus,
    error: nullable(row, 'error', json<string>),
    progress: {
      stage: text(row, 'stage') as IngestionStage,
      chunksEmbedded: number(row, 'chunks_embedded'),
      chunksTotal: nullable(row, 'chunks_total', number),
    },
    chunkCount: number(row, 'chunk_count'),
    tags: json(row, 'tags'),
    ...toAccess(row),
    createdAt: date(row, 'created_at'),
    updatedAt: date(row, 'updated_at'),
    generation: nullable(row, 'generation', text) as Generation | null,
  };
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

/** A collection's name as it is kept. */
export function toCollection(name: string | null): string | null {
  return name === null ? null : JSON.stringify(name);
}

function toColumn(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
