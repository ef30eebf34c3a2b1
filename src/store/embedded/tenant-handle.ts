import type { DocumentId, OwnerId, TenantId } from '../../ids.ts';
import type { Abortable } from '../abortable.ts';
import type { Scope } from '../access.ts';
import type { Answers } from '../answers.ts';
import type { ChangeFeed } from '../change-feed.ts';
import {
  type Chunk,
  type ChunkSearch,
  EmbedderChanged,
  type RankedQuestion,
  type RankedSearch,
  type SearchedQuestion,
} from '../chunks.ts';
import type { NewDocument, Original, OriginalBytes } from '../documents.ts';
import type { EmbedderStamp } from '../embedder-stamp.ts';
import type { IngestionAttempt, TenantIngestion } from '../ingestion.ts';
import { NO_ANSWERS, NO_CONVERSATIONS } from '../ownerless.ts';
import type { ReembeddedChunk, TenantReembedding } from '../reembedding.ts';
import type { ScopedTenant, TenantStore } from '../tenant-store.ts';
import { checkVector } from '../vectors.ts';
import type { EmbedderNotes } from './embedder-notes.ts';
import { createRemote, type RemoteCall, withLocal } from './remote.ts';
import { createDocument, withStaged } from './staged-original.ts';
import { packChunks, unpackChunks } from './wire.ts';

/** What a tenant's handle is made of: all that tenants share, so that one more costs next to nothing. */
export interface HandleParts {
  readonly call: RemoteCall;
  readonly feed: ChangeFeed;
  readonly embedders: EmbedderNotes;
  /** Whose vectors all tenants have, or will have. */
  readonly target: EmbedderStamp;
}

/** Who reads a tenant's data. */
interface Reader {
  readonly scope: Scope;
  /** Whose conversations and answers they are. */
  readonly owner: OwnerId | null;
}

/** Access to one tenant's file, through the worker. */
export function createTenantHandle(tenantId: TenantId, parts: HandleParts): TenantStore {
  return {
    tenantId,
    ingestion: createIngestion(tenantId, parts),
    reembedding: createReembedding(tenantId, parts),
    audit: createRemote(parts.call, 'audit', tenantId),
    kept: createRemote(parts.call, 'kept', tenantId),
    as: (scope, owner) => createScoped(tenantId, { scope, owner: owner ?? null }, parts),
  };
}

function createScoped(
  tenantId: TenantId,
  { scope, owner }: Reader,
  { call, feed, embedders }: HandleParts,
): ScopedTenant {
  const documents = createRemote(call, 'documents', tenantId, scope);
  const chunks = createRemote(call, 'chunks', tenantId, scope);
  /** Searches by a question's vector, if it is of the tenant's embedder. */
  const compared = async <Question extends SearchedQuestion, Found>(
    question: Question,
    options: Abortable,
    search: (question: Question) => Promise<Found | null>,
  ): Promise<Found> => {
    const { id, dimensions } = await embedders.of(tenantId, options);
    if (question.embedder === id) checkVector(question.vector, dimensions);
    const found = await search({ ...question, vector: question.vector.slice() });
    if (found) return found;
    embedders.forget(tenantId);
    throw new EmbedderChanged();
  };
  return {
    tenantId,
    usage: (options) => createRemote(call, 'tenant', tenantId, scope).usage(options),
    documents: withLocal(documents, {
      create: (document: NewDocument, original: OriginalBytes) => createDocument(documents, document, original),
      replace: (id: DocumentId, next: Original, original: OriginalBytes) =>
        withStaged(documents, { id, original }, (staged) => documents.replace(id, next, staged)),
      changes: (options: { signal: AbortSignal }) => feed.read(tenantId, scope, options),
    }),
    chunks: withLocal(chunks, {
      embedder: async (options?: Abortable) => (await embedders.of(tenantId, options)).id,
      search: (question: RankedQuestion, search: RankedSearch) =>
        compared(question, search, (own) => chunks.search(own, search)),
      candidates: (question: SearchedQuestion, search: ChunkSearch) =>
        compared(question, search, (own) => chunks.candidates(own, search)),
    }),
    conversations: owner === null ? NO_CONVERSATIONS : createRemote(call, 'conversations', tenantId, owner),
    answers: createAnswers(call, tenantId, { scope, owner }),
  };
}

function createAnswers(call: RemoteCall, tenantId: TenantId, { scope, owner }: Reader): Answers {
  const answers = createRemote(call, 'answers', tenantId, scope, owner);
  return owner === null ? { ...NO_ANSWERS, sees: answers.sees } : answers;
}

function createIngestion(tenantId: TenantId, { call, embedders }: HandleParts): TenantIngestion {
  const ingestion = createRemote(call, 'ingestion', tenantId);
  return withLocal(ingestion, {
    embedder: async (options?: Abortable) => (await embedders.of(tenantId, options)).id,
    write: async (attempt: IngestionAttempt, chunks: readonly Chunk[]) => {
      const { dimensions } = await embedders.of(tenantId);
      for (const { vector } of chunks) checkVector(vector, dimensions);
      return await ingestion.write(attempt, packChunks(chunks));
    },
    read: async (attempt: IngestionAttempt, page: { from: number; limit: number } & Abortable) =>
      unpackChunks(await ingestion.read(attempt, page)),
  });
}

function createReembedding(tenantId: TenantId, { call, embedders, target }: HandleParts): TenantReembedding {
  const reembedding = createRemote(call, 'reembedding', tenantId);
  return withLocal(reembedding, {
    write: async (chunks: readonly ReembeddedChunk[]) => {
      for (const { vector } of chunks) checkVector(vector, target.dimensions);
      await reembedding.write(chunks);
    },
    switch: async () => {
      try {
        return await reembedding.switch();
      } finally {
        embedders.forget(tenantId);
      }
    },
  });
}
