import { AppError } from '../errors.ts';
import type { DocumentId, TenantId } from '../ids.ts';
import { type BackgroundTask, createBackgroundTask } from '../lib/background-task.ts';
import { delay } from '../lib/delay.ts';
import { allTenants } from '../store/all-tenants.ts';
import type { Directory } from '../store/directory.ts';
import type { TenantRecord } from '../store/directory-records.ts';
import type { IngestionQueue } from '../store/ingestion-queue.ts';
import type { TenantStore } from '../store/tenant-store.ts';

/**
 * Puts documents back into the queue that wait or are worked on by their rows, but have no place there: the reply to a
 * write was lost, or a process stood still or died between two. Finishes what is half done in the directory for the same
 * reasons.
 */
export type Recovery = BackgroundTask;

/** Between two tenants, in ms: what is in use stays open in the store, and nobody notices. */
const TENANT_PAUSE_MS = 200;
/** Between two rounds, in ms. */
const ROUND_PAUSE_MS = 2_000;
/** How long a living process may take for a change of the directory. */
const GRACE_MS = 60_000;
const PAGE = 100;

/** Goes through all tenants, again and again, without hurry. */
export function createRecovery({
  directory,
  queue,
  openTenant,
  onRecovered,
  onDeleted,
  onUnexpected,
  roundPauseMs = ROUND_PAUSE_MS,
}: {
  directory: Directory;
  queue: IngestionQueue;
  openTenant(id: TenantId): Promise<TenantStore>;
  /** Something was put into the queue, or was there. */
  onRecovered(): void;
  /** An organisation whose end was begun, and may have been interrupted. */
  onDeleted(tenant: TenantRecord): Promise<void>;
  onUnexpected(error: unknown): void;
  roundPauseMs?: number;
}): Recovery {
  const task = createBackgroundTask();
  const { signal } = task;

  const run = async () => {
    while (!signal.aborted) {
      await guarded(() => directory.finish({ graceMs: GRACE_MS }));
      await guarded(round);
      await delay(roundPauseMs, { signal });
    }
  };

  /** Looks at all tenants once. */
  const round = async () => {
    for await (const tenant of allTenants(directory, { signal })) {
      // One that can't be read is no reason to leave the others out.
      await guarded(() => (tenant.deletedAt ? onDeleted(tenant) : recover(tenant.id)));
      await delay(TENANT_PAUSE_MS, { signal });
      if (signal.aborted) return;
    }
  };

  const recover = async (tenantId: TenantId) => {
    const { ingestion } = await openTenant(tenantId);
    for (let after: DocumentId | null = null; !signal.aborted; ) {
      const ids = await ingestion.unfinished({ after, limit: PAGE, signal });
      for (const documentId of ids) await queue.add({ tenantId, documentId });
      if (ids.length > 0) onRecovered();
      after = ids.at(-1) ?? null;
      if (ids.length < PAGE) return;
    }
  };

  const guarded = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!signal.aborted && !(error instanceof AppError)) onUnexpected(error);
    }
  };

  return { start: () => task.start(run), stop: task.stop };
}
