import type { DocumentId, TenantId } from '../../ids.ts';
import { drive } from '../../lib/drive.ts';
import { EVERYTHING, type Scope } from '../access.ts';
import type { StoredChange } from '../change-feed.ts';
import type { EmbedderStamp } from '../embedder-stamp.ts';
import type { IngestionAttempt } from '../ingestion.ts';
import { rank } from '../ranking/rank.ts';
import { nearestSentence } from '../sentences.ts';
import * as attempts from './attempts-file.ts';
import type { ChunkCache } from './chunk-cache.ts';
import { readChunks, withoutSentences, writeChunks, writeSentences } from './chunk-rows.ts';
import { findFirst, readTexts, shownAttempts, sightOf } from './chunk-search.ts';
import * as documents from './documents-file.ts';
import * as originals from './originals-file.ts';
import * as reembedding from './reembedding-file.ts';
import type { Implementation, WorkerPorts } from './remote.ts';
import { embedderIn } from './tenant-embedder.ts';
import type { TenantFile } from './tenant-files.ts';

/** A change as the worker reports it, once it is committed. */
export interface TenantChange {
  readonly tenantId: TenantId;
  readonly change: StoredChange;
}

/** Given back by a method that has not come to its end, and wants another turn for it. */
export const AGAIN = Symbol('again');

/** Vectors of an embedder that was given up, removed at once: some 10 ms. */
const SWEPT_A_TURN = 250;

type Scoped<Port> = Implementation<Port, [TenantFile, Scope]>;
type Reembedding = Implementation<WorkerPorts['reembedding'], [TenantFile]>;
type Candidates = Scoped<WorkerPorts['chunks']>['candidates'];
type Search = Scoped<WorkerPorts['chunks']>['search'];
type Spellings = Scoped<WorkerPorts['chunks']>['spellings'];

/** What the worker does with one tenant's file, by port. */
export interface TenantMethods {
  readonly documents: Scoped<WorkerPorts['documents']>;
  readonly chunks: Omit<Scoped<WorkerPorts['chunks']>, 'candidates' | 'search' | 'spellings'> & {
    search(...args: Parameters<Search>): ReturnType<Search> | typeof AGAIN;
    candidates(...args: Parameters<Candidates>): ReturnType<Candidates> | typeof AGAIN;
    spellings(...args: Parameters<Spellings>): ReturnType<Spellings> | typeof AGAIN;
  };
  readonly tenant: Scoped<WorkerPorts['tenant']>;
  readonly ingestion: Implementation<WorkerPorts['ingestion'], [TenantFile]>;
  readonly reembedding: Omit<Reembedding, 'next' | 'switch'> & {
    switch(...args: Parameters<Reembedding['switch']>): ReturnType<Reembedding['switch']> | typeof AGAIN;
    next(...args: Parameters<Reembedding['next']>): ReturnType<Reembedding['next']> | typeof AGAIN;
  };
}

