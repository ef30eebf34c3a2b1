import { AppError } from '../errors.ts';
import type { TenantId } from '../ids.ts';
import { delay } from '../lib/delay.ts';
import { allTenants } from '../store/all-tenants.ts';
import type { AuditLog } from '../store/audit.ts';
import type { Directory } from '../store/directory.ts';

const DAY_MS = 86_400_000;
/** After the start, which has other things to do. */
const FIRST_MS = 60_000;
/** Between two organisations: what is in use stays open in the store. */
const PAUSE_MS = 200;

/**
 * Removes the texts of questions and answers that are older than so many days, of all organisations, once a day. Gives
 * back what stops it.
 */
export function startTextSweep({
  directory,
  openLog,
  retentionDays,
  now,
  onUnexpected,
}: {
  directory: Directory;
  openLog: (id: TenantId) => Promise<AuditLog>;
  retentionDays: number;
  now: () => Date;
  onUnexpected: (error: unknown) => void;
}): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;

  const sweep = async () => {
    const before = new Date(now().getTime() - retentionDays * DAY_MS);
    for await (const { id } of allTenants(directory, { signal })) {
      await (await openLog(id)).sweepTexts(before);
      await delay(PAUSE_MS, { signal });
      if (signal.aborted) return;
    }
  };

  const run = async () => {
    await delay(FIRST_MS, { signal });
    while (!signal.aborted) {
      await sweep().catch((error) => {
        // A store that is away is swept the next day.
        if (!signal.aborted && !(error instanceof AppError)) onUnexpected(error);
      });
      await delay(DAY_MS, { signal });
    }
  };
  const running = run();
  return async () => {
    stopping.abort();
    await running;
  };
}
