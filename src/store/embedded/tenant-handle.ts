import type { DocumentId, TenantId } from '../../ids.ts';
import type { Abortable } from '../abortable.ts';
import type { Scope } from '../access.ts';
import type { ChangeFeed } from '../change-feed.ts';
import type { Chunk, ChunkSearch, SearchedQuestion } from '../chunks.ts';
import type { NewDocument, Original } from '../documents.ts';
import type { IngestionAttempt, TenantIngestion } from '../ingestion.ts';
import type { ScopedTenant, TenantStore } from '../tenant-store.ts';
import { checkVector } from '../vectors.ts';
import { createRemote, type RemoteCall, withLocal } from './remote.ts';
import { packChunks, unpackChunks } from './wire.ts';

/** What a tenant's handle is made of: all that tenants share, so that one more costs next to nothing. */
export interface HandleParts {
  readonly call: RemoteCall;
  readonly feed: ChangeFeed;
  readonly dimensions: number;
}

/** The door to one tenant's file, through the worker. */
export function createTenantHandle(tenantId: TenantId, parts: HandleParts): TenantStore {
  return {
    tenantId,
    ingestion: createIngestion(tenantId, parts),
    audit: createRemote(parts.call, 'audit', tenantId),
    as: (scope) => createScoped(tenantId, scope, parts),
  };
}

function createScoped(tenantId: TenantId, scope: Scope, { call, feed, dimensions }: HandleParts): ScopedTenant {
  const documents = createRemote(call, 'documents', tenantId, scope);
  const chunks = createRemote(call, 'chunks', tenantId, scope);
  return {
    tenantId,
    usage: (options) => createRemote(call, 'tenant', tenantId, scope).usage(options),
    documents: withLocal(documents, {
      // A view would take all of the buffer behind it along.
      create: (document: NewDocument, original: Uint8Array) => documents.create(document, new Uint8Array(original)),
      replace: (id: DocumentId, next: Original, original: Uint8Array) =>
        documents.replace(id, next, new Uint8Array(original)),
      changes: (options: { signal: AbortSignal }) => feed.read(tenantId, scope, options),
    }),
    chunks: withLocal(chunks, {
      candidates: async ({ vector, terms }: SearchedQuestion, search: ChunkSearch) => {
        checkVector(vector, dimensions);
        return await chunks.candidates({ vector: vector.slice(), terms }, search);
      },
    }),
  };
}

function createIngestion(tenantId: TenantId, { call, dimensions }: HandleParts): TenantIngestion {
  const ingestion = createRemote(call, 'ingestion', tenantId);
  return withLocal(ingestion, {
    write: async (attempt: IngestionAttempt, chunks: readonly Chunk[]) => {
      for (const { vector } of chunks) checkVector(vector, dimensions);
      return await ingestion.write(attempt, packChunks(chunks, dimensions));
    },
    read: async (attempt: IngestionAttempt, page: { from: number; limit: number } & Abortable) =>
      unpackChunks(await ingestion.read(attempt, page), dimensions),
  });
}
