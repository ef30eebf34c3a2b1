import { newId, type TenantId, type UserId } from '../ids.ts';
import type { Member } from '../store/directory-records.ts';

/** A new account, and the organisation of which it is the owner. `passwordHash`: a PHC string of argon2id. */
export function newOwner(
  { email, name, organization }: { email: string; name: string | null; organization: string },
  passwordHash: string,
  createdAt: Date,
): Member {
  const [tenantId, userId] = [newId<TenantId>(), newId<UserId>()];
  return {
    tenant: {
      id: tenantId,
      name: organization,
      createdAt,
      suspendedAt: null,
      deletedAt: null,
      limits: {},
      instructions: null,
      modelSettings: null,
    },
    user: { id: userId, email, name, passwordHash, lastTenantId: tenantId, createdAt, suspendedAt: null },
    membership: {
      tenantId,
      userId,
      role: 'OWNER',
      piiAccess: true,
      collections: null,
      joinedAt: createdAt,
      suspendedAt: null,
    },
  };
}
