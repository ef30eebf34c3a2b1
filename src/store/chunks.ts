import type { DocumentId, Generation } from '../ids.ts';
import type { IngestionAttempt } from './documents.ts';
import type { Abortable } from './store.ts';

/** A piece of a document, as it is embedded and searched. */
export interface Chunk {
  /** Place in the document, from 0. */
  readonly index: number;
  readonly text: string;
  /** The headings that it stands under, outermost first. */
  readonly headings: readonly string[];
  /** Offsets into the document's text, in UTF-16 code units, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Stems of the words of text and headings, in order, with repetitions, stop words left out (`lib/terms.ts`). */
  readonly terms: readonly string[];
  /** Unit length, finite, as long as the embedder's `dimensions`. */
  readonly vector: Float32Array;
}

/** A chunk that a search found, with all that ranking needs, so that no second trip is made for it. */
export interface ChunkHit extends Chunk {
  readonly documentId: DocumentId;
  readonly generation: Generation;
}

/** Acts inside the search, so that hits are never too few. Every given condition must hold; of `tags`, any. */
export interface ChunkFilter {
  readonly documentIds?: readonly DocumentId[] | undefined;
  readonly tags?: readonly string[] | undefined;
  /** When the document came in. */
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
}

export interface ChunkSearch extends Abortable {
  readonly limit: number;
  readonly filter: ChunkFilter;
}

/**
 * Chunks of searchable documents only, and of each document's own generation only. Hits of one call may be outdated when
 * they arrive: the search service checks each against its document before anyone sees it.
 */
export interface Chunks {
  /**
   * Writes a batch under an attempt's generation, where no search shows it. False (and nothing written) when the
   * attempt is over. Writing an index again replaces it.
   * @throws TypeError for a vector of the wrong length, with a value that is not finite, or of length zero
   */
  write(attempt: IngestionAttempt, chunks: readonly Chunk[]): Promise<boolean>;
  /** Nearest to a vector of unit length by cosine, nearest first. */
  nearest(vector: Float32Array, search: ChunkSearch): Promise<ChunkHit[]>;
  /**
   * With any of the terms, best by BM25 first. Terms that most chunks hold are left out when rarer ones are there.
   * Terms are data: nothing in them is syntax.
   */
  matching(terms: readonly string[], search: ChunkSearch): Promise<ChunkHit[]>;
  /** The first chunks of the documents that fit, by document (newest first) and index. */
  first(search: ChunkSearch): Promise<ChunkHit[]>;
}
