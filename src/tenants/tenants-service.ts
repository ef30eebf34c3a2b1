import { type Identity, scopeOf } from '../auth/identity.ts';
import type { TenantId, UserId } from '../ids.ts';
import type { Abortable } from '../store/abortable.ts';
import type { Directory, UserRecord } from '../store/directory.ts';
import type { ScopedTenant, TenantUsage } from '../store/tenant-store.ts';

/** Organisations and who belongs to them. */
export interface TenantsService {
  /** The members among these users, in no order. */
  findUsers(tenantId: TenantId, ids: readonly UserId[], options?: Abortable): Promise<UserRecord[]>;
  /** What an organisation keeps; null for a caller who may not see all of it, so that nothing unseen is counted. */
  usage(caller: Identity, options?: Abortable): Promise<TenantUsage | null>;
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
    usage: async (caller, options) => {
      const { piiAccess, collections } = scopeOf(caller);
      return piiAccess && collections === null ? await (await openTenant(caller)).usage(options) : null;
    },
  };
}
