import type { TenantId } from '../../../ids.ts';
import { lastOwner } from '../../directory.ts';
import type { MemberKey } from '../../directory-records.ts';
import { reading } from '../client.ts';
import type { Control } from './control.ts';

/** Who may not all leave an organisation: the list in its row decides, which one command reads and changes. */
export interface Owners {
  /**
   * Takes an owner off the list, before they cease to be one. Of two who leave at once, the second finds the first gone.
   * @throws AppError `CONFLICT` for the last one
   */
  leave(key: MemberKey): Promise<void>;
  /** Puts one on the list, who is an owner by now. */
  join(key: MemberKey): Promise<void>;
  /** Takes somebody off the list who is no owner any more. */
  drop(key: MemberKey): Promise<void>;
}

/** Keeps the list in the organisation's own row, so that one write decides. */
export function createOwners({ tenants, memberships }: Pick<Control, 'tenants' | 'memberships'>): Owners {
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

  return {
    leave: async ({ tenantId, userId }) => {
      await nameOwners(tenantId);
      const { matchedCount } = await tenants.updateOne(
        { _id: tenantId, owners: userId, 'owners.1': { $exists: true } },
        { $pull: { owners: userId } },
      );
      if (matchedCount === 1) return;
      // Who is not on the list any more was on the way out when a process died.
      if (await tenants.findOne({ _id: tenantId, owners: userId }, { projection: { _id: 1 }, ...reading() }))
        throw lastOwner();
    },
    join: async ({ tenantId, userId }) => {
      await nameOwners(tenantId);
      await tenants.updateOne({ _id: tenantId }, { $addToSet: { owners: userId } });
    },
    drop: async ({ tenantId, userId }) => {
      await tenants.updateOne({ _id: tenantId }, { $pull: { owners: userId } });
    },
  };
}