/** `emit` hears of each committed change, `sweepSoon` of what there is to remove. */
export function createTenantMethods({
  cache,
  embedder,
  emit,
  sweepSoon,
  onSwitched,
}: {
  cache: ChunkCache;
  /** Whose vectors all tenants have, or will have. */
  embedder: EmbedderStamp;
  emit: (event: TenantChange) => void;
  sweepSoon: (id: TenantId) => void;
  /** A tenant's vectors are of that embedder now. */
  onSwitched: (tenant: TenantFile) => void;
}): TenantMethods {
  const changed = ({ tenantId }: TenantFile, change: StoredChange) => emit({ tenantId, change });

  /** Reports an update, unless the attempt was over. */
  const updated = <R>(tenant: TenantFile, { documentId }: IngestionAttempt, result: R): R => {
    if (!result) return result;
    const access = documents.get(tenant, documentId);
    changed(tenant, { documentId, before: documents.accessOf(access), after: documents.accessOf(access) });
    return result;
  };

  const show = ({ tenantId }: TenantFile, change: attempts.Switch | null): boolean => {
    if (!change) return false;
    cache.follow(tenantId, change);
    if (change.hidden !== null) sweepSoon(tenantId);
    return true;
  };

  /** Changes a document that the scope sees, and gives back what it has become. */
  const changeDocument = (tenant: TenantFile, scope: Scope, id: DocumentId, work: () => void) => {
    const [before] = documents.findMany(tenant, scope, [id]);
    if (!before) return null;
    work();
    const after = documents.get(tenant, id);
    changed(tenant, { documentId: id, before: documents.accessOf(before), after: documents.accessOf(after) });
    // An attempt may have been ended.
    sweepSoon(tenant.tenantId);
    return after;
  };

  const candidates: TenantMethods['chunks']['candidates'] = (tenant, scope, question, { limit, filter }) => {
    const { vector, terms } = question;
    if (embedderIn(tenant.file).id !== question.embedder) return null;
    const runs = cache.load(tenant);
    if (!runs) return AGAIN;
    const sight = sightOf(tenant, scope, filter);
    const attempts = sight && shownAttempts(tenant, sight);
    const near = runs.nearest(vector, { limit, attempts });
    const matching = runs.matching(terms, { limit, attempts });
    const nearest = near.map(({ id }) => id);
    const ids = [...new Set([...nearest, ...matching])];
    const sentences = cache.sentences(tenant, ids);
    const describe = runs.describe(question);
    const candidates = new Map(
      ids.map((id) => {
        const chunk = describe(id);
        return [id, chunk && { ...chunk, sentence: nearestSentence(vector, sentences.get(id) ?? null) }];
      }),
    );
    const pick = (found: readonly number[]) => found.flatMap((id) => candidates.get(id) ?? []);
    return { nearest: pick(nearest), matching: pick(matching) };
  };

  const search: TenantMethods['chunks']['search'] = (tenant, scope, question, { topK, ...wanted }) => {
    const found = candidates(tenant, scope, question, wanted);
    if (found === null || found === AGAIN) return found;
    return drive(rank(found, question.ranking, topK), (keys) => readTexts(tenant, scope, keys, { question }));
  };

  return {
    documents: {
      create: (tenant, scope, document, original) => {
        const result = documents.create(tenant, scope, document, original);
        if (result.created) {
          changed(tenant, { documentId: document.id, before: null, after: documents.accessOf(result.document) });
        }
        return result;
      },
      findSame: documents.findSame,
      addPiece: (tenant, _scope, place, bytes) => originals.addPiece(tenant, place, bytes),
      giveUp: (tenant, _scope, original) => {
        originals.giveUp(tenant, original);
        sweepSoon(tenant.tenantId);
      },
      update: (tenant, scope, id, change) =>
        changeDocument(tenant, scope, id, () => documents.update(tenant, id, change)),
      replace: (tenant, scope, id, next, original) => {
        const replaced = changeDocument(tenant, scope, id, () => attempts.replace(tenant, id, next, original));
        if (!replaced) originals.drop(tenant, original.original);
        return replaced;
      },
      renew: (tenant, scope, id) => changeDocument(tenant, scope, id, () => attempts.renew(tenant, id)),
      cancel: (tenant, scope, id) => changeDocument(tenant, scope, id, () => attempts.cancel(tenant, id)),
      findMany: documents.findMany,
      list: documents.list,
      collections: documents.collections,
      tags: documents.tags,
      original: documents.original,
      text: documents.readText,
      pageStarts: documents.readPageStarts,
      delete: (tenant, scope, id) => {
        const [document] = documents.findMany(tenant, scope, [id]);
        const hidden = document ? attempts.remove(tenant, id) : null;
        if (!document || !hidden) return false;
        show(tenant, hidden);
        changed(tenant, { documentId: id, before: documents.accessOf(document), after: null });
        sweepSoon(tenant.tenantId);
        return true;
      },
    },
    chunks: {
      search,
      candidates,
      spellings: (tenant, scope, terms) => {
        const runs = cache.load(tenant);
        if (!runs) return AGAIN;
        const sight = sightOf(tenant, scope, {});
        return runs.spellings(terms, sight && shownAttempts(tenant, sight));
      },
      first: (tenant, scope, { limit, filter }) => findFirst(tenant, sightOf(tenant, scope, filter), limit),
      read: readTexts,
    },
    tenant: { usage: documents.usage },
    ingestion: {
      find: (tenant, id: DocumentId) => documents.findMany(tenant, EVERYTHING, [id])[0] ?? null,
      original: documents.originalToRead,
      next: documents.next,
      unfinished: attempts.unfinished,
      begin: (tenant, attempt) => {
        const document = attempts.begin(tenant, attempt);
        sweepSoon(tenant.tenantId);
        return updated(tenant, attempt, document);
      },
      setProgress: (tenant, attempt, progress) =>
        updated(tenant, attempt, attempts.setProgress(tenant, attempt, progress)),
      write: writeChunks,
      withoutSentences,
      writeSentences: (tenant, shown, sentences) => {
        const chunks = writeSentences(tenant, shown, sentences);
        if (chunks) cache.forgetSentences(tenant.tenantId, chunks);
        return chunks !== null;
      },
      read: (tenant, attempt, page) => readChunks(tenant, attempt, page),
      finish: (tenant, attempt, result) =>
        updated(tenant, attempt, show(tenant, attempts.finish(tenant, attempt, result))),
      fail: (tenant, attempt, message) => {
        sweepSoon(tenant.tenantId);
        return updated(tenant, attempt, attempts.fail(tenant, attempt, message));
      },
      release: (tenant, attempt) => {
        sweepSoon(tenant.tenantId);
        return updated(tenant, attempt, attempts.release(tenant, attempt));
      },
    },
    reembedding: {
      embedder: ({ file }) => embedderIn(file),
      progress: (tenant) => reembedding.progress(tenant, embedder),
      next: (tenant, page) => {
        if (embedderIn(tenant.file).id === embedder.id) return [];
        return reembedding.prepare(tenant, embedder, { limit: SWEPT_A_TURN })
          ? reembedding.nextChunks(tenant, page)
          : AGAIN;
      },
      write: (tenant, chunks) => reembedding.writeNext(tenant, embedder, chunks),
      switch: (tenant) => {
        if (embedderIn(tenant.file).id === embedder.id) return true;
        if (reembedding.isWhole(tenant, embedder) && !cache.loadNext(tenant)) return AGAIN;
        const ended = reembedding.switchTo(tenant, embedder);
        if (!ended) return false;
        cache.switch(tenant.tenantId);
        onSwitched(tenant);
        for (const id of ended) {
          const access = documents.accessOf(documents.get(tenant, id));
          changed(tenant, { documentId: id, before: access, after: access });
        }
        sweepSoon(tenant.tenantId);
        return true;
      },
    },
  };
}
