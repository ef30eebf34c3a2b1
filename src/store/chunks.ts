import type { DocumentId, Generation, TenantId } from '../ids.ts';
import type { Abortable } from './abortable.ts';
import type { DocumentAccess } from './access.ts';
import type { ChunkFilter } from './filters.ts';
import type { PackedSentences, SentenceCosine } from './sentences.ts';

/** Where a chunk is: in which document, in which generation of it, at which place. */
export interface ChunkKey {
  readonly documentId: DocumentId;
  readonly generation: Generation;
  /** Place in the document, from 0. */
  readonly index: number;
}

/** Names a chunk and the generation of its document. */
export function chunkId({ documentId, generation, index }: ChunkKey): string {
  return `${documentId}:${generation}:${index}`;
}

/** What a reader sees of a chunk. */
export interface ChunkText {
  readonly text: string;
  /** The headings that it stands under, outermost first; the columns of a table whose rows were cut off are the last. */
  readonly headings: readonly string[];
  /** Offsets into the document's text, in UTF-16 code units, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** On which it begins, from 1; null in a document without pages. */
  readonly page: number | null;
}

/** A piece of a document, as it is embedded and searched. */
export interface Chunk extends ChunkText {
  /** Place in the document, from 0. */
  readonly index: number;
  /** Stems of the words of text and headings, in order, with repetitions, stop words left out (`lib/terms.ts`). */
  readonly terms: readonly string[];
  /** Unit length, finite, as long as the embedder's `dimensions`. */
  readonly vector: Float32Array;
  /** Null as long as they are not embedded. */
  readonly sentences: PackedSentences | null;
}

/** A chunk that is shown to a reader. */
export interface ShownChunk extends ChunkKey, ChunkText {
  /** As its document's row bears it. */
  readonly tenantId: TenantId;
  readonly documentName: string;
  /** Who may see its document. */
  readonly access: DocumentAccess;
  /**
   * How near each of its sentences is to the question, in the order of the text; empty where there is but one, null as long
   * as they are not embedded, or are by another embedder than the question, or where no question was given.
   */
  readonly sentences: readonly SentenceCosine[] | null;
}

/** A chunk that a search found, with what ranking needs of it and no more. */
export interface Candidate extends ChunkKey {
  /** Of the question's vector and the chunk's. */
  readonly cosine: number;
  /** Of the question's vector and that of the nearest sentence; null where there are none. */
  readonly sentence: number | null;
  /** Which of the question's terms the chunk holds, by their places in the question, ascending. */
  readonly terms: readonly number[];
}

/** What both searches found. A chunk that both found is in both lists, as the same object. */
export interface Candidates {
  /** Nearest by cosine, nearest first. */
  readonly nearest: readonly Candidate[];
  /** With any of the terms, best by BM25 first. */
  readonly matching: readonly Candidate[];
}

/** A question as an embedder reads it. */
export interface EmbeddedQuestion {
  /** Of unit length. */
  readonly vector: Float32Array;
  /** The id of the embedder that made it. */
  readonly embedder: string;
}

/** What is searched for. */
export interface SearchedQuestion extends EmbeddedQuestion {
  /** Each once. Terms are data: nothing in them is syntax. */
  readonly terms: readonly string[];
}

/** What a question can be compared by: its meaning and its words, or, by kind of language, hardly more than its words. */
export type Reading = 'MEANING' | 'LATIN' | 'ROMANCE' | 'OTHER';

/** What the candidates of a question are ranked by (`ranking/relevance.ts`). */
export interface Ranking {
  /** For each term the word of the question that it is a form of, from 0. */
  readonly wordOf: readonly number[];
  readonly wordCount: number;
  /** Of each word: how much it counts where words alone decide. */
  readonly weights: readonly number[];
  /** Of each word: 1, or less where it stands in the questions before a follow-up only. */
  readonly shares: readonly number[];
  /** How close the best passage must be for the question to be answerable; 0 makes every question so. */
  readonly threshold: number;
  readonly reading: Reading;
}

/** A question whose candidates are ranked. */
export interface RankedQuestion extends SearchedQuestion {
  readonly ranking: Ranking;
}

/** How many chunks are wanted, and of which documents. */
export interface ChunkSearch extends Abortable {
  /** Of each list; at least 1. */
  readonly limit: number;
  readonly filter: ChunkFilter;
}

/** How many chunks are ranked, and how many of the best are wanted. */
export interface RankedSearch extends ChunkSearch {
  readonly topK: number;
}

/** A chunk that answers a question, or may. */
export interface FoundChunk extends ShownChunk {
  /** 0 to 1. */
  readonly relevance: number;
  /** Of the question's vector and the chunk's. */
  readonly cosine: number;
}

/** The best chunks for a question. */
export interface FoundChunks {
  /** Best first. Of nearly the same ones the best comes before all others, and the rest behind these. */
  readonly passages: readonly FoundChunk[];
  /** Whether any is close enough to answer from. */
  readonly answerable: boolean;
  /** False where a document changed between the search and the look at its texts: another search finds what is there now. */
  readonly isWhole: boolean;
}

/** The tenant's vectors are of another embedder than the question's (by now): ask `Chunks.embedder`, and search again. */
export class EmbedderChanged extends Error {
  override readonly name = 'EmbedderChanged';

  constructor() {
    super("The organisation's vectors are of another embedder than the question's.");
  }
}

/**
 * The chunks that a scope sees: of searchable documents, and of each document's own generation, only. What one call
 * found may be outdated when it arrives: `read` leaves out what is, and nobody sees a chunk otherwise.
 */
export interface Chunks {
  /** The id of the embedder whose vectors questions are compared with, at this moment. */
  embedder(options?: Abortable): Promise<string>;
  /**
   * The `topK` best of the candidates, of `limit` of each list, with their texts.
   * @throws what `candidates` throws
   */
  search(question: RankedQuestion, search: RankedSearch): Promise<FoundChunks>;
  /**
   * What a search ranks, without texts: found by meaning and by words, in one call. Terms that most chunks hold are not
   * searched for when rarer ones are there.
   * @throws EmbedderChanged when the question's vector is not of the tenant's embedder
   * @throws TypeError for a vector of the wrong length, with a value that is not finite, or of length zero
   */
  candidates(question: SearchedQuestion, search: ChunkSearch): Promise<Candidates>;
  /**
   * The terms of chunks that each of the given ones may be a misspelling of, nearest first; null for one that some chunk
   * holds. Of a large tenant a store may look at some chunks only.
   */
  spellings(terms: readonly string[], options?: Abortable): Promise<(readonly string[] | null)[]>;
  /** The first chunks of the documents that fit, by document (newest first) and index. */
  first(search: ChunkSearch): Promise<ChunkKey[]>;
  /**
   * The texts of those of the chunks that are shown, in the order of the keys.
   * @param options `question`: what their sentences are compared with
   */
  read(keys: readonly ChunkKey[], options?: { question?: EmbeddedQuestion } & Abortable): Promise<ShownChunk[]>;
}
