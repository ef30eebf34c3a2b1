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
  /** Of its bytes, in hex. */
  readonly sha256: string;
}

/** A document, without its original and its text. */
export interface DocumentRecord extends DocumentAccess, Original {
  readonly id: DocumentId;
  readonly tenantId: TenantId;
  readonly name: string;
  /** Of its original, from 1. */
  readonly version: number;
  readonly status: DocumentStatus;
  /** Why the last ingestion failed, for the reader; of a searchable document, that of a new version. */
  readonly error: string | null;
  readonly progress: IngestionProgress;
  readonly chunkCount: number;
  /** Null where it has no pages, and until it is searchable. */
  readonly pageCount: number | null;
  readonly tags: readonly string[];
  /** The date that the document itself bears. */
  readonly documentDate: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Whose chunks and text are shown; null until ingestion has finished once. */
  readonly generation: Generation | null;
}

/** A document as it comes in: PENDING, WAITING, without chunks. */
export type NewDocument = Pick<
  DocumentRecord,
  'id' | 'name' | 'version' | keyof Original | 'tags' | 'documentDate' | 'createdAt' | keyof DocumentAccess
>;

/** What can be changed of a document without reading it again. */
export type DocumentMetadata = Pick<
  DocumentRecord,
  'name' | 'tags' | 'documentDate' | 'collection' | 'visibility' | 'containsPii'
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

/** An original as it comes in: whole, or in pieces of any size. */
export type OriginalBytes = Uint8Array | AsyncIterable<Uint8Array>;

/** The documents that a scope sees. What it doesn't see is not there. */
export interface Documents {
  /**
   * Stores a document and its original durably, unless one with the same bytes is there that the scope sees, that has the
   * same name, media type, tags and date, is in the same collection with the same visibility and PII mark, and has not
   * failed: then that one is given back. Of many callers at once with the same document, one creates. It may be one that the
   * scope itself doesn't see.
   */
  create(document: NewDocument, original: OriginalBytes): Promise<{ document: DocumentRecord; created: boolean }>;
  /** The documents that exist, in no order. Deleted ones don't. */
  findMany(ids: readonly DocumentId[], options?: Abortable): Promise<DocumentRecord[]>;
  /** `after`: the page begins behind this place. `limit`: at least 1. */
  list(
    page: { filter: DocumentFilter; limit: number; after: DocumentPosition | null } & Abortable,
  ): Promise<Page<DocumentRecord>>;
  /**
   * Changes what is given of a document's metadata: from the moment this resolves every list and search goes by it. Null
   * where there is none. It may be one that the scope itself doesn't see afterwards.
   */
  update(id: DocumentId, change: Partial<DocumentMetadata>): Promise<DocumentRecord | null>;
  /**
   * Stores an original that is to take the place of the present one, and lets the document wait for it. As long as that
   * is not searchable, all see what they saw; an earlier one that isn't either gives way. Null where there is none.
   */
  replace(id: DocumentId, next: Original, original: OriginalBytes): Promise<DocumentRecord | null>;
  /** Lets a document wait to be ingested anew, unless it waits or is worked on already. Null where there is none. */
  renew(id: DocumentId): Promise<DocumentRecord | null>;
  /**
   * Ends the ingestion of a document, if it is unfinished: CANCELLED, or as it was where it is searchable, without the
   * version that was to come. Null where there is none.
   */
  cancel(id: DocumentId): Promise<DocumentRecord | null>;
  /** The collections that hold a document, by name: each document is counted where it is. */
  collections(options?: Abortable): Promise<CollectionCount[]>;
  /** The tags that most documents have, those first. */
  tags(options: { readonly limit: number } & Abortable): Promise<TagCount[]>;
  /** The bytes that came in, or those of a range. Null where there is no such document. */
  original(id: DocumentId, range?: ByteRange & Abortable): Promise<Uint8Array | null>;
  /** The text as read, from `start` to `end` (UTF-16 code units; to the end by default). Null until it is searchable. */
  text(id: DocumentId, range: { start: number; end?: number | undefined } & Abortable): Promise<string | null>;
  /**
   * Where each page begins in the text; empty where it has no pages, or was read by a Carrel that didn't keep that. Null
   * until it is searchable.
   */
  pageStarts(id: DocumentId, options?: Abortable): Promise<readonly number[] | null>;
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
