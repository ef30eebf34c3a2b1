import type { TenantId, UserId } from '../ids.ts';
import type { Role } from '../roles.ts';
import type { AccessScope } from '../store/access.ts';
import type { Member } from '../store/directory.ts';

/** Who calls, as verified: from the token, and as the directory knows them now. */
export interface Identity {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly role: Role;
  readonly member: Member;
  /** When the token ends. */
  readonly expiresAt: Date;
}

/** What a caller may see of their tenant. */
export function scopeOf({ userId, member }: Identity): AccessScope {
  return { userId, piiAccess: member.membership.piiAccess, collections: null };
}
