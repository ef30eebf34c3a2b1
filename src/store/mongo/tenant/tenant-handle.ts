import type { DocumentId } from '../../../ids.ts';
import type { ChangeFeed } from '../../change-feed.ts';
import type { Chunks } from '../../chunks.ts';
import type { DocumentChange, Documents } from '../../documents.ts';
import type { EmbedderStamp } from '../../store.ts';
import type { TenantStore } from '../../tenant-store.ts';
import { checkVector } from '../../vectors.ts';
import type { Calls } from '../calls.ts';
import type { Events } from '../events/events.ts';
import type { Searcher } from '../search/chunk-search.ts';
import type { Engine } from '../search/engine.ts';
import type { TermSamples } from '../search/term-samples.ts';
import * as attempts from './attempts.ts';
import { writeChunks } from './chunk-rows.ts';
import * as documents from './documents.ts';
import type { InOrder } from './in-order.ts';
import type { Sweeper } from './sweeper.ts';
import type { TenantDb } from './tenant-db.ts';
import { toDocument } from './tenant-rows.ts';

/** What all tenants' handles share, so that one more costs next to nothing. */
export interface HandleParts {
  readonly calls: Calls;
  /** By document: what is written takes effect in the order of the calls. */
  readonly inOrder: InOrder;
  readonly events: Events;
  readonly feed: ChangeFeed;
  readonly sweeper: Sweeper;
  readonly engine: Engine;
  readonly searcher: Searcher;
  readonly samples: TermSamples;
  readonly embedder: EmbedderStamp;
}

/** The door to one tenant's database. */
export function createTenantHandle(db: TenantDb, parts: HandleParts): TenantStore {
  return {
    tenantId: db.tenantId,
    documents: createDocuments(db, parts),
    chunks: createChunks(db, parts),
    usage: ({ signal } = {}) => parts.calls.in(db.database, () => documents.usage(db, signal), signal),
  };
}

function createDocuments(
  db: TenantDb,
  { calls, inOrder, events, feed, sweeper, engine, samples }: HandleParts,
): Documents {
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(db.database, work, signal);
  const write = <T>(id: DocumentId, work: () => Promise<T>) => inOrder(id, () => call(work));
  const changed = (type: DocumentChange['type'], documentId: DocumentId) =>
    events.publish(db.tenantId, { type, documentId });
  const ended = async (documentId: DocumentId) => {
    samples.forget(db);
    sweeper.sweepSoon(db);
    await changed('UPDATED', documentId);
  };

  return {
    create: async (document, original) => {
      const result = await call(() => documents.create(db, document, original));
      if (result.created) await changed('ADDED', result.document.id);
      return result;
    },
    findMany: (ids, { signal } = {}) => call(() => documents.findMany(db, ids, signal), signal),
    list: (page) => call(() => documents.list(db, page), page.signal),
    original: (id, { signal } = {}) => call(() => documents.original(db, id, signal), signal),
    text: (id, range) => call(() => documents.text(db, id, range), range.signal),
    delete: async (id) => {
      const existed = await write(id, () => documents.remove(db, id));
      if (!existed) return false;
      samples.forget(db);
      sweeper.sweepSoon(db);
      await changed('DELETED', id);
      return true;
    },
    begin: async (attempt) => {
      const begun = await write(attempt.documentId, () => attempts.begin(db, attempt));
      if (!begun) return null;
      if (begun.hasGarbage) sweeper.sweepSoon(db);
      await changed('UPDATED', attempt.documentId);
      return toDocument(begun.row, db.tenantId);
    },
    setProgress: async (attempt, progress) => {
      const isRunning = await write(attempt.documentId, () => attempts.setProgress(db, attempt, progress));
      // Nobody waits for the news of a step.
      if (isRunning) void changed('UPDATED', attempt.documentId);
      return isRunning;
    },
    finish: async (attempt, result) => {
      const switched = await write(attempt.documentId, () => attempts.finish(db, attempt, result));
      if (!switched) return false;
      samples.forget(db);
      engine.follow(db);
      await changed('UPDATED', attempt.documentId);
      return true;
    },
    fail: async (attempt, message) => {
      const outcome = { status: 'FAILED', error: message } as const;
      const isRunning = await write(attempt.documentId, () => attempts.abandon(db, attempt, outcome));
      if (isRunning) await ended(attempt.documentId);
      return isRunning;
    },
    release: async (attempt) => {
      const isRunning = await write(attempt.documentId, () => attempts.abandon(db, attempt, { status: 'PENDING' }));
      if (isRunning) await ended(attempt.documentId);
      return isRunning;
    },
    changes: (options) => feed.read(db.tenantId, options),
  };
}

function createChunks(db: TenantDb, { calls, inOrder, engine, searcher, samples, embedder }: HandleParts): Chunks {
  return {
    write: async (attempt, chunks) => {
      for (const { vector } of chunks) checkVector(vector, embedder.dimensions);
      const options = { format: engine.vectorFormat, embedder: embedder.id };
      const written = await inOrder(attempt.documentId, () =>
        calls.in(db.database, () => writeChunks(db, attempt, chunks, options)),
      );
      samples.forget(db);
      return written;
    },
    nearest: async (vector, search) => {
      checkVector(vector, embedder.dimensions);
      return await calls.in(db.database, () => searcher.nearest(db, vector, search), search.signal);
    },
    matching: (terms, search) => calls.in(db.database, () => searcher.matching(db, terms, search), search.signal),
    first: (search) => calls.in(db.database, () => searcher.first(db, search), search.signal),
  };
}
