import type { DocumentId, Generation, TenantId } from '../../ids.ts';
import type { PackedSentences } from '../sentences.ts';
import { toVector } from '../vectors.ts';
import type { Switch } from './attempts-file.ts';
import { readSentences } from './chunk-rows.ts';
import { type ChunkRuns, createChunkRuns, type SearchedChunk, type ShownAttempt } from './chunk-runs.ts';
import { shownAttempts } from './chunk-search.ts';
import { bytes, checkTenant, number, text } from './rows.ts';
import { embedderIn, nextEmbedderIn } from './tenant-embedder.ts';
import type { TenantFile } from './tenant-files.ts';

/** After so many chunks loading pauses, for others to have their turn: some 10 ms. */
const CHUNKS_A_TURN = 1_000;

/** What searches need of the chunks of the tenants that were searched last, under one budget of memory. */
export interface ChunkCache {
  /** Loads a part of what is missing; the runs once nothing is, else null: call again. */
  load(tenant: TenantFile): ChunkRuns | null;
  /** The sentences of those of the chunks that have some; what is not in memory is read. */
  sentences(tenant: TenantFile, chunks: readonly number[]): ReadonlyMap<number, PackedSentences>;
  /**
   * Loads a part of the vectors that are kept beside, where the tenant is in memory, so that nobody waits after the switch;
   * true once nothing is missing. All of them must be there.
   */
  loadNext(tenant: TenantFile): boolean;
  /** Follows a committed switch: what was kept beside is searched from now on. */
  switch(id: TenantId): void;
  /** Follows a committed write. */
  follow(id: TenantId, change: Switch): void;
  /** Follows a committed write of sentences. */
  forgetSentences(id: TenantId, chunks: readonly number[]): void;
  /** Drops a tenant's chunks, to be loaded anew. */
  forget(id: TenantId): void;
  readonly bytes: number;
}

interface Entry {
  readonly runs: ChunkRuns;
  /** Attempts that are shown but not in memory yet. */
  readonly missing: Set<number>;
  /** Of the chunks that searches met, by chunk; null for one that has none. Ids are never used again. */
  readonly sentences: Map<number, PackedSentences | null>;
  sentenceBytes: number;
}

/** What an entry of the map takes beside its bytes, about. */
const ENTRY_BYTES = 200;

