import type { TenantId } from '../ids.ts';
import type { Chunks } from './chunks.ts';
import type { Documents } from './documents.ts';
import type { Abortable } from './store.ts';

/** Documents and chunks that are searchable, and the bytes of all originals. */
export interface TenantUsage {
  readonly documents: number;
  readonly chunks: number;
  readonly storedBytes: number;
}

/**
 * One tenant's data. Holding it is the permission: no method takes a tenant id, so there is none to get wrong.
 * Every row written is stamped with the tenant's id, and every row read is checked for it.
 */
export interface TenantStore {
  readonly tenantId: TenantId;
  readonly documents: Documents;
  readonly chunks: Chunks;
  usage(options?: Abortable): Promise<TenantUsage>;
}
