import { AppError } from '../errors.ts';
import type { Embedder } from './embedder.ts';

/** The embedders that are in use: the one that is configured, and those whose vectors some organisations still have. */
export interface Embedders {
  readonly configured: Embedder;
  /**
   * The one of this id, as vectors of others don't fit.
   * @throws AppError `MODEL_UNAVAILABLE` where it is not open
   */
  get(id: string): Embedder;
}

/** Makes a set of them. */
export function createEmbedders(configured: Embedder, former: readonly Embedder[] = []): Embedders {
  const byId = new Map([...former, configured].map((embedder) => [embedder.id, embedder]));
  return {
    configured,
    get: (id) => {
      const embedder = byId.get(id);
      if (embedder) return embedder;
      throw new AppError(
        'MODEL_UNAVAILABLE',
        'The documents of this organisation have vectors of an embedding model that is not loaded. The operator has to start the server again.',
        { retryAfterSeconds: 60 },
      );
    },
  };
}