/** The tenant in use stays, however large; the others give way to it, the least recently used first. */
export function createChunkCache({ budgetBytes }: { budgetBytes: number }): ChunkCache {
  // A map keeps the order of insertion: the first is the least recently used.
  const entries = new Map<TenantId, Entry>();
  const bytesOf = ({ runs, sentences, sentenceBytes }: Entry) =>
    runs.bytes + sentenceBytes + sentences.size * ENTRY_BYTES;
  /** Of the vectors that are kept beside, until they are switched to. */
  const next = new Map<TenantId, Entry>();
  const total = () => [...entries.values(), ...next.values()].reduce((sum, entry) => sum + bytesOf(entry), 0);

  const emptyEntry = (tenant: TenantFile, dimensions: number): Entry => ({
    runs: createChunkRuns(dimensions),
    missing: shownAttempts(tenant, null),
    sentences: new Map(),
    sentenceBytes: 0,
  });

  const touch = (tenant: TenantFile): Entry => {
    const entry = entries.get(tenant.tenantId) ?? emptyEntry(tenant, embedderIn(tenant.file).dimensions);
    entries.delete(tenant.tenantId);
    entries.set(tenant.tenantId, entry);
    return entry;
  };

  const makeRoom = (keep: TenantId) => {
    let used = total();
    for (const [id, entry] of entries) {
      if (used <= budgetBytes) return;
      if (id === keep) continue;
      entries.delete(id);
      used -= bytesOf(entry);
    }
    const kept = entries.get(keep);
    if (used <= budgetBytes || !kept) return;
    kept.sentences.clear();
    kept.sentenceBytes = 0;
  };

  /** Loads a part of what is missing; true once nothing is. */
  const fill = (tenant: TenantFile, { runs, missing }: Entry, table: VectorTable): boolean => {
    if (missing.size === 0) return true;
    let loaded = 0;
    for (const attempt of missing) {
      if (loaded >= CHUNKS_A_TURN) break;
      const shown = readShown(tenant, attempt);
      const chunks = readChunks(tenant, attempt, table);
      if (shown) runs.append(shown, chunks);
      missing.delete(attempt);
      loaded += chunks.length;
    }
    makeRoom(tenant.tenantId);
    return missing.size === 0;
  };

  return {
    load: (tenant) => {
      const entry = touch(tenant);
      return fill(tenant, entry, 'vectors') ? entry.runs : null;
    },
    loadNext: (tenant) => {
      const embedder = nextEmbedderIn(tenant.file);
      if (!embedder || !entries.has(tenant.tenantId)) return true;
      const entry = next.get(tenant.tenantId) ?? emptyEntry(tenant, embedder.dimensions);
      next.set(tenant.tenantId, entry);
      return fill(tenant, entry, 'next_vectors');
    },
    switch: (id) => {
      const entry = next.get(id);
      next.delete(id);
      entries.delete(id);
      if (entry) entries.set(id, entry);
    },
    sentences: (tenant, chunks) => {
      const entry = touch(tenant);
      const unknown = chunks.filter((chunk) => !entry.sentences.has(chunk));
      if (unknown.length > 0) {
        const read = readSentences(tenant, unknown);
        for (const chunk of unknown) {
          const packed = read.get(chunk) ?? null;
          entry.sentences.set(chunk, packed);
          entry.sentenceBytes += packed?.length ?? 0;
        }
      }
      const found = chunks.flatMap((chunk) => {
        const packed = entry.sentences.get(chunk);
        return packed ? [[chunk, packed] as const] : [];
      });
      if (unknown.length > 0) makeRoom(tenant.tenantId);
      return new Map(found);
    },
    forgetSentences: (id, chunks) => {
      const entry = entries.get(id);
      if (!entry) return;
      for (const chunk of chunks) {
        entry.sentenceBytes -= entry.sentences.get(chunk)?.length ?? 0;
        entry.sentences.delete(chunk);
      }
    },
    follow: (id, { shown, hidden }) => {
      for (const entry of [entries.get(id), next.get(id)]) {
        if (hidden !== null && !entry?.missing.delete(hidden)) entry?.runs.remove(hidden);
        if (shown !== null) entry?.missing.add(shown);
      }
    },
    forget: (id) => {
      entries.delete(id);
      next.delete(id);
    },
    get bytes() {
      return total();
    },
  };
}

/** Null for an attempt that is not shown any more. */
function readShown({ file, tenantId }: TenantFile, attempt: number): ShownAttempt | null {
  const row = file.get('SELECT id, tenant_id, generation FROM documents WHERE shown = ?', attempt);
  if (!row) return null;
  return {
    id: attempt,
    documentId: text(checkTenant(row, tenantId), 'id') as DocumentId,
    generation: text(row, 'generation') as Generation,
  };
}

type VectorTable = 'vectors' | 'next_vectors';

function readChunks({ file, tenantId }: TenantFile, attempt: number, table: VectorTable): SearchedChunk[] {
  return file
    .all(
      `SELECT chunks.id, chunks.place, vectors.tenant_id, vectors.vector, passages.terms
       FROM chunks
       JOIN ${table} AS vectors ON vectors.chunk = chunks.id
       JOIN passages ON passages.chunk = chunks.id
       WHERE chunks.attempt = ? ORDER BY chunks.place`,
      attempt,
    )
    .map((row) => ({
      id: number(checkTenant(row, tenantId), 'id'),
      index: number(row, 'place'),
      vector: toVector(bytes(row, 'vector')),
      terms: text(row, 'terms'),
    }));
}
