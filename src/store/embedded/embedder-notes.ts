import type { TenantId } from '../../ids.ts';
import { createCache } from '../../lib/cache.ts';
import type { Abortable } from '../abortable.ts';
import type { EmbedderStamp } from '../embedder-stamp.ts';
import { createRemote, type RemoteCall } from './remote.ts';

/** Whose vectors tenants have, as the main thread knows it: what the worker says of it decides. */
export interface EmbedderNotes {
  of(id: TenantId, options?: Abortable): Promise<EmbedderStamp>;
  /** It may be another one now. */
  forget(id: TenantId): void;
}

const MAX_NOTES = 10_000;

/** Asks the worker once for each tenant. */
export function createEmbedderNotes(call: RemoteCall): EmbedderNotes {
  const notes = createCache<TenantId, EmbedderStamp>(MAX_NOTES);
  return {
    of: async (id, { signal } = {}) => {
      const known = notes.get(id);
      if (known) return known;
      signal?.throwIfAborted();
      const stamp = await createRemote(call, 'reembedding', id).embedder();
      notes.set(id, stamp);
      return stamp;
    },
    forget: (id) => notes.delete(id),
  };
}
