import type { TenantId } from '../ids.ts';

/** HIGH for what somebody waits for, LOW for what may as well be done later; NORMAL else. */
export type EmbeddingPriority = 'HIGH' | 'NORMAL' | 'LOW';

/** Turns texts into vectors. Adapters: `transformers-embedder.ts` (weights in the repository, or others) and `ollama-embedder.ts`. */
export interface Embedder {
  /** Names model and weights; vectors of different ids never mix. */
  readonly id: string;
  readonly dimensions: number;
  /** The only language that it reads: what it makes of others says little. */
  readonly language?: 'en';
  /** Why this one was chosen, for the log and the `system` query. */
  readonly reason: string;
  /**
   * One vector a text, in the texts' order: `Float32Array` of length `dimensions`, unit length, finite. What has a higher
   * priority (NORMAL by default) goes first, whoever sent it; of the same, what is of an organisation (`tenant`) that had
   * less of the embedder lately. Text past the model's limit is not seen.
   * @throws AppError `MODEL_UNAVAILABLE` when the model can't be reached or broke down while it worked on this
   */
  embed(
    texts: readonly string[],
    options: {
      as: 'passage' | 'question';
      priority?: EmbeddingPriority;
      tenant?: TenantId;
      signal?: AbortSignal | undefined;
    },
  ): Promise<Float32Array[]>;
  /** Resolves when the model is loaded; rejects with what is wrong and what to do. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
