import type { TenantId } from '../../../ids.ts';
import type { DocumentAccess } from '../../access.ts';
import type { DocumentRecord, NewDocument } from '../../documents.ts';
import { dedupeKey } from './dedupe.ts';
import { collectionsAround, privateTo } from './filters.ts';
import { fromStored, toFolded, toStored } from './stored-text.ts';
import { checkTenant, type DocumentRow } from './tenant-rows.ts';

/** Where each field of a document is in its row: one that is forgotten does not compile. */
type Fields = Record<Exclude<keyof DocumentRecord, 'id' | 'progress'>, unknown>;

/** The row of a document that comes in. */
export function toRow(tenantId: TenantId, document: NewDocument): DocumentRow {
  const fields = {
    tenantId,
    name: toStored(document.name),
    mediaType: document.mediaType,
    sizeBytes: document.sizeBytes,
    sha256: document.sha256,
    status: 'PENDING' as const,
    error: null,
    chunkCount: 0,
    tags: document.tags.map(toStored),
    ...toAccess(document),
    createdAt: document.createdAt,
    updatedAt: document.createdAt,
    generation: null,
  } satisfies Fields;
  return {
    _id: document.id,
    ...fields,
    foldedName: toFolded(document.name),
    stage: 'WAITING',
    chunksEmbedded: 0,
    chunksTotal: null,
    textLength: 0,
    attempt: null,
    attempts: [],
    indexed: true,
    dedupeKey: dedupeKey({ ...document, ...fields }),
    garbage: [],
    sweepAt: null,
    swept: false,
    deletedAt: null,
  };
}

/** A row as the port shows it. */
export function toDocument(row: DocumentRow, tenantId: TenantId): DocumentRecord {
  checkTenant(row, tenantId);
  return {
    id: row._id,
    tenantId: row.tenantId,
    name: fromStored(row.name),
    mediaType: row.mediaType,
    sizeBytes: row.sizeBytes,
    sha256: row.sha256,
    status: row.status,
    error: row.error === null ? null : fromStored(row.error),
    progress: { stage: row.stage, chunksEmbedded: row.chunksEmbedded, chunksTotal: row.chunksTotal },
    chunkCount: row.chunkCount,
    tags: row.tags.map(fromStored),
    ...accessOf(row),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    generation: row.generation,
  };
}

/** What rows of documents and of chunks hold of who may see them. */
export type AccessRow = DocumentAccess & { readonly privateTo: string; readonly within: string[] };

/** Who may see a document, as its rows hold it. */
export function toAccess({ collection, visibility, containsPii, createdBy }: DocumentAccess): AccessRow {
  return {
    collection: collection === null ? null : toStored(collection),
    visibility,
    containsPii,
    createdBy,
    privateTo: privateTo({ visibility, createdBy }),
    within: collectionsAround(collection).map(toStored),
  };
}

/** Who may see a document, by its row. */
export function accessOf({ collection, visibility, containsPii, createdBy }: DocumentAccess): DocumentAccess {
  return { collection: collection === null ? null : fromStored(collection), visibility, containsPii, createdBy };
}
