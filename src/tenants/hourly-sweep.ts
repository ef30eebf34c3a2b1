import { AppError } from '../errors.ts';
import type { TenantId } from '../ids.ts';
import { createBackgroundTask } from '../lib/background-task.ts';
import { delay } from '../lib/delay.ts';
import { allTenants } from '../store/all-tenants.ts';
import type { Directory } from '../store/directory.ts';

const HOUR_MS = 3_600_000;
/** After the start, which has other things to do. */
const FIRST_MS = 60_000;
/** Between two organisations: what is in use stays open in the store. */
const PAUSE_MS = 200;

/**
 * Removes what was kept long enough from all organisations, one after the other, every hour. Gives back what stops it.
 */
export function startHourlySweep({
  directory,
  sweep,
  onUnexpected,
  firstMs = FIRST_MS,
}: {
  directory: Directory;
  sweep: (id: TenantId) => Promise<void>;
  onUnexpected: (error: unknown) => void;
  firstMs?: number;
}): () => Promise<void> {
  const task = createBackgroundTask();
  const { signal } = task;

  const sweepAll = async () => {
    for await (const { id } of allTenants(directory, { signal })) {
      await guarded(() => sweep(id));
      await delay(PAUSE_MS, { signal });
      if (signal.aborted) return;
    }
  };

  /** What can't be read now is swept the next time, and is no reason to leave the others out. */
  const guarded = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!signal.aborted && !(error instanceof AppError)) onUnexpected(error);
    }
  };

  task.start(async () => {
    await delay(firstMs, { signal });
    while (!signal.aborted) {
      await guarded(sweepAll);
      await delay(HOUR_MS, { signal });
    }
  });
  return task.stop;
}
