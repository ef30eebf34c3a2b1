import type { OwnerId, TenantId } from '../ids.ts';
import type { Directory } from '../store/directory.ts';
import { toOwner } from './identity.ts';

/** The directory, that tells of each member who leaves an organisation, and of each API token that is revoked. */
export function tellDepartures(
  directory: Directory,
  onGone: (tenantId: TenantId, owner: OwnerId) => Promise<void>,
): Directory {
  const apiTokens: Directory['apiTokens'] = Object.assign(Object.create(directory.apiTokens), {
    revoke: async (...[tenantId, id]: Parameters<Directory['apiTokens']['revoke']>) => {
      const isRevoked = await directory.apiTokens.revoke(tenantId, id);
      if (isRevoked) await onGone(tenantId, toOwner(id));
      return isRevoked;
    },
  });
  return Object.assign(Object.create(directory), {
    apiTokens,
    removeMembership: async (...[key]: Parameters<Directory['removeMembership']>) => {
      const isRemoved = await directory.removeMembership(key);
      if (isRemoved) await onGone(key.tenantId, toOwner(key.userId));
      return isRemoved;
    },
  });
}
