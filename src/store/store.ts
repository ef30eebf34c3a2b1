import type { TenantId } from '../ids.ts';
import type { Abortable } from './abortable.ts';
import type { Counters } from './counters.ts';
import type { Directory } from './directory.ts';
import type { IngestionQueue } from './ingestion-queue.ts';
import type { OutdatedTenant } from './reembedding.ts';
import type { TenantStore } from './tenant-store.ts';

/**
 * Where Carrel keeps everything: one per process. Adapters: `embedded/` (libsql) and `mongo/`.
 * All of it throws `AppError` `STORE_UNAVAILABLE` when the store can't be reached, is full or may not be written.
 */
export interface Store {
  /** What it runs on, in words for `system.store` and the log. */
  readonly description: string;
  /** What all tenants share: tenants, users, memberships. */
  readonly directory: Directory;
  /** The ingestion queue of all tenants. */
  readonly queue: IngestionQueue;
  /** Counters of rate limits and quotas, for all tenants and for callers without one. */
  readonly counters: Counters;
  /**
   * Access to one tenant's data. The database is made on first use; one that bears another tenant's id is refused.
   * The handle is light and stays good until the store closes, whatever the adapter opens and closes behind it.
   */
  openTenant(id: TenantId): Promise<TenantStore>;
  /** Removes all data of an organisation that is being deleted (`Directory.deleteTenant`). May be repeated. */
  removeTenant(id: TenantId): Promise<void>;
  /** Tenants whose vectors are of another embedder than the store was opened with, by ascending id. */
  outdated(options?: Abortable): Promise<OutdatedTenant[]>;
  /** The time that all processes agree on: the database's clock, where there may be several processes, whose own clocks may differ. */
  now(): Promise<Date>;
  /** Resolves when the store answers. */
  ping(options?: Abortable): Promise<void>;
  /** Lets running calls finish, then closes everything. Closing twice is fine. */
  close(): Promise<void>;
}
