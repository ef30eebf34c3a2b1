import type { TenantId } from '../../ids.ts';
import { sweep } from './chunk-rows.ts';
import type { Jobs } from './jobs.ts';
import { sweepOriginals } from './originals-file.ts';
import type { TenantFiles } from './tenant-files.ts';

/** A batch takes some 10 ms, for which other jobs wait. */
const CHUNKS_A_BATCH = 250;

/** Removes what nothing shows any more, a batch at a time, in turn with what the organisation itself asks for. */
export interface Sweeper {
  /** Begins to sweep a tenant's file, unless that goes on already. */
  sweepSoon(id: TenantId): void;
  stop(): void;
}

/** Makes one that sweeps nothing yet. */
export function createSweeper({ jobs, files }: { jobs: Jobs; files: () => TenantFiles }): Sweeper {
  const sweeping = new Set<TenantId>();
  let stopped = false;

  const sweepAll = async (id: TenantId) => {
    const { signal } = new AbortController();
    const batch = () =>
      !stopped && files().use(id, (tenant) => sweep(tenant, { limit: CHUNKS_A_BATCH }) || sweepOriginals(tenant));
    while (await jobs.run(batch, { user: id, signal }));
  };

  return {
    sweepSoon: (id) => {
      if (sweeping.has(id)) return;
      sweeping.add(id);
      sweepAll(id)
        // What couldn't be removed harms nobody, and is tried again when the file is opened or written next.
        .catch(() => {})
        .finally(() => sweeping.delete(id));
    },
    stop: () => {
      stopped = true;
    },
  };
}
