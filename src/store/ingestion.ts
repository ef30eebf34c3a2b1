import type { DocumentId, Generation } from '../ids.ts';
import type { Abortable } from './abortable.ts';
import type { Chunk, ChunkText } from './chunks.ts';
import type { IngestionProgress } from './document-status.ts';
import type { ByteRange, DocumentRecord, Original } from './documents.ts';
import type { PackedSentences } from './sentences.ts';

/** An attempt to ingest a document. It may write only while it is the document's running attempt. */
export interface IngestionAttempt {
  readonly documentId: DocumentId;
  /** The generation under which this attempt writes; a new one for each attempt. */
  readonly generation: Generation;
}

/** What a document shows, and the id of the embedder whose vectors it has. */
export interface ShownGeneration extends IngestionAttempt {
  readonly embedder: string;
}

/** A chunk whose sentences are to be embedded. */
export interface BareChunk extends Pick<ChunkText, 'text'> {
  /** Place in the document, from 0. */
  readonly index: number;
}

/** The sentences of a chunk. */
export interface ChunkSentences {
  /** Place in the document, from 0. */
  readonly index: number;
  readonly sentences: PackedSentences;
}

/** The result of an attempt. */
export interface IngestionResult {
  readonly text: string;
  readonly chunkCount: number;
  readonly pageCount: number | null;
  /** Where each page begins in the text, ascending; empty where it has no pages. */
  readonly pageStarts: readonly number[];
}

/** What ingestion does with one tenant's documents. It has no caller, and so no scope. */
export interface TenantIngestion {
  /** A document, whoever may see it; null where it is gone. */
  find(id: DocumentId, options?: Abortable): Promise<DocumentRecord | null>;
  /**
   * The id of the embedder whose vectors are to be written now. Read after `begin`, it holds for the whole attempt, which
   * is over when the embedder changes.
   */
  embedder(options?: Abortable): Promise<string>;
  /** The bytes to read, or those of a range: of the version to come, where there is one. Null when the document is gone. */
  original(id: DocumentId, range?: ByteRange & Abortable): Promise<Uint8Array | null>;
  /** What is known of the version to come; null where none is, or the document is gone. */
  next(id: DocumentId, options?: Abortable): Promise<Original | null>;
  /** Documents that `isUnfinished` is true of, by ascending id, of which the page begins behind `after`. */
  unfinished(page: { after: DocumentId | null; limit: number } & Abortable): Promise<DocumentId[]>;

  /**
   * Begins an attempt: PROCESSING, unless the document is searchable already, and any earlier attempt is over, its chunks
   * removed. Gives the document with what the attempt will make of it: of a version to come, its original. Null when it
   * is gone, or nothing is to be done.
   */
  begin(attempt: IngestionAttempt): Promise<DocumentRecord | null>;
  /** False, with nothing written, when the attempt is over; so are all writes of an attempt. */
  setProgress(attempt: IngestionAttempt, progress: IngestionProgress): Promise<boolean>;
  /**
   * Writes a batch under an attempt's generation, where no search shows it. Writing an index again replaces it.
   * @throws TypeError for a vector of the wrong length, with a value that is not finite, or of length zero
   */
  write(attempt: IngestionAttempt, chunks: readonly Chunk[]): Promise<boolean>;
  /** The chunks of a generation from an index on, by index, complete: for operator commands that copy them. */
  read(attempt: IngestionAttempt, page: { from: number; limit: number } & Abortable): Promise<Chunk[]>;
  /** The switch: from now on searches see all of this generation, and nothing of an earlier one. */
  finish(attempt: IngestionAttempt, result: IngestionResult): Promise<boolean>;
  /** The first chunks that a document shows whose sentences are not embedded; null when it shows none. */
  withoutSentences(
    id: DocumentId,
    page: { limit: number } & Abortable,
  ): Promise<(Omit<ShownGeneration, 'documentId'> & { chunks: BareChunk[] }) | null>;
  /**
   * Adds the sentences of chunks. False, and nothing written, when the document doesn't show that generation, or the
   * tenant's vectors are of another embedder.
   */
  writeSentences(shown: ShownGeneration, chunks: readonly ChunkSentences[]): Promise<boolean>;
  /**
   * FAILED, with a message for the reader; the attempt's chunks are removed, the original stays. A document that is
   * searchable stays so, without the version that was to come.
   */
  fail(attempt: IngestionAttempt, message: string): Promise<boolean>;
  /** Puts the document back to WAITING, for another attempt. */
  release(attempt: IngestionAttempt): Promise<boolean>;
}
