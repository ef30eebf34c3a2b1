import type { TenantId } from '../../../ids.ts';
import type { DocumentAccess } from '../../access.ts';
import { NO_PROGRESS } from '../../document-status.ts';
import type { DocumentMetadata, DocumentRecord, NewDocument, Original } from '../../documents.ts';
import { dedupeKey } from './dedupe.ts';
import { collectionsAround, privateTo } from './filters.ts';
import { fromStored, toFolded, toStored } from './stored-text.ts';
import { type CopiedFields, checkTenant, type DocumentRow } from './tenant-rows.ts';

/** Where each field of a document is in its row: one that is forgotten does not compile. */
type Fields = Record<Exclude<keyof DocumentRecord, 'id' | 'progress' | keyof DocumentMetadata>, unknown>;

/** The row of a document that comes in. */
export function toRow(tenantId: TenantId, document: NewDocument): DocumentRow {
  const fields = {
    tenantId,
    mediaType: document.mediaType,
    sizeBytes: document.sizeBytes,
    sha256: document.sha256,
    version: document.version,
    status: 'PENDING' as const,
    error: null,
    chunkCount: 0,
    pageCount: null,
    createdBy: document.createdBy,
    createdAt: document.createdAt,
    updatedAt: document.createdAt,
    generation: null,
  } satisfies Fields;
  const metadata = toMetadata(document);
  return {
    _id: document.id,
    ...fields,
    ...metadata,
    original: document.id,
    next: null,
    metadata: 1,
    isSpreading: false,
    ...NO_PROGRESS,
    textLength: 0,
    attempt: null,
    attempts: [],
    indexed: true,
    dedupeKey: dedupeKey({ ...document, ...fields, ...metadata, collection: document.collection }),
    garbage: [],
    oldOriginals: [],
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
    version: row.version,
    progress: {
      stage: row.stage,
      pagesParsed: row.pagesParsed,
      pagesTotal: row.pagesTotal,
      chunksEmbedded: row.chunksEmbedded,
      chunksTotal: row.chunksTotal,
    },
    chunkCount: row.chunkCount,
    pageCount: row.pageCount,
    documentDate: row.documentDate,
    tags: row.tags.map(fromStored),
    ...accessOf(row),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    generation: row.generation,
  };
}

/** What a row says of an original. */
export function toOriginal({ mediaType, sizeBytes, sha256 }: Original): Original {
  return { mediaType, sizeBytes, sha256 };
}

type MetadataRow = AccessRow & Pick<DocumentRow, 'name' | 'foldedName' | 'tags' | 'documentDate'>;

/** A document's metadata, as its row holds it. */
export function toMetadata(document: DocumentMetadata & DocumentAccess): MetadataRow {
  return {
    name: toStored(document.name),
    foldedName: toFolded(document.name),
    tags: document.tags.map(toStored),
    documentDate: document.documentDate,
    ...toAccess(document),
  };
}

/** What the rows of a document's chunks hold of it. */
export function toCopied(row: DocumentRow): CopiedFields {
  const { tags, mediaType, documentDate, createdAt, metadata } = row;
  return { tags, mediaType, documentDate, createdAt, metadata, ...toAccess(accessOf(row)) };
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
