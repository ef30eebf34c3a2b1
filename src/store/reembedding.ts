import type { TenantId } from '../ids.ts';
import type { Abortable } from './abortable.ts';
import type { ChunkKey, ChunkText } from './chunks.ts';
import type { EmbedderStamp } from './embedder-stamp.ts';
import type { PackedSentences } from './sentences.ts';

/** A tenant whose vectors are of another embedder than the one that the store was opened with. */
export interface OutdatedTenant {
  readonly tenantId: TenantId;
  /** Whose they are. */
  readonly embedder: EmbedderStamp;
}

/** How far a tenant is on the way from one embedder to another, in chunks that searches show. */
export interface ReembeddingProgress {
  readonly from: string;
  readonly to: string;
  readonly done: number;
  readonly total: number;
}

/** A chunk that the other embedder has not read yet. */
export interface OutdatedChunk extends ChunkKey, Pick<ChunkText, 'text' | 'headings'> {}

/** What the other embedder makes of a chunk. */
export interface ReembeddedChunk extends ChunkKey {
  readonly vector: Float32Array;
  readonly sentences: PackedSentences;
}

/**
 * Brings a tenant's vectors to the embedder that the store was opened with. The new ones are kept beside those that
 * searches go on to use; one write switches. What is interrupted goes on where it was; what was begun for a third
 * embedder is dropped.
 */
export interface TenantReembedding {
  /** Null where nothing is to be done. */
  progress(options?: Abortable): Promise<ReembeddingProgress | null>;
  /** The next chunks that searches show and that have no new vector; empty where none is left. */
  next(page: { limit: number } & Abortable): Promise<OutdatedChunk[]>;
  /**
   * Keeps what was made of chunks; those that nothing shows any more are left out.
   * @throws TypeError for a vector of the wrong length, with a value that is not finite, or of length zero
   */
  write(chunks: readonly ReembeddedChunk[]): Promise<void>;
  /**
   * From now on all that searches use is of the new embedder, and attempts that were under way are over, as `release`
   * ends them. False, and nothing done, while some chunk that is shown has no new vector. May be repeated.
   */
  switch(): Promise<boolean>;
}
