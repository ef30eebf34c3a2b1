import type { DocumentId, TenantId } from '../../ids.ts';
import type { ChunkFilter } from '../chunks.ts';
import type {
  DocumentChange,
  DocumentFilter,
  DocumentPosition,
  IngestionAttempt,
  IngestionProgress,
  NewDocument,
} from '../documents.ts';
import * as attempts from './attempts-file.ts';
import { writeChunks } from './chunk-rows.ts';
import { findFirst, findMatching, isOpen, readHits, shownVersions } from './chunk-search.ts';
import * as documents from './documents-file.ts';
import type { Jobs } from './jobs.ts';
import type { TenantFile, TenantFiles } from './tenant-files.ts';
import type { VectorCache } from './vector-cache.ts';
import type { Packed, WireChunk, WireHit } from './wire.ts';

/** A change as the worker reports it, once it is committed. */
export interface TenantChange {
  readonly tenantId: TenantId;
  readonly change: DocumentChange;
}

type Of<T = unknown> = T & { readonly tenantId: TenantId };
type OfAttempt<T = unknown> = Of<T> & { readonly attempt: IngestionAttempt };
type Search<T = unknown> = Of<T> & { readonly limit: number; readonly filter: ChunkFilter };
type Context = { readonly signal: AbortSignal };

/** What the worker does with one tenant's file. */
export function createTenantMethods({
  jobs,
  files,
  vectors,
  dimensions,
  emit,
  sweepSoon,
}: {
  jobs: Jobs;
  files: TenantFiles;
  vectors: VectorCache;
  dimensions: number;
  emit: (event: TenantChange) => void;
  sweepSoon: (id: TenantId) => void;
}) {
  const job =
    <A extends Of, R>(work: (tenant: TenantFile, args: A) => R) =>
    (args: A, { signal }: Context): Promise<R> =>
      jobs.run(() => files.use(args.tenantId, (tenant) => work(tenant, args)), signal);

  const changed = (tenantId: TenantId, type: DocumentChange['type'], documentId: DocumentId) =>
    emit({ tenantId, change: { type, documentId } });

  /** What an attempt does; it reports an update unless the attempt was over. */
  const attemptJob = <A extends OfAttempt, R>(work: (tenant: TenantFile, args: A) => R) =>
    job((tenant, args: A): R => {
      const result = work(tenant, args);
      if (result) changed(tenant.tenantId, 'UPDATED', args.attempt.documentId);
      return result;
    });

  const show = ({ tenantId }: TenantFile, change: attempts.Switch | null): boolean => {
    if (!change) return false;
    vectors.follow(tenantId, change);
    if (change.hidden !== null) sweepSoon(tenantId);
    return true;
  };

  const nearest = async (args: Search<{ vector: Float32Array }>, { signal }: Context): Promise<Packed<WireHit>> => {
    const { tenantId, vector, limit, filter } = args;
    const search = (tenant: TenantFile) => {
      const runs = vectors.load(tenant);
      if (!runs) return null;
      const versions = isOpen(filter) ? null : shownVersions(tenant, filter);
      return readHits(tenant, runs.nearest(vector, { limit, versions }), dimensions);
    };
    for (;;) {
      const hits = await jobs.run(() => files.use(tenantId, search), signal);
      if (hits) return hits;
    }
  };

  return {
    create: job((tenant, args: Of<{ document: NewDocument; original: Uint8Array }>) => {
      const result = documents.create(tenant, args);
      if (result.created) changed(tenant.tenantId, 'ADDED', result.document.id);
      return result;
    }),
    findMany: job((tenant, { ids }: Of<{ ids: readonly DocumentId[] }>) => documents.findMany(tenant, ids)),
    list: job((tenant, page: Of<{ filter: DocumentFilter; limit: number; after: DocumentPosition | null }>) =>
      documents.list(tenant, page),
    ),
    original: job((tenant, { id }: Of<{ id: DocumentId }>) => documents.original(tenant, id)),
    text: job((tenant, range: Of<{ id: DocumentId; start: number; end: number | undefined }>) =>
      documents.readText(tenant, range),
    ),
    usage: job((tenant, _: Of) => documents.usage(tenant)),
    delete: job((tenant, { id }: Of<{ id: DocumentId }>) => {
      const hidden = attempts.remove(tenant, id);
      if (!hidden) return false;
      show(tenant, hidden);
      changed(tenant.tenantId, 'DELETED', id);
      sweepSoon(tenant.tenantId);
      return true;
    }),
    begin: attemptJob((tenant, { attempt }: OfAttempt) => {
      const document = attempts.begin(tenant, attempt);
      sweepSoon(tenant.tenantId);
      return document;
    }),
    setProgress: attemptJob((tenant, { attempt, progress }: OfAttempt<{ progress: IngestionProgress }>) =>
      attempts.setProgress(tenant, attempt, progress),
    ),
    finish: attemptJob((tenant, { attempt, ...result }: OfAttempt<{ text: string; chunkCount: number }>) =>
      show(tenant, attempts.finish(tenant, attempt, result)),
    ),
    fail: attemptJob((tenant, { attempt, message }: OfAttempt<{ message: string }>) => {
      sweepSoon(tenant.tenantId);
      return attempts.fail(tenant, attempt, message);
    }),
    release: attemptJob((tenant, { attempt }: OfAttempt) => {
      sweepSoon(tenant.tenantId);
      return attempts.release(tenant, attempt);
    }),
    write: job((tenant, { attempt, chunks }: OfAttempt<{ chunks: Packed<WireChunk> }>) =>
      writeChunks(tenant, attempt, chunks),
    ),
    nearest,
    matching: job((tenant, { terms, ...search }: Search<{ terms: readonly string[] }>) =>
      readHits(tenant, findMatching(tenant, terms, search), dimensions),
    ),
    first: job((tenant, search: Search) => readHits(tenant, findFirst(tenant, search), dimensions)),
  };
}
