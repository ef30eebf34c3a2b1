import type { DocumentId, Generation } from '../ids.ts';
import type { Abortable } from './abortable.ts';
import type { ChunkFilter } from './filters.ts';

/** Where a chunk is: in which document, in which generation of it, at which place. */
export interface ChunkKey {
  readonly documentId: DocumentId;
  readonly generation: Generation;
  /** Place in the document, from 0. */
  readonly index: number;
}

/** What a reader sees of a chunk. */
export interface ChunkText {
  readonly text: string;
  /** The headings that it stands under, outermost first; the columns of a table whose rows were cut off are the last. */
  readonly headings: readonly string[];
  /** Offsets into the document's text, in UTF-16 code units, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** A piece of a document, as it is embedded and searched. */
export interface Chunk extends ChunkText {
  /** Place in the document, from 0. */
  readonly index: number;
  /** Stems of the words of text and headings, in order, with repetitions, stop words left out (`lib/terms.ts`). */
  readonly terms: readonly string[];
  /** Unit length, finite, as long as the embedder's `dimensions`. */
  readonly vector: Float32Array;
}

/** A chunk that a search found, with what ranking needs of it and no more. */
export interface Candidate extends ChunkKey {
  /** Of the question's vector and the chunk's. */
  readonly cosine: number;
  /** Which of the question's terms the chunk holds, by their places in the question, ascending. */
  readonly terms: readonly number[];
}

/** What both searches found. A chunk that both found is in both lists. */
export interface Candidates {
  /** Nearest by cosine, nearest first. */
  readonly nearest: readonly Candidate[];
  /** With any of the terms, best by BM25 first. */
  readonly matching: readonly Candidate[];
}

/** What is searched for. */
export interface SearchedQuestion {
  /** Of unit length. */
  readonly vector: Float32Array;
  /** Each once. Terms are data: nothing in them is syntax. */
  readonly terms: readonly string[];
}

export interface ChunkSearch extends Abortable {
  /** Of each list; at least 1. */
  readonly limit: number;
  readonly filter: ChunkFilter;
}

/**
 * The chunks that a scope sees: of searchable documents, and of each document's own generation, only. What one call
 * found may be outdated when it arrives: the search service checks it against its document before anyone sees it.
 */
export interface Chunks {
  /**
   * Searches by meaning and by words, in one call. Terms that most chunks hold are not searched for when rarer ones are
   * there.
   * @throws TypeError for a vector of the wrong length, with a value that is not finite, or of length zero
   */
  candidates(question: SearchedQuestion, search: ChunkSearch): Promise<Candidates>;
  /** The first chunks of the documents that fit, by document (newest first) and index. */
  first(search: ChunkSearch): Promise<ChunkKey[]>;
  /** The texts of those of the chunks that are shown, in the order of the keys. */
  read(keys: readonly ChunkKey[], options?: Abortable): Promise<(ChunkKey & ChunkText)[]>;
}
