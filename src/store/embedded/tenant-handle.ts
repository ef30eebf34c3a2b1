import type { TenantId } from '../../ids.ts';
import type { ChangeFeed } from '../change-feed.ts';
import type { Chunks } from '../chunks.ts';
import type { Documents } from '../documents.ts';
import type { TenantStore } from '../tenant-store.ts';
import { checkVector } from '../vectors.ts';
import { packChunks, unpackHits } from './wire.ts';
import type { StoreCall } from './worker-link.ts';

/** What a tenant's handle is made of: all that tenants share, so that one more costs next to nothing. */
export interface HandleParts {
  readonly call: StoreCall;
  readonly feed: ChangeFeed;
  readonly dimensions: number;
}

/** The door to one tenant's file, through the worker. */
export function createTenantHandle(tenantId: TenantId, parts: HandleParts): TenantStore {
  return {
    tenantId,
    documents: createDocuments(tenantId, parts),
    chunks: createChunks(tenantId, parts),
    usage: (options) => parts.call('usage', { tenantId }, options),
  };
}

function createDocuments(tenantId: TenantId, { call, feed }: HandleParts): Documents {
  return {
    // A view would take all of the buffer behind it along.
    create: (document, original) => call('create', { tenantId, document, original: new Uint8Array(original) }),
    findMany: async (ids, options) => (ids.length === 0 ? [] : await call('findMany', { tenantId, ids }, options)),
    list: ({ signal, ...page }) => call('list', { tenantId, ...page }, { signal }),
    original: (id, options) => call('original', { tenantId, id }, options),
    text: (id, { start, end, signal }) => call('text', { tenantId, id, start, end }, { signal }),
    delete: (id) => call('delete', { tenantId, id }),
    begin: (attempt) => call('begin', { tenantId, attempt }),
    setProgress: (attempt, progress) => call('setProgress', { tenantId, attempt, progress }),
    finish: (attempt, { text, chunkCount }) => call('finish', { tenantId, attempt, text, chunkCount }),
    fail: (attempt, message) => call('fail', { tenantId, attempt, message }),
    release: (attempt) => call('release', { tenantId, attempt }),
    changes: (options) => feed.read(tenantId, options),
  };
}

function createChunks(tenantId: TenantId, { call, dimensions }: HandleParts): Chunks {
  return {
    write: async (attempt, chunks) => {
      for (const { vector } of chunks) checkVector(vector, dimensions);
      return await call('write', { tenantId, attempt, chunks: packChunks(chunks, dimensions) });
    },
    nearest: async (vector, { limit, filter, signal }) => {
      checkVector(vector, dimensions);
      const args = { tenantId, vector: vector.slice(), limit, filter };
      return unpackHits(await call('nearest', args, { signal }), dimensions);
    },
    matching: async (terms, { limit, filter, signal }) =>
      unpackHits(await call('matching', { tenantId, terms, limit, filter }, { signal }), dimensions),
    first: async ({ limit, filter, signal }) =>
      unpackHits(await call('first', { tenantId, limit, filter }, { signal }), dimensions),
  };
}
