import type { UpdateFilter } from 'mongodb';
import type { Directory } from '../../directory.ts';
import { isActiveOwner, type MembershipChange } from '../../directory-records.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { placeByTime, readPage } from '../pages.ts';
import { toStored } from '../tenant/stored-text.ts';
import type { Control } from './control.ts';
import type { MembershipRow } from './control-rows.ts';
import type { Intents } from './intents.ts';
import { membershipId } from './member-rows.ts';
import type { Owners } from './owners.ts';

/** Changes and ends of memberships, in the control database. */
export function createMemberships({
  control,
  calls,
  owners,
  intents,
  findMembers,
}: {
  control: Control;
  calls: Calls;
  owners: Owners;
  intents: Intents;
  findMembers: Directory['findMembers'];
}): Pick<Directory, 'pageMembers' | 'updateMembership' | 'removeMembership' | 'deleteTenant'> {
  const { tenants, memberships, apiTokens, invitations, queue, events } = control;
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(control.database, work, signal);

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
      const { tenantId, userId } = key;
      const update = async () => {
        if (was && !is) await owners.leave(key);
        const { matchedCount } = await memberships.updateOne({ _id: membershipId(key) }, toUpdate(change));
        if (matchedCount === 0) return null;
        if (is) await owners.join(key);
        return { ...member, membership };
      };
      return await call(() => (was === is ? update() : intents.around({ tenantId, userId }, update)));
    },
    deleteTenant: (id, at) =>
      call(async () => {
        // First what lets nobody in any more; the rest can be repeated.
        await tenants.updateOne({ _id: id, deletedAt: { $exists: false } }, { $set: { deletedAt: at } });
        await tenants.updateOne({ _id: id }, { $unset: { modelSettings: '' } });
        await apiTokens.deleteMany({ tenantId: id });
        await invitations.deleteMany({ tenantId: id });
        for (const { _id, userId } of await memberships.find({ tenantId: id }, reading()).toArray()) {
          // As long as the membership is there, this is done again after a kill.
          await intents.afterLeaving({ tenantId: id, userId });
          await memberships.deleteOne({ _id });
        }
        await queue.deleteMany({ tenantId: id });
        await events.deleteMany({ tenantId: id });
      }),
    removeMembership: (key) =>
      call(async () => {
        const _id = membershipId(key);
        const row = await memberships.findOne({ _id }, reading());
        if (!row) return false;
        const { tenantId, userId, role, suspendedAt } = row;
        await intents.around({ tenantId, userId }, async () => {
          if (isActiveOwner({ role, suspendedAt: suspendedAt ?? null })) await owners.leave(key);
          // First what could let somebody in again who becomes a member anew; sessions are worth nothing without a member.
          await apiTokens.updateMany({ tenantId, createdBy: userId }, { $set: { revoked: true } });
          await memberships.deleteOne({ _id });
          await intents.afterLeaving(key);
        });
        return true;
      }),
  };
}

/** Only what is named: somebody else may change the rest at the same time. */
function toUpdate(change: MembershipChange): UpdateFilter<MembershipRow> {
  const { role, piiAccess, collections, suspendedAt } = change;
  // A field for each part of a change: one that is forgotten does not compile.
  const fields: { readonly [Field in keyof MembershipChange]-?: unknown } = {
    role,
    piiAccess,
    collections: collections === null ? null : collections?.map(toStored),
    suspendedAt,
  };
  const named = Object.entries(fields).filter(([, value]) => value !== undefined);
  const set = named.filter(([, value]) => value !== null);
  const unset = named.filter(([, value]) => value === null);
  return {
    ...(set.length > 0 && { $set: Object.fromEntries(set) }),
    ...(unset.length > 0 && { $unset: Object.fromEntries(unset.map(([field]) => [field, ''])) }),
  };
}
