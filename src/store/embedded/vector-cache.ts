import type { TenantId } from '../../ids.ts';
import { toVector } from '../vectors.ts';
import type { Switch } from './attempts-file.ts';
import { shownAttempts } from './chunk-search.ts';
import { bytes, checkTenant, number } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';
import { createVectorRuns, type VectorRuns } from './vector-runs.ts';

/** After so many chunks loading pauses, for others to have their turn: some 10 ms. */
const CHUNKS_A_TURN = 2_000;

/** The vectors of the tenants that were searched last, under one budget of memory. */
export interface VectorCache {
  /** Loads a part of what is missing; the vectors once nothing is, else null: call again. */
  load(tenant: TenantFile): VectorRuns | null;
  /** Follows a committed write. */
  follow(id: TenantId, change: Switch): void;
  /** Drops a tenant's vectors, to be loaded anew. */
  forget(id: TenantId): void;
  readonly bytes: number;
}

interface Entry {
  readonly runs: VectorRuns;
  /** Attempts that are shown but not in memory yet. */
  readonly missing: Set<number>;
}

/** The tenant in use stays, however large; the others give way to it, the least recently used first. */
export function createVectorCache({
  dimensions,
  budgetBytes,
}: {
  dimensions: number;
  budgetBytes: number;
}): VectorCache {
  // A map keeps the order of insertion: the first is the least recently used.
  const entries = new Map<TenantId, Entry>();
  const total = () => [...entries.values()].reduce((sum, { runs }) => sum + runs.bytes, 0);

  const touch = (tenant: TenantFile): Entry => {
    const entry = entries.get(tenant.tenantId) ?? {
      runs: createVectorRuns(dimensions),
      missing: shownAttempts(tenant, null),
    };
    entries.delete(tenant.tenantId);
    entries.set(tenant.tenantId, entry);
    return entry;
  };

  const makeRoom = (keep: TenantId) => {
    let used = total();
    for (const [id, { runs }] of entries) {
      if (used <= budgetBytes) return;
      if (id === keep) continue;
      entries.delete(id);
      used -= runs.bytes;
    }
  };

  return {
    load: (tenant) => {
      const { runs, missing } = touch(tenant);
      if (missing.size === 0) return runs;
      let loaded = 0;
      for (const attempt of missing) {
        if (loaded >= CHUNKS_A_TURN) break;
        const chunks = readVectors(tenant, attempt);
        runs.append(attempt, chunks);
        missing.delete(attempt);
        loaded += chunks.length;
      }
      makeRoom(tenant.tenantId);
      return missing.size === 0 ? runs : null;
    },
    follow: (id, { shown, hidden }) => {
      const entry = entries.get(id);
      if (hidden !== null && !entry?.missing.delete(hidden)) entry?.runs.remove(hidden);
      if (shown !== null) entry?.missing.add(shown);
    },
    forget: (id) => {
      entries.delete(id);
    },
    get bytes() {
      return total();
    },
  };
}

function readVectors({ file, tenantId }: TenantFile, attempt: number): { id: number; vector: Float32Array }[] {
  return file
    .all(
      `SELECT chunks.id, vectors.tenant_id, vectors.vector FROM chunks JOIN vectors ON vectors.chunk = chunks.id
       WHERE chunks.attempt = ? ORDER BY chunks.place`,
      attempt,
    )
    .map((row) => ({
      id: number(row, 'id'),
      vector: toVector(bytes(checkTenant(row, tenantId), 'vector')),
    }));
}
