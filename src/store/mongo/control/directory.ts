import { randomBytes } from 'node:crypto';
import type { Collection } from 'mongodb';
import { type Directory, emailTaken, takenByAnother } from '../../directory.ts';
import { isActiveOwner, type Member } from '../../directory-records.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import { toStored } from '../tenant/stored-text.ts';
import { createApiTokens } from './api-tokens.ts';
import type { Control } from './control.ts';
import type { MembershipRow, TenantRow } from './control-rows.ts';
import { createCredentials, insertOnce } from './credentials.ts';
import { createIntents } from './intents.ts';
import { createInvitations } from './invitations.ts';
import {
  membershipId,
  toMembership,
  toMembershipRow,
  toStoredModelSettings,
  toTenant,
  toTenantRow,
  toUser,
  toUserRow,
} from './member-rows.ts';
import { createMemberships } from './memberships.ts';
import { createOwners } from './owners.ts';
import { createPasswordResets } from './password-resets.ts';
import { createSessions } from './sessions.ts';

/** Who there is, in the control database. `tenantPrefix` begins the names of new tenants' databases. */
export function createDirectory({
  control,
  calls,
  tenantPrefix,
}: {
  control: Control;
  calls: Calls;
  tenantPrefix: string;
}): Directory {
  const { tenants, users, memberships } = control;
  const newDatabase = () => `${tenantPrefix}${randomBytes(16).toString('hex')}`;
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(control.database, work, signal);

  const findMembers: Directory['findMembers'] = async (keys, { signal } = {}) => {
    if (keys.length === 0) return [];
    const ofUsers = [...new Set(keys.map(({ userId }) => userId))];
    const ofTenants = [...new Set(keys.map(({ tenantId }) => tenantId))];
    return await call(async () => {
      const [theirUsers, theirTenants, theirMemberships] = await Promise.all([
        users.find({ _id: { $in: ofUsers } }, reading(signal)).toArray(),
        tenants.find({ _id: { $in: ofTenants } }, reading(signal)).toArray(),
        memberships.find({ _id: { $in: keys.map(membershipId) } }, reading(signal)).toArray(),
      ]);
      const userOf = new Map(theirUsers.map((row) => [row._id, toUser(row)]));
      const tenantOf = new Map(theirTenants.map((row) => [row._id, toTenant(row)]));
      return theirMemberships.flatMap((row) => {
        const [user, tenant] = [userOf.get(row.userId), tenantOf.get(row.tenantId)];
        return user && tenant ? [{ user, tenant, membership: toMembership(row, user) }] : [];
      });
    }, signal);
  };

  const owners = createOwners(control);
  const intents = createIntents({ control, owners });
  return {
    ...createCredentials({ control, calls }),
    sessions: createSessions({ control, calls }),
    passwordResets: createPasswordResets({ control, calls }),
    invitations: createInvitations({ control, calls, owners, intents }),
    apiTokens: createApiTokens({ control, calls }),
    ...createMemberships({ control, calls, owners, intents, findMembers }),
    finish: (options) => call(() => intents.finish(options)),
    register: (member) =>
      call(async () => {
        const { tenant, user, membership } = member;
        await intents.around({ tenantId: tenant.id, userId: user.id, founds: true }, async () => {
          // The user comes last: until it is there, nothing of the rest can be reached.
          await tenants.insertOne({ ...toTenantRow(tenant, newDatabase()), owners: [user.id] });
          await memberships.insertOne(toMembershipRow(membership));
          try {
            await users.insertOne(toUserRow(user));
          } catch (error) {
            if (kindOf(error) !== 'duplicate') throw error;
            await removeLeftovers(member, { tenants, memberships });
            throw emailTaken();
          }
        });
      }),
    hasUsers: ({ signal } = {}) =>
      call(async () => (await users.findOne({}, { projection: { _id: 1 }, ...reading(signal) })) !== null, signal),
    findUserByEmail: (email, { signal } = {}) =>
      call(async () => {
        const row = await users.findOne({ email: toStored(email) }, reading(signal));
        return row && toUser(row);
      }, signal),
    findMember: (key, options) => findMembers([key], options).then(([member]) => member ?? null),
    findMembers,
    listMemberships: async (userId, { signal } = {}) => {
      const theirs = await call(() => memberships.find({ userId }, reading(signal)).toArray(), signal);
      const found = await findMembers(theirs, { signal });
      return found.sort((one, other) => (one.tenant.id < other.tenant.id ? -1 : 1));
    },
    findUsers: (tenantId, ids, { signal } = {}) =>
      call(async () => {
        if (ids.length === 0) return [];
        const members = await memberships.find({ userId: { $in: [...ids] }, tenantId }, reading(signal)).toArray();
        const memberIds = members.map(({ userId }) => userId);
        if (memberIds.length === 0) return [];
        return (await users.find({ _id: { $in: memberIds } }, reading(signal)).toArray()).map(toUser);
      }, signal),
    updateUser: (id, { name, passwordHash, lastTenantId, suspendedAt }) =>
      call(async () => {
        const change = {
          ...(name !== undefined && { name: name === null ? null : toStored(name) }),
          ...(passwordHash && { passwordHash }),
          ...(lastTenantId && { lastTenantId }),
          ...(suspendedAt && { suspendedAt }),
        };
        if (Object.keys(change).length > 0) await users.updateOne({ _id: id }, { $set: change });
        if (suspendedAt === null) await users.updateOne({ _id: id }, { $unset: { suspendedAt: '' } });
      }),
    findTenant: (id, { signal } = {}) =>
      call(async () => {
        const row = await tenants.findOne({ _id: id }, reading(signal));
        return row && toTenant(row);
      }, signal),
    updateTenant: (id, { name, suspendedAt, limits, instructions, modelSettings }) =>
      call(async () => {
        const set = {
          ...(name !== undefined && { name: toStored(name) }),
          ...(limits && { limits }),
          ...(suspendedAt && { suspendedAt }),
          ...(instructions != null && { instructions: toStored(instructions) }),
          ...(modelSettings && { modelSettings: toStoredModelSettings(modelSettings) }),
        };
        const unset = Object.entries({ suspendedAt, instructions, modelSettings }).flatMap(([field, value]) =>
          value === null ? [[field, '']] : [],
        );
        if (Object.keys(set).length > 0) await tenants.updateOne({ _id: id }, { $set: set });
        if (unset.length > 0) await tenants.updateOne({ _id: id }, { $unset: Object.fromEntries(unset) });
        const row = await tenants.findOne({ _id: id }, reading());
        return row && toTenant(row);
      }),
    replaceSealedApiKey: (id, { known, next }) =>
      call(async () => {
        const field = 'modelSettings.sealedApiKey';
        const { matchedCount } = await tenants.updateOne({ _id: id, [field]: known }, { $set: { [field]: next } });
        return matchedCount === 1;
      }),
    forgetTenant: (id) =>
      call(async () => {
        await tenants.deleteOne({ _id: id, deletedAt: { $exists: true } });
      }),
    listTenants: ({ after, limit, signal }) =>
      call(async () => {
        const behind = after ? { _id: { $gt: after } } : {};
        return (await tenants.find(behind, reading(signal)).sort({ _id: 1 }).limit(limit).toArray()).map(toTenant);
      }, signal),
    listMembers: (tenantId, { signal } = {}) =>
      call(async () => {
        const row = await tenants.findOne({ _id: tenantId }, reading(signal));
        const theirs = await memberships.find({ tenantId }, reading(signal)).toArray();
        if (!row || theirs.length === 0) return [];
        const of = new Map(theirs.map((membership) => [membership.userId, membership]));
        const found = users.find({ _id: { $in: [...of.keys()] } }, reading(signal)).sort({ _id: 1 });
        return (await found.toArray()).map(toUser).flatMap((user) => {
          const membership = of.get(user.id);
          return membership ? [{ user, tenant: toTenant(row), membership: toMembership(membership, user) }] : [];
        });
      }, signal),
    adopt: (tenant, members) =>
      call(async () => {
        for (const { user } of members) {
          const other = await users.findOne({ email: toStored(user.email), _id: { $ne: user.id } }, reading());
          if (other) throw takenByAnother(user.email);
        }
        await insertOnce(tenants, toTenantRow(tenant, newDatabase()));
        for (const { user, membership } of members) {
          await insertOnce(memberships, toMembershipRow(membership));
          await insertOnce(users, toUserRow(user));
          if (isActiveOwner(membership)) await owners.join(membership);
        }
      }),
  };
}

async function removeLeftovers(
  { tenant, membership }: Member,
  { tenants, memberships }: { tenants: Collection<TenantRow>; memberships: Collection<MembershipRow> },
): Promise<void> {
  await memberships.deleteOne({ _id: toMembershipRow(membership)._id });
  await tenants.deleteOne({ _id: tenant.id });
}
