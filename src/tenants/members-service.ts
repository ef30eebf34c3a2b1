import { requireGrantable, requireNoLess, requireRole } from '../auth/grants.ts';
import type { Identity } from '../auth/identity.ts';
import { AppError, notFound } from '../errors.ts';
import type { UserId } from '../ids.ts';
import type { Rights } from '../roles.ts';
import type { Abortable } from '../store/abortable.ts';
import type { Directory } from '../store/directory.ts';
import type { Member, MembershipChange } from '../store/directory-records.ts';
import type { Page, PageRequest } from '../store/pages.ts';

/** What can be changed of a member; what is absent stays. */
export interface MemberChange extends Partial<Rights> {
  readonly suspended?: boolean | undefined;
}

/** Who belongs to an organisation, and what they may. Callers are ADMINs, but for who leaves. */
export interface MembersService {
  /** Those who joined first come first. */
  list(caller: Identity, page: PageRequest & Abortable): Promise<Page<Member>>;
  /**
   * Changes a member's rights, or suspends them. Acts at once on what the member has open.
   * @throws AppError `NOT_FOUND`; `FORBIDDEN` for a member with more rights than the caller, or for rights that go beyond
   * the caller's; `CONFLICT` for the last owner; `BAD_INPUT` for who would suspend themselves
   */
  update(caller: Identity, userId: UserId, change: MemberChange): Promise<Member>;
  /**
   * Removes a member; everybody may leave. An account that belongs to no other organisation is deleted.
   * @throws AppError as `update` does
   */
  remove(caller: Identity, userId: UserId): Promise<void>;
}

/** The service on the directory's memberships. */
export function createMembersService({ directory, now }: { directory: Directory; now: () => Date }): MembersService {
  /** @throws AppError `NOT_FOUND`, `FORBIDDEN` */
  const findBelow = async (caller: Identity, userId: UserId): Promise<Member> => {
    const member = await directory.findMember({ tenantId: caller.tenantId, userId });
    if (!member) throw notFound('member');
    requireNoLess(member.membership, caller);
    return member;
  };

  return {
    list: (caller, page) => directory.pageMembers(caller.tenantId, page),

    update: async (caller, userId, { suspended, ...rights }) => {
      const { membership } = await findBelow(caller, userId);
      const named = Object.fromEntries(Object.entries(rights).filter(([, value]) => value !== undefined));
      requireGrantable({ ...membership, ...named }, caller);
      if (suspended && userId === caller.userId) {
        throw new AppError('BAD_INPUT', "You can't suspend yourself. Ask another administrator, or leave.");
      }
      const suspension = suspended ? (membership.suspendedAt ?? now()) : null;
      const change: MembershipChange = { ...named, ...(suspended !== undefined && { suspendedAt: suspension }) };
      const changed = await directory.updateMembership(membership, change);
      if (!changed) throw notFound('member');
      return changed;
    },

    remove: async (caller, userId) => {
      const isLeaving = userId === caller.userId && caller.credential.type !== 'API_TOKEN';
      if (!isLeaving) {
        requireRole(caller, 'ADMIN');
        await findBelow(caller, userId);
      }
      if (!(await directory.removeMembership({ tenantId: caller.tenantId, userId }))) throw notFound('member');
    },
  };
}
