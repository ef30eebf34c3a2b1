import type { Identity } from '../auth/identity.ts';
import type { TenantId, UserId } from '../ids.ts';
import type { Abortable } from '../store/abortable.ts';
import type { Directory, UserRecord } from '../store/directory.ts';
import type { ScopedTenant, TenantUsage } from '../store/tenant-store.ts';

/** Organisations and who belongs to them. */
export interface TenantsService {
  /** The members among these users, in no order. */
  findUsers(tenantId: TenantId, ids: readonly UserId[], options?: Abortable): Promise<UserRecord[]>;
  /** What the caller sees of what their organisation keeps. */
  usage(caller: Identity, options?: Abortable): Promise<TenantUsage>;
}

export function createTenantsService({
  directory,
  openTenant,
}: {
  directory: Directory;
  openTenant: (caller: Identity) => Promise<ScopedTenant>;
}): TenantsService {
  return {
    findUsers: (tenantId, ids, options) => directory.findUsers(tenantId, ids, options),
    usage: async (caller, options) => (await openTenant(caller)).usage(options),
  };
}
