import type { DocumentId, Generation, TenantId } from '../ids.ts';
import type { Abortable } from './abortable.ts';
import type { DocumentAccess } from './access.ts';
import type { DocumentStatus, IngestionProgress } from './document-status.ts';
import type { DocumentFilter } from './filters.ts';
import type { Page } from './pages.ts';

/** A file that a document is made of. */
export interface Original {
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** SHA-256 of its bytes, in hex. */
  readonly sha256: string;
}

/** A document, without its original and its text. */
export interface DocumentRecord extends DocumentAccess, Original {
  readonly id: DocumentId;
  readonly tenantId: TenantId;
  readonly name: string;
  /** The version of its original, from 1. */
  readonly version: number;
  readonly status: DocumentStatus;
  /** Why the last ingestion failed, for the reader; of a searchable document, that of a new version. */
  readonly error: string | null;
  readonly progress: IngestionProgress;
  readonly chunkCount: number;
  /** Null where it has no pages, and until it is searchable. */
  readonly pageCount: number | null;
  readonly tags: readonly string[];
  /** The date of the document itself, not of its upload. */
  readonly documentDate: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The generation whose chunks and text are shown; null until an attempt has finished. */
  readonly generation: Generation | null;
}

/** A document as it is created: PENDING, WAITING, without chunks. */
export type NewDocument = Pick<
  DocumentRecord,
  'id' | 'name' | 'version' | keyof Original | 'tags' | 'documentDate' | 'createdAt' | keyof DocumentAccess
>;

/** What can be changed of a document without ingesting it again. */
export type DocumentMetadata = Pick<
  DocumentRecord,
  'name' | 'tags' | 'documentDate' | 'collection' | 'visibility' | 'containsPii'
>;

/** The place of a document in the list: newest first, ties by descending id. */
export interface DocumentPosition {
  readonly createdAt: Date;
  readonly id: DocumentId;
}

/** A change of a document, as a subscriber gets it. It holds no content: whoever may see the document reads it again. */
export interface DocumentChange {
  readonly type: 'ADDED' | 'UPDATED' | 'DELETED';
  readonly documentId: DocumentId;
}

/** A collection, and how many documents are in it, without those of the collections below it. */
export interface CollectionCount {
  readonly name: string;
  readonly documents: number;
}

/** A tag, and how many documents have it. */
export interface TagCount {
  readonly name: string;
  readonly documents: number;
}

/** A part of an original, from `start` (0 by default) to `end`, exclusive, or to its end. */
export interface ByteRange {
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

/** The bytes of an original: whole, or in pieces of any size. */
export type OriginalBytes = Uint8Array | AsyncIterable<Uint8Array>;

/** The documents that a scope sees. What it doesn't see is not there. */
export interface Documents {
  /**
   * Stores a document and its original durably, or returns the same document where the scope sees it already: one with
   * the same bytes, name, media type, tags, date, collection, visibility and PII flag that has not failed. Of several
   * concurrent calls with the same document, one creates it. The scope need not see the new document.
   */
  create(document: NewDocument, original: OriginalBytes): Promise<{ document: DocumentRecord; created: boolean }>;
  /** Those of these documents that exist, in no order. Deleted ones don't. */
  findMany(ids: readonly DocumentId[], options?: Abortable): Promise<DocumentRecord[]>;
  /** A page of the list that begins after the position `after`. `limit`: at least 1. */
  list(
    page: { filter: DocumentFilter; limit: number; after: DocumentPosition | null } & Abortable,
  ): Promise<Page<DocumentRecord>>;
  /**
   * Changes the given metadata of a document; every list and search follows once this resolves. Null where there is no
   * such document. The scope need not see it afterwards.
   */
  update(id: DocumentId, change: Partial<DocumentMetadata>): Promise<DocumentRecord | null>;
  /**
   * Stores the original of a new version, and queues the document. Until the new version is searchable, everybody sees the
   * present one; a new version that was still waiting is discarded. Null where there is no such document.
   */
  replace(id: DocumentId, next: Original, original: OriginalBytes): Promise<DocumentRecord | null>;
  /** Queues a document to be ingested again, unless it is unfinished already. Null where there is no such document. */
  renew(id: DocumentId): Promise<DocumentRecord | null>;
  /**
   * Ends the ingestion of a document if it is unfinished: it becomes CANCELLED, or, if it is searchable, stays as it is
   * and its new version is discarded. Null where there is no such document.
   */
  cancel(id: DocumentId): Promise<DocumentRecord | null>;
  /** The collections that hold a document, by name: each document is counted where it is. */
  collections(options?: Abortable): Promise<CollectionCount[]>;
  /** The tags that most documents have, those first. */
  tags(options: { readonly limit: number } & Abortable): Promise<TagCount[]>;
  /** The bytes of the original, or of a range of it. Null where there is no such document. */
  original(id: DocumentId, range?: ByteRange & Abortable): Promise<Uint8Array | null>;
  /** The extracted text from `start` to `end` (UTF-16 code units; to the end by default). Null until it is searchable. */
  text(id: DocumentId, range: { start: number; end?: number | undefined } & Abortable): Promise<string | null>;
  /**
   * Where each page begins in the text; empty where it has no pages, or was ingested by a version that didn't store that.
   * Null until it is searchable.
   */
  pageStarts(id: DocumentId, options?: Abortable): Promise<readonly number[] | null>;
  /**
   * Deletes a document with everything that belongs to it. Once this resolves nothing finds it, and a running attempt can
   * write no more. False where there was none.
   */
  delete(id: DocumentId): Promise<boolean>;
  /**
   * Every change from the first call of `next()` on, in order, until the signal aborts. A document that the scope begins
   * to see is ADDED, one that it no longer sees DELETED. A reader that falls more than 1,000 changes behind loses the
   * oldest progress updates first, and never the last change of a document.
   */
  changes(options: { signal: AbortSignal }): AsyncIterable<DocumentChange>;
}
