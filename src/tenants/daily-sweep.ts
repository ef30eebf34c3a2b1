import { AppError } from '../errors.ts';
import type { TenantId } from '../ids.ts';
import { createBackgroundTask } from '../lib/background-task.ts';
import { delay } from '../lib/delay.ts';
import { allTenants } from '../store/all-tenants.ts';
import type { Directory } from '../store/directory.ts';

const DAY_MS = 86_400_000;
/** After the start, which has other things to do. */
const FIRST_MS = 60_000;
/** Between two organisations: what is in use stays open in the store. */
const PAUSE_MS = 200;

/**
 * Removes what is kept for so many days from all organisations, one after the other, once a day: `sweep` removes what an
 * organisation has from before a moment. Gives back what stops it.
 */
export function startDailySweep({
  directory,
  sweep,
  retentionDays,
  now,
  onUnexpected,
}: {
  directory: Directory;
  sweep: (id: TenantId, before: Date) => Promise<void>;
  retentionDays: number;
  now: () => Date;
  onUnexpected: (error: unknown) => void;
}): () => Promise<void> {
  const task = createBackgroundTask();
  const { signal } = task;

  const sweepAll = async () => {
    const before = new Date(now().getTime() - retentionDays * DAY_MS);
    for await (const { id } of allTenants(directory, { signal })) {
      await sweep(id, before);
      await delay(PAUSE_MS, { signal });
      if (signal.aborted) return;
    }
  };

  const run = async () => {
    await delay(FIRST_MS, { signal });
    while (!signal.aborted) {
      await sweepAll().catch((error) => {
        // A store that is away is swept the next day.
        if (!signal.aborted && !(error instanceof AppError)) onUnexpected(error);
      });
      await delay(DAY_MS, { signal });
    }
  };
  task.start(run);
  return task.stop;
}
