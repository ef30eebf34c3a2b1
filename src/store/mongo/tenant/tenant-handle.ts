import { type DocumentId, newId } from '../../../ids.ts';
import type { InOrder } from '../../../lib/in-order.ts';
import { type DocumentAccess, EVERYTHING, type Scope } from '../../access.ts';
import type { ChangeFeed, StoredChange } from '../../change-feed.ts';
import type { Chunks } from '../../chunks.ts';
import type { Documents } from '../../documents.ts';
import type { EmbedderStamp } from '../../embedder-stamp.ts';
import type { TenantIngestion } from '../../ingestion.ts';
import { NO_CONVERSATIONS } from '../../ownerless.ts';
import type { TenantReembedding } from '../../reembedding.ts';
import type { TenantStore } from '../../tenant-store.ts';
import { checkVector } from '../../vectors.ts';
import type { Calls } from '../calls.ts';
import type { Control } from '../control/control.ts';
import { noteTenant } from '../control/embedder-notes.ts';
import type { Events } from '../events/events.ts';
import type { Searcher } from '../search/chunk-search.ts';
import type { Engine } from '../search/engine.ts';
import type { TermSamples } from '../search/term-samples.ts';
import { createAnswers } from './answers.ts';
import * as attempts from './attempts.ts';
import { createAudit } from './audit.ts';
import { readChunks, toKey, withoutSentences, writeChunks, writeSentences } from './chunk-rows.ts';
import { createConversations } from './conversations.ts';
import * as contents from './document-contents.ts';
import { accessOf, toDocument, toOriginal } from './document-rows.ts';
import * as documents from './documents.ts';
import { createKept } from './kept.ts';
import * as reembedding from './reembedding.ts';
import type { Sweeper } from './sweeper.ts';
import type { TenantDb } from './tenant-db.ts';

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
  /** Whose vectors all tenants have, or will have. */
  readonly embedder: EmbedderStamp;
  readonly control: Control;
}

/** Access to one tenant's database. */
export function createTenantHandle(db: TenantDb, parts: HandleParts): TenantStore {
  return {
    tenantId: db.tenantId,
    ingestion: createIngestion(db, parts),
    reembedding: createReembedding(db, parts),
    audit: createAudit(db, parts),
    kept: createKept(db, parts),
    as: (scope, owner) => ({
      tenantId: db.tenantId,
      documents: createDocuments(db, scope, parts),
      chunks: createChunks(db, scope, parts),
      usage: ({ signal } = {}) => parts.calls.in(db.database, () => documents.usage(db, scope, signal), signal),
      conversations: owner === undefined ? NO_CONVERSATIONS : createConversations(db, owner, parts),
      answers: createAnswers(db, { scope, owner: owner ?? null }, parts),
    }),
  };
}

function createDocuments(
  db: TenantDb,
  scope: Scope,
  { calls, inOrder, events, feed, sweeper, samples, engine }: HandleParts,
): Documents {
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(db.database, work, signal);
  const changed = (change: StoredChange) => events.publish(db.tenantId, change);
  const changeDocument = async (documentId: DocumentId, work: () => Promise<documents.Changed | null>) => {
    const result = await inOrder(documentId, () => call(work)).finally(() => {
      // It may have been done although the reply was lost.
      samples.forget(db);
      sweeper.sweepSoon(db);
    });
    if (!result) return null;
    engine.follow(db);
    await changed({ documentId, before: result.before, after: accessOf(result.document) });
    return result.document;
  };

  return {
    create: async (document, original) => {
      await db.prepare();
      const result = await call(() => documents.create(db, scope, document, original));
      const { id: documentId } = result.document;
      if (result.created) await changed({ documentId, before: null, after: accessOf(document) });
      return result;
    },
    update: (id, change) => changeDocument(id, () => documents.update(db, scope, id, change)),
    replace: (id, next, original) => changeDocument(id, () => documents.replace(db, scope, id, next, original)),
    renew: (id) => changeDocument(id, () => documents.changeIngestion(db, scope, id, attempts.renew)),
    cancel: (id) => changeDocument(id, () => documents.changeIngestion(db, scope, id, attempts.cancel)),
    findMany: (ids, { signal } = {}) => call(() => documents.findMany(db, scope, ids, signal), signal),
    list: (page) => call(() => documents.list(db, scope, page), page.signal),
    collections: ({ signal } = {}) => call(() => documents.collections(db, scope, signal), signal),
    tags: (options) => call(() => documents.tags(db, scope, options), options.signal),
    original: (id, range) => call(() => contents.original(db, scope, id, range), range?.signal),
    text: (id, range) => call(() => contents.text(db, scope, id, range), range.signal),
    pageStarts: (id, options) => call(() => contents.pageStarts(db, scope, id, options), options?.signal),
    delete: async (documentId) => {
      const before = await inOrder(documentId, () => call(() => documents.remove(db, scope, documentId))).finally(
        () => {
          // It may be gone although the reply was lost.
          samples.forget(db);
          sweeper.sweepSoon(db);
        },
      );
      if (!before) return false;
      await changed({ documentId, before, after: null });
      return true;
    },
    changes: (options) => feed.read(db.tenantId, scope, options),
  };
}

function createChunks(db: TenantDb, scope: Scope, { calls, searcher }: HandleParts): Chunks {
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(db.database, work, signal);
  return {
    embedder: ({ signal } = {}) => call(async () => (await db.vectors.current()).current.embedder.id, signal),
    search: (question, search) => call(() => searcher.search(db, scope, question, search), search.signal),
    candidates: (question, search) => call(() => searcher.candidates(db, scope, question, search), search.signal),
    spellings: (terms, options = {}) => call(() => searcher.spellings(db, scope, terms, options), options.signal),
    first: (search) => call(() => searcher.first(db, scope, search), search.signal),
    read: (keys, options = {}) => call(() => searcher.read(db, scope, keys, options), options.signal),
  };
}

