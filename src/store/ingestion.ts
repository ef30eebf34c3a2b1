import type { DocumentId, Generation } from '../ids.ts';
import type { Abortable } from './abortable.ts';
import type { Chunk, ChunkText } from './chunks.ts';
import type { IngestionProgress } from './document-status.ts';
import type { ByteRange, DocumentRecord, Original } from './documents.ts';
import type { PackedSentences } from './sentences.ts';

/** An attempt to ingest: it may write only as long as the document bears it as its running one. */
export interface IngestionAttempt {
  readonly documentId: DocumentId;
  /** Names the chunks that this attempt writes; new for each attempt. */
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

/** What an attempt has made of a document. */
export interface IngestionResult {
  readonly text: string;
  readonly chunkCount: number;
  readonly pageCount: number | null;
  /** Where each page begins in the text, ascending; empty where it has no pages. */
  readonly pageStarts: readonly number[];
}

/** What ingestion does with one tenant's documents. It serves no reader, so it knows no scope. */
export interface TenantIngestion {
  /** A document, whoever may see it; null when it is gone. */
  find(id: DocumentId, options?: Abortable): Promise<DocumentRecord | null>;
  /**
   * The id of the embedder whose vectors are written, at this moment. What was asked after `begin` holds for the attempt:
   * it is over when that changes.
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
  /** Like all that an attempt writes, false (and nothing written) when the attempt is over. */
  setProgress(attempt: IngestionAttempt, progress: IngestionProgress): Promise<boolean>;
  /**
   * Writes a batch under an attempt's generation, where no search shows it. Writing an index again replaces it.
   * @throws TypeError for a vector of the wrong length, with a value that is not finite, or of length zero
   */
  write(attempt: IngestionAttempt, chunks: readonly Chunk[]): Promise<boolean>;
  /** What is written under a generation, from an index on, by index: whole, as operator commands copy it. */
  read(attempt: IngestionAttempt, page: { from: number; limit: number } & Abortable): Promise<Chunk[]>;
  /** The switch: from now on searches show this generation, whole, and nothing of an earlier one. */
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
  /** Back to WAITING, to be taken up again. */
  release(attempt: IngestionAttempt): Promise<boolean>;
}
