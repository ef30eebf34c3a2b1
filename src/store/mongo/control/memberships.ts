import type { UpdateFilter } from 'mongodb';
import type { TenantId, UserId } from '../../../ids.ts';
import { type Directory, isActiveOwner, lastOwner, type MemberKey, type MembershipChange } from '../../directory.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { placeByTime, readPage } from '../pages.ts';
import { toStored } from '../tenant/stored-text.ts';
import type { Control } from './control.ts';
import type { MembershipRow } from './control-rows.ts';
import { membershipId } from './member-rows.ts';
import { endSessions } from './sessions.ts';

/** Changes and ends of memberships, in the control database. */
export function createMemberships({
  control,
  calls,
  findMembers,
}: {
  control: Control;
  calls: Calls;
  findMembers: Directory['findMembers'];
}): Pick<Directory, 'pageMembers' | 'updateMembership' | 'removeMembership' | 'deleteTenant'> {
  const { tenants, users, memberships, passwordResets, apiTokens, invitations, queue, events } = control;
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(control.database, work, signal);

  /** Rows of earlier versions don't name the owners. */
  const nameOwners = async (tenantId: TenantId) => {
    const owners = await memberships
      .find({ tenantId, role: 'OWNER', suspendedAt: { $exists: false } }, { projection: { userId: 1 }, ...reading() })
      .toArray();
    await tenants.updateOne(
      { _id: tenantId, owners: { $exists: false } },
      { $set: { owners: owners.map(({ userId }) => userId) } },
    );
  };

  /** Of two who leave at once, the second finds that the first is gone. */
  const leaveOwners = async ({ tenantId, userId }: MemberKey) => {
    await nameOwners(tenantId);
    const { matchedCount } = await tenants.updateOne(
      { _id: tenantId, owners: userId, 'owners.1': { $exists: true } },
      { $pull: { owners: userId } },
    );
    if (matchedCount === 1) return;
    // Who is not among them any more was on the way out when a process died.
    if (await tenants.findOne({ _id: tenantId, owners: userId }, { projection: { _id: 1 }, ...reading() }))
      throw lastOwner();
  };

  const joinOwners = async ({ tenantId, userId }: MemberKey) => {
    await nameOwners(tenantId);
    await tenants.updateOne({ _id: tenantId }, { $addToSet: { owners: userId } });
  };

  /** An account lives as long as it belongs somewhere. */
  const leaveAccount = async (userId: UserId, tenantId: TenantId) => {
    const other = await memberships.findOne({ userId }, reading());
    if (other) {
      await users.updateOne({ _id: userId, lastTenantId: tenantId }, { $set: { lastTenantId: other.tenantId } });
      return;
    }
    await users.deleteOne({ _id: userId });
    await passwordResets.deleteOne({ _id: userId });
  };

  return {
    pageMembers: async (tenantId, { limit, after, signal }) => {
      const order = { at: 'joinedAt', id: 'userId', direction: 1 } as const;
      const page = await call(
        () =>
          readPage(memberships, {
            filter: { tenantId },
            ...placeByTime(after, order),
            limit,
            signal,
            read: ({ userId }) => ({ tenantId, userId }),
          }),
        signal,
      );
      const found = new Map((await findMembers(page.items, { signal })).map((member) => [member.user.id, member]));
      return { ...page, items: page.items.flatMap(({ userId }) => found.get(userId) ?? []) };
    },
    updateMembership: async (key, change) => {
      const [member] = await findMembers([key]);
      if (!member || Object.keys(change).length === 0) return member ?? null;
      const membership = { ...member.membership, ...change };
      const [was, is] = [isActiveOwner(member.membership), isActiveOwner(membership)];
      return await call(async () => {
        if (was && !is) await leaveOwners(key);
        const { matchedCount } = await memberships.updateOne({ _id: membershipId(key) }, toUpdate(change));
        if (matchedCount === 0) return null;
        if (is) await joinOwners(key);
        return { ...member, membership };
      });
    },
    deleteTenant: (id, at) =>
      call(async () => {
        // First what lets nobody in any more; the rest can be repeated.
        await tenants.updateOne({ _id: id, deletedAt: { $exists: false } }, { $set: { deletedAt: at } });
        await apiTokens.deleteMany({ tenantId: id });
        await invitations.deleteMany({ tenantId: id });
        for (const { userId } of await memberships.find({ tenantId: id }, reading()).toArray()) {
          await memberships.deleteOne({ _id: membershipId({ tenantId: id, userId }) });
          await endSessions(control, { tenantId: id, userId });
          await leaveAccount(userId, id);
        }
        await queue.deleteMany({ tenantId: id });
        await events.deleteMany({ tenantId: id });
      }),
    removeMembership: (key) =>
      call(async () => {
        const _id = membershipId(key);
        const row = await memberships.findOne({ _id }, reading());
        if (!row) return false;
        if (row.role === 'OWNER' && !row.suspendedAt) await leaveOwners(key);
        // First what could let somebody in again who becomes a member anew; sessions are worth nothing without a member.
        await apiTokens.updateMany({ tenantId: key.tenantId, createdBy: key.userId }, { $set: { revoked: true } });
        await memberships.deleteOne({ _id });
        await endSessions(control, { tenantId: key.tenantId, userId: key.userId });
        await leaveAccount(key.userId, key.tenantId);
        return true;
      }),
  };
}

/** Only what is named: somebody else may change the rest at the same time. */
function toUpdate({ role, piiAccess, collections, suspendedAt }: MembershipChange): UpdateFilter<MembershipRow> {
  const set = {
    ...(role !== undefined && { role }),
    ...(piiAccess !== undefined && { piiAccess }),
    ...(collections && { collections: collections.map(toStored) }),
    ...(suspendedAt && { suspendedAt }),
  };
  const unset = {
    ...(collections === null && { collections: '' as const }),
    ...(suspendedAt === null && { suspendedAt: '' as const }),
  };
  return {
    ...(Object.keys(set).length > 0 && { $set: set }),
    ...(Object.keys(unset).length > 0 && { $unset: unset }),
  };
}