function createIngestion(
  db: TenantDb,
  { calls, inOrder, events, sweeper, engine, samples }: HandleParts,
): TenantIngestion {
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(db.database, work, signal);
  const write = <T>(id: DocumentId, work: () => Promise<T>) => inOrder(id, () => call(work));
  const slot = async () => (await db.vectors.current()).current;
  /** An attempt changes nothing about who may see the document. */
  const updated = (documentId: DocumentId, access: DocumentAccess) =>
    events.publish(db.tenantId, { documentId, before: access, after: access });
  const ended = async (documentId: DocumentId, access: DocumentAccess) => {
    samples.forget(db);
    sweeper.sweepSoon(db);
    await updated(documentId, access);
  };

  return {
    find: (id, { signal } = {}) =>
      call(async () => (await documents.findMany(db, EVERYTHING, [id], signal))[0] ?? null, signal),
    original: (id, range) => call(() => contents.originalToRead(db, id, range), range?.signal),
    next: (id, { signal } = {}) => call(() => contents.next(db, id, signal), signal),
    unfinished: (page) => call(() => attempts.unfinished(db, page), page.signal),
    read: (attempt, page) => call(async () => readChunks(db, attempt, { ...page, slot: await slot() }), page.signal),
    embedder: ({ signal } = {}) => call(async () => (await slot()).embedder.id, signal),
    withoutSentences: (id, page) =>
      call(async () => {
        const current = await slot();
        const found = await withoutSentences(db, id, { ...page, slot: current });
        return found && { ...found, embedder: current.embedder.id };
      }, page.signal),
    writeSentences: (shown, chunks) =>
      write(shown.documentId, async () => {
        const current = await slot();
        return shown.embedder === current.embedder.id && (await writeSentences(db, shown, chunks, current));
      }),
    begin: async (attempt) => {
      const begun = await write(attempt.documentId, async () => {
        const row = await attempts.begin(db, attempt);
        if (row) await reembedding.stopSwitch(db);
        return row;
      });
      if (!begun) {
        // Where the reply to the switch was lost, or its process died, nobody has heard of it yet.
        const access = await call(() => attempts.findAccess(db, attempt.documentId));
        if (access) await updated(attempt.documentId, access);
        return null;
      }
      if (begun.hasGarbage) sweeper.sweepSoon(db);
      await updated(attempt.documentId, accessOf(begun.row));
      return { ...toDocument(begun.row, db.tenantId), ...toOriginal(begun.row.next ?? begun.row) };
    },
    setProgress: async (attempt, progress) => {
      const access = await write(attempt.documentId, () => attempts.setProgress(db, attempt, progress));
      // Nobody waits for the news of a step.
      if (access) void updated(attempt.documentId, access);
      return access !== null;
    },
    write: async (attempt, chunks) => {
      const written = await write(attempt.documentId, async () => {
        const options = { format: engine.vectorFormat, slot: await slot() };
        for (const { vector } of chunks) checkVector(vector, options.slot.embedder.dimensions);
        return await writeChunks(db, attempt, chunks, options);
      });
      samples.forget(db);
      return written;
    },
    finish: async (attempt, result) => {
      const access = await write(attempt.documentId, () => attempts.finish(db, attempt, result));
      if (!access) return false;
      samples.forget(db);
      engine.follow(db);
      await updated(attempt.documentId, access);
      return true;
    },
    fail: async (attempt, message) => {
      const outcome = { status: 'FAILED', error: message } as const;
      const access = await write(attempt.documentId, () => attempts.abandon(db, attempt, outcome));
      if (access) await ended(attempt.documentId, access);
      return access !== null;
    },
    release: async (attempt) => {
      const access = await write(attempt.documentId, () => attempts.abandon(db, attempt, { status: 'PENDING' }));
      if (access) await ended(attempt.documentId, access);
      return access !== null;
    },
  };
}

function createReembedding(
  db: TenantDb,
  { calls, control, events, sweeper, engine, samples, embedder }: HandleParts,
): TenantReembedding {
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(db.database, work, signal);
  // Processes begin at different documents, so that they seldom do the same.
  let place: reembedding.Place = { documentId: newId<DocumentId>(), written: null };

  return {
    progress: ({ signal } = {}) => call(() => reembedding.progress(db, embedder, signal), signal),
    next: (page) =>
      call(async () => {
        const slot = await reembedding.beginSlot(db, embedder);
        const chunks = slot ? await reembedding.nextChunks(db, slot, place, page) : [];
        const [first] = chunks;
        if (first) place = { ...place, documentId: first.documentId };
        return chunks;
      }, page.signal),
    write: async (chunks) => {
      for (const { vector } of chunks) checkVector(vector, embedder.dimensions);
      await call(async () => {
        const { next } = await db.vectors.read();
        if (next?.embedder.id === embedder.id) await reembedding.writeNext(db, next, chunks, engine.vectorFormat);
      });
      const last = chunks.at(-1);
      if (last) place = { documentId: last.documentId, written: toKey(last) };
      engine.follow(db);
    },
    switch: async () => {
      const slot = await call(() => reembedding.beginSlot(db, embedder));
      const { isSwitched, ended } = slot
        ? await call(() => reembedding.switchTo(db, slot))
        : { isSwitched: true, ended: [] };
      for (const { documentId, access } of ended) {
        await events.publish(db.tenantId, { documentId, before: access, after: access });
      }
      if (!isSwitched) return false;
      await calls.in(control.database, () => noteTenant(control, { _id: db.tenantId }, embedder));
      samples.forget(db);
      sweeper.sweepSoon(db);
      engine.follow(db);
      return true;
    },
  };
}
