import type { Filter } from 'mongodb';
import { notFound } from '../../../errors.ts';
import { emailTaken, memberAlready } from '../../directory.ts';
import { isActiveOwner } from '../../directory-records.ts';
import type { InvitationRecord, Invitations } from '../../invitations.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import { NEWEST_FIRST, placeByTime, readPage } from '../pages.ts';
import { fromStored, toStored } from '../tenant/stored-text.ts';
import type { Control } from './control.ts';
import type { InvitationRow } from './control-rows.ts';
import type { Intents } from './intents.ts';
import { toMembershipRow, toUserRow } from './member-rows.ts';
import type { Owners } from './owners.ts';

/** Invitations in the control database. */
export function createInvitations({
  control,
  calls,
  owners,
  intents,
}: {
  control: Control;
  calls: Calls;
  owners: Owners;
  intents: Intents;
}): Invitations {
  const { invitations, memberships, users } = control;
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(control.database, work, signal);

  const create: Invitations['create'] = async (invitation, tokenHash) => {
    const row = toInvitationRow(invitation, tokenHash);
    await invitations.deleteOne({ tenantId: row.tenantId, email: row.email });
    try {
      await invitations.insertOne(row);
    } catch (error) {
      if (kindOf(error) !== 'duplicate') throw error;
      await create(invitation, tokenHash);
    }
  };

  return {
    create: (invitation, tokenHash) => call(() => create(invitation, tokenHash)),
    find: (tokenHash, { now, signal }) =>
      call(async () => {
        const row = await invitations.findOne({ tokenHash, expiresAt: { $gt: now } }, reading(signal));
        return row && toInvitation(row);
      }, signal),
    list: (tenantId, { limit, after, now, signal }) =>
      call(() => {
        const filter: Filter<InvitationRow> = { tenantId, expiresAt: { $gt: now } };
        const place = placeByTime<InvitationRow>(after, NEWEST_FIRST);
        return readPage(invitations, { filter, ...place, limit, signal, read: toInvitation });
      }, signal),
    revoke: (tenantId, id) => call(async () => (await invitations.deleteOne({ _id: id, tenantId })).deletedCount === 1),
    accept: (id, { membership, newUser, now }) =>
      call(async () => {
        const isThere = await invitations.findOne({ _id: id, expiresAt: { $gt: now } }, reading());
        if (!isThere) throw notFound('invitation');
        const row = toMembershipRow(membership);
        const { tenantId, userId } = row;
        const takeBack = async () => {
          await owners.drop(row);
          await memberships.deleteOne({ _id: row._id });
        };
        await intents.around({ tenantId, userId, invitationId: id }, async () => {
          try {
            await memberships.insertOne(row);
          } catch (error) {
            if (kindOf(error) === 'duplicate') throw memberAlready();
            throw error;
          }
          // As at a registration, the user comes last: nobody reaches a membership without its user.
          try {
            if (newUser) await users.insertOne(toUserRow(newUser));
          } catch (error) {
            await takeBack();
            if (kindOf(error) === 'duplicate') throw emailTaken();
            throw error;
          }
          if (isActiveOwner(membership)) await owners.join(row);
          if ((await invitations.deleteOne({ _id: id })).deletedCount === 1) return;
          // It was revoked meanwhile.
          await takeBack();
          if (newUser) await users.deleteOne({ _id: newUser.id });
          throw notFound('invitation');
        });
      }),
    sweep: (now) =>
      call(async () => {
        await invitations.deleteMany({ expiresAt: { $lte: now } });
      }),
  };
}

/** As it is stored. */
export function toInvitationRow(
  { id, email, collections, ...rest }: InvitationRecord,
  tokenHash: string,
): InvitationRow {
  return {
    _id: id,
    ...rest,
    email: toStored(email),
    tokenHash,
    collections: collections?.map(toStored) ?? null,
  };
}

/** What a row says. */
export function toInvitation({ _id, email, tokenHash: _, collections, ...rest }: InvitationRow): InvitationRecord {
  return { id: _id, ...rest, email: fromStored(email), collections: collections?.map(fromStored) ?? null };
}
