import type { DocumentId, Generation, TenantId } from '../ids.ts';
import type { Abortable } from './abortable.ts';
import type { DocumentAccess } from './access.ts';
import type { DocumentFilter } from './filters.ts';
import type { Page } from './pages.ts';

export const DOCUMENT_STATUSES = ['PENDING', 'PROCESSING', 'SEARCHABLE', 'FAILED'] as const;
export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number];

export const INGESTION_STAGES = ['WAITING', 'PARSING', 'CHUNKING', 'EMBEDDING', 'WRITING', 'DONE'] as const;
export type IngestionStage = (typeof INGESTION_STAGES)[number];

export interface IngestionProgress {
  readonly stage: IngestionStage;
  readonly chunksEmbedded: number;
  /** Null until the document is cut. */
  readonly chunksTotal: number | null;
}

export interface DocumentRecord extends DocumentAccess {
  readonly id: DocumentId;
  readonly tenantId: TenantId;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Of the original's bytes, in hex. */
  readonly sha256: string;
  readonly status: DocumentStatus;
  /** Why ingestion failed, for the reader. */
  readonly error: string | null;
  readonly progress: IngestionProgress;
  readonly chunkCount: number;
  readonly tags: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Whose chunks and text are shown; null until ingestion has finished once. */
  readonly generation: Generation | null;
}

/** Whether ingestion has still something to do with a document. */
export function isUnfinished({ status }: Pick<DocumentRecord, 'status'>): boolean {
  return status === 'PENDING' || status === 'PROCESSING';
}

/** A document as it comes in: PENDING, WAITING, without chunks. */
export type NewDocument = Pick<
  DocumentRecord,
  'id' | 'name' | 'mediaType' | 'sizeBytes' | 'sha256' | 'tags' | 'createdAt' | keyof DocumentAccess
>;

/** The place of a document in the list: newest first, ties by descending id. */
export interface DocumentPosition {
  readonly createdAt: Date;
  readonly id: DocumentId;
}

/** Something happened to a document, for a reader. It never holds content: who may see the document reads it anew. */
export interface DocumentChange {
  readonly type: 'ADDED' | 'UPDATED' | 'DELETED';
  readonly documentId: DocumentId;
}

/** A collection, and how many documents are in it, those below it left out. */
export interface CollectionCount {
  readonly name: string;
  readonly documents: number;
}

/** The documents that a scope sees. What it doesn't see is not there. */
export interface Documents {
  /**
   * Stores a document and its original durably, unless one with the same bytes is there that the scope sees, that has the
   * same name, media type and tags, is in the same collection with the same visibility and PII mark, and has not failed:
   * then that one is given back. Of many callers at once with the same document, one creates. It may be one that the
   * scope itself doesn't see.
   */
  create(document: NewDocument, original: Uint8Array): Promise<{ document: DocumentRecord; created: boolean }>;
  /** The documents that exist, in no order. Deleted ones don't. */
  findMany(ids: readonly DocumentId[], options?: Abortable): Promise<DocumentRecord[]>;
  /** `after`: the page begins behind this place. `limit`: at least 1. */
  list(
    page: { filter: DocumentFilter; limit: number; after: DocumentPosition | null } & Abortable,
  ): Promise<Page<DocumentRecord>>;
  /** The collections that hold a document, by name: each document is counted where it is. */
  collections(options?: Abortable): Promise<CollectionCount[]>;
  /** The bytes that came in. */
  original(id: DocumentId, options?: Abortable): Promise<Uint8Array | null>;
  /** The text as read, from `start` to `end` (UTF-16 code units; to the end by default). Null until it is searchable. */
  text(id: DocumentId, range: { start: number; end?: number | undefined } & Abortable): Promise<string | null>;
  /**
   * Deletes a document with all that belongs to it; from the moment this resolves nothing finds it, and a running
   * attempt can't write any more. False when there was none.
   */
  delete(id: DocumentId): Promise<boolean>;
  /**
   * Every change from the moment of the first `next()` on, in order, until the signal aborts. What comes into the
   * scope's sight is ADDED, what goes out of it DELETED. A reader that falls more than 1,000 changes behind loses
   * progress updates of the oldest first, never the last change of a document.
   */
  changes(options: { signal: AbortSignal }): AsyncIterable<DocumentChange>;
}
