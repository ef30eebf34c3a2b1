import type { TenantId, UserId } from '../ids.ts';
import type { Directory, UserRecord } from '../store/directory.ts';
import type { Abortable } from '../store/store.ts';

/** Organisations and who belongs to them. */
export interface TenantsService {
  /** The members among these users, in no order. */
  findUsers(tenantId: TenantId, ids: readonly UserId[], options?: Abortable): Promise<UserRecord[]>;
}

export function createTenantsService({ directory }: { directory: Directory }): TenantsService {
  return { findUsers: (tenantId, ids, options) => directory.findUsers(tenantId, ids, options) };
}
