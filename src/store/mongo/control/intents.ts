import { AppError } from '../../../errors.ts';
import { newId, type TenantId, type UserId } from '../../../ids.ts';
import { isActiveOwner, type MemberKey } from '../../directory-records.ts';
import { reading } from '../client.ts';
import type { Control } from './control.ts';
import type { IntentRow } from './control-rows.ts';
import { membershipId } from './member-rows.ts';
import type { Owners } from './owners.ts';
import { endSessions } from './sessions.ts';

/**
 * Changes of memberships that take several writes, without transactions: each is noted before its first write and struck
 * off after its last, so that what a kill leaves half done is known.
 */
export interface Intents {
  /** Does a change. One that is refused is struck off as well, as nothing was changed, or it was taken back. */
  around<T>(intent: Omit<IntentRow, '_id' | 'at'>, work: () => Promise<T>): Promise<T>;
  /** What is left to do once a membership is gone; may be repeated. */
  afterLeaving(key: MemberKey): Promise<void>;
  /** Finishes what was noted longer ago, or takes it back. */
  finish(options: { graceMs: number }): Promise<void>;
}

/** Notes what is about to be done in a collection of its own. */
export function createIntents({ control, owners }: { control: Control; owners: Owners }): Intents {
  const { intents, tenants, users, memberships, invitations, passwordResets } = control;

  /** An account lives as long as it belongs somewhere. */
  const leaveAccount = async (userId: UserId, tenantId: TenantId) => {
    const other = await memberships.findOne({ userId, tenantId: { $ne: tenantId } }, reading());
    if (other) {
      await users.updateOne({ _id: userId, lastTenantId: tenantId }, { $set: { lastTenantId: other.tenantId } });
      return;
    }
    await passwordResets.deleteOne({ _id: userId });
    await users.deleteOne({ _id: userId });
  };

  const afterLeaving = async ({ tenantId, userId }: MemberKey) => {
    await endSessions(control, { tenantId, userId });
    // With one that came too late for who was a member already, somebody would come back who was removed.
    const user = await users.findOne({ _id: userId }, { projection: { email: 1 }, ...reading() });
    if (user) await invitations.deleteOne({ tenantId, email: user.email });
    await leaveAccount(userId, tenantId);
  };

  const finishOne = async (intent: IntentRow) => {
    const { tenantId, userId, invitationId, founds } = intent;
    const key = { tenantId, userId };
    const _id = membershipId(key);
    const isJoining = invitationId !== undefined || founds;
    const [membership, user] = await Promise.all([
      memberships.findOne({ _id }, reading()),
      users.findOne({ _id: userId }, { projection: { _id: 1 }, ...reading() }),
    ]);
    if (membership && user) {
      if (invitationId) await invitations.deleteOne({ _id: invitationId });
      const { role, suspendedAt } = membership;
      if (isActiveOwner({ role, suspendedAt: suspendedAt ?? null })) await owners.join(key);
      else await owners.drop(key);
    } else {
      await owners.drop(key);
      // A new member's account comes last: without it, nobody has joined.
      if (isJoining) await memberships.deleteOne({ _id });
      else await afterLeaving(key);
      if (founds) await tenants.deleteOne({ _id: tenantId, deletedAt: { $exists: false } });
    }
    await intents.deleteOne({ _id: intent._id });
  };

  return {
    around: async (intent, work) => {
      const _id = newId<string>();
      await intents.insertOne({ _id, ...intent, at: await control.now() });
      try {
        const result = await work();
        await intents.deleteOne({ _id });
        return result;
      } catch (error) {
        if (error instanceof AppError) await intents.deleteOne({ _id });
        throw error;
      }
    },
    afterLeaving,
    finish: async ({ graceMs }) => {
      const noted = await intents.find({}, reading()).toArray();
      if (noted.length === 0) return;
      const before = (await control.now()).getTime() - graceMs;
      for (const intent of noted) if (intent.at.getTime() <= before) await finishOne(intent);
    },
  };
}
