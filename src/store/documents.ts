import type { DocumentId, Generation, TenantId, UserId } from '../ids.ts';
import type { Abortable } from './store.ts';

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

export interface DocumentRecord {
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
  readonly containsPii: boolean;
  readonly createdBy: UserId | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Whose chunks and text are shown; null until ingestion has finished once. */
  readonly generation: Generation | null;
}

/** A document as it comes in: PENDING, WAITING, without chunks. */
export type NewDocument = Pick<
  DocumentRecord,
  'id' | 'name' | 'mediaType' | 'sizeBytes' | 'sha256' | 'tags' | 'containsPii' | 'createdBy' | 'createdAt'
>;

/** Every given condition must hold; of `tags`, any. */
export interface DocumentFilter {
  readonly documentIds?: readonly DocumentId[] | undefined;
  readonly status?: DocumentStatus | undefined;
  /** Case-insensitive. */
  readonly nameContains?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
}

/** The place of a document in the list: newest first, ties by descending id. */
export interface DocumentPosition {
  readonly createdAt: Date;
  readonly id: DocumentId;
}

export interface DocumentPage {
  readonly items: readonly DocumentRecord[];
  readonly hasNextPage: boolean;
  /** All documents that fit the filter, on every page. */
  readonly totalCount: number;
}

/** An attempt to ingest: it may write only as long as the document bears its generation. */
export interface IngestionAttempt {
  readonly documentId: DocumentId;
  readonly generation: Generation;
}

/** Something happened to a document. It never holds content: whoever may see the document reads it anew. */
export interface DocumentChange {
  readonly type: 'ADDED' | 'UPDATED' | 'DELETED';
  readonly documentId: DocumentId;
}

export interface Documents {
  /**
   * Stores a document and its original durably, unless one with the same bytes and PII mark is there that has not
   * failed: then that one is given back. Of many callers at once with the same bytes, one creates.
   */
  create(document: NewDocument, original: Uint8Array): Promise<{ document: DocumentRecord; created: boolean }>;
  /** The documents that exist, in no order. Deleted ones don't. */
  findMany(ids: readonly DocumentId[], options?: Abortable): Promise<DocumentRecord[]>;
  /** `after`: the page begins behind this place. `limit`: at least 1. */
  list(
    page: { filter: DocumentFilter; limit: number; after: DocumentPosition | null } & Abortable,
  ): Promise<DocumentPage>;
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
   * Begins an attempt: PROCESSING, and any earlier attempt is over, its chunks removed. Null when the document is gone
   * or has finished already.
   */
  begin(attempt: IngestionAttempt): Promise<DocumentRecord | null>;
  /** Like all that an attempt writes, false (and nothing written) when the attempt is over. */
  setProgress(attempt: IngestionAttempt, progress: IngestionProgress): Promise<boolean>;
  /** The switch: from now on searches show this generation, whole, and nothing of an earlier one. */
  finish(attempt: IngestionAttempt, result: { text: string; chunkCount: number }): Promise<boolean>;
  /** FAILED, with a message for the reader; the attempt's chunks are removed, the original stays. */
  fail(attempt: IngestionAttempt, message: string): Promise<boolean>;
  /** Back to PENDING and WAITING, to be taken up again. */
  release(attempt: IngestionAttempt): Promise<boolean>;

  /**
   * Every change from the moment of the first `next()` on, in order, until the signal aborts. A reader that falls more
   * than 1,000 changes behind loses progress updates of the oldest first, never the last change of a document.
   */
  changes(options: { signal: AbortSignal }): AsyncIterable<DocumentChange>;
}
