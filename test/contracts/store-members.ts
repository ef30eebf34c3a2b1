import { describe, expect, it } from 'vitest';
import {
  type DocumentId,
  type InvitationId,
  newId,
  type OwnerId,
  type SessionId,
  type TenantId,
  type UserId,
} from '../../src/ids.ts';
import { EVERYTHING } from '../../src/store/access.ts';
import type { Member, MembershipRecord, TenantChange } from '../../src/store/directory-records.ts';
import type { InvitationRecord } from '../../src/store/invitations.ts';
import type { Store } from '../../src/store/store.ts';
import { newAnswer } from '../support/answer-fixtures.ts';
import { ingestDocument, newChunk, newMember, openTestTenant } from '../support/store-fixtures.ts';

const NOW = new Date('2026-04-01T12:00:00.123Z');
const END = new Date('2026-04-08T12:00:00.123Z');

export function describeMembers(store: () => Store): void {
  const directory = () => store().directory;

  /** An organisation with an owner and so many others, who joined one after the other. */
  const newOrganisation = async (others: number, change: Partial<MembershipRecord> = {}): Promise<Member[]> => {
    const owner = newMember();
    await directory().register(owner);
    const { tenant } = owner;
    const members = Array.from({ length: others }, (_, at): Member => {
      const { user } = newMember({ tenantId: tenant.id });
      const joinedAt = new Date(owner.membership.joinedAt.getTime() + 1_000 * (at + 1));
      const membership = { ...owner.membership, userId: user.id, role: 'EDITOR', joinedAt, ...change } as const;
      return { user, tenant, membership };
    });
    await directory().adopt(tenant, members);
    for (const { user } of members) await directory().updateUser(user.id, { lastTenantId: tenant.id });
    return [owner, ...members];
  };
  const isThere = async ({ membership }: Member) => (await directory().findMember(membership)) !== null;

  describe('members', () => {
    it('are listed by their joining, a page at a time, with a count of all', async () => {
      const all = await newOrganisation(4);
      const { tenantId } = all[0]?.membership ?? { tenantId: newId<TenantId>() };
      await newOrganisation(1);
      const first = await directory().pageMembers(tenantId, { limit: 2, after: null });
      expect(first).toEqual({ items: all.slice(0, 2), hasNextPage: true, totalCount: 5 });
      const last = first.items.at(-1)?.membership;
      const after = last && { at: last.joinedAt, id: last.userId };
      const rest = await directory().pageMembers(tenantId, { limit: 9, after: after ?? null });
      expect(rest).toEqual({ items: all.slice(2), hasNextPage: false, totalCount: 5 });
      const none = await directory().pageMembers(newId<TenantId>(), { limit: 9, after: null });
      expect(none).toEqual({ items: [], hasNextPage: false, totalCount: 0 });
    });

    it('are changed in what is named, and nothing else', async () => {
      const [, member] = await newOrganisation(1);
      if (!member) throw new TypeError('There is one.');
      const changes = [
        { role: 'VIEWER', suspendedAt: NOW },
        { collections: null, piiAccess: false },
        { suspendedAt: null },
        { collections: ['\u00c6gir/\u0000'] },
        {},
      ] as const;
      let expected: Member = member;
      for (const change of changes) {
        expected = { ...expected, membership: { ...expected.membership, ...change } };
        expect(await directory().updateMembership(member.membership, change)).toEqual(expected);
        expect(await directory().findMember(member.membership)).toEqual(expected);
      }
      expect(
        await directory().updateMembership({ ...member.membership, userId: newId() }, { role: 'ADMIN' }),
      ).toBeNull();
    });

    it('are never left without an owner who may use the organisation', async () => {
      const [owner, other] = await newOrganisation(1, { role: 'OWNER', suspendedAt: NOW });
      if (!owner || !other) throw new TypeError('There are two.');
      const { membership } = owner;
      const conflict = { name: 'AppError', code: 'CONFLICT' };
      await expect(directory().updateMembership(membership, { role: 'ADMIN' })).rejects.toMatchObject(conflict);
      await expect(directory().updateMembership(membership, { suspendedAt: NOW })).rejects.toMatchObject(conflict);
      await expect(directory().removeMembership(membership)).rejects.toMatchObject(conflict);
      expect(await directory().findMember(membership)).toEqual(owner);

      await directory().updateMembership(other.membership, { suspendedAt: null });
      expect(await directory().removeMembership(membership)).toBe(true);
      await expect(directory().removeMembership(other.membership)).rejects.toMatchObject(conflict);
    });

    it.each([
      ['leave', (one: Member) => directory().removeMembership(one.membership)],
      ['step down', (one: Member) => directory().updateMembership(one.membership, { role: 'VIEWER' })],
    ])('who are the last two owners and %s at once are not both let go', async (_how, leave) => {
      const owners = await newOrganisation(1, { role: 'OWNER' });
      const results = await Promise.allSettled(owners.map(async (one) => leave(one)));
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const found = await directory().findMembers(owners.map(({ membership }) => membership));
      expect(found.filter(({ membership }) => membership.role === 'OWNER')).toHaveLength(1);
    });

    it('who are removed have no sessions there any more, and no account without another organisation', async () => {
      const [, member] = await newOrganisation(1);
      const [elsewhere] = await newOrganisation(0);
      if (!member || !elsewhere) throw new TypeError('There are two.');
      const { user } = member;
      const guest = { ...elsewhere.membership, userId: user.id };
      await directory().adopt(elsewhere.tenant, [{ user, membership: guest }]);
      for (const tenantId of [member.tenant.id, elsewhere.tenant.id]) {
        const session = { id: newId<SessionId>(), userId: user.id, tenantId, device: null };
        const times = { createdAt: NOW, lastSeenAt: NOW, expiresAt: END };
        await directory().sessions.create({ ...session, ...times }, newId());
      }

      expect(await directory().removeMembership(member.membership)).toBe(true);
      expect(await directory().removeMembership(member.membership)).toBe(false);
      expect(await directory().sessions.list(user.id, { now: NOW })).toMatchObject([{ tenantId: elsewhere.tenant.id }]);
      expect(await directory().findUserByEmail(user.email)).toEqual({ ...user, lastTenantId: elsewhere.tenant.id });

      expect(await directory().removeMembership(guest)).toBe(true);
      expect(await directory().findUserByEmail(user.email)).toBeNull();
      expect(await directory().sessions.list(user.id, { now: NOW })).toEqual([]);
    });
  });

  describe('an organisation', () => {
    it('is found, renamed, suspended and limited, each without the rest', async () => {
      const [owner] = await newOrganisation(0);
      let expected = owner?.tenant;
      if (!expected) throw new TypeError('There is one.');
      const changes: TenantChange[] = [
        { name: 'New \u0000' },
        { suspendedAt: NOW },
        { limits: { questionsPerDay: 3 } },
        { suspendedAt: null },
        { instructions: 'Be brief.\u0000' },
        {
          modelSettings: {
            provider: 'ANTHROPIC',
            model: 'claude \u0000',
            endpoint: null,
            sealedApiKey: null,
            updatedAt: NOW,
          },
        },
        { instructions: null },
        { modelSettings: null, name: 'Both' },
        {},
      ];
      for (const change of changes) {
        expected = { ...expected, ...change };
        expect(await directory().updateTenant(expected.id, change)).toEqual(expected);
        expect(await directory().findTenant(expected.id)).toEqual(expected);
      }
      expect(await directory().findTenant(newId<TenantId>())).toBeNull();
      expect(await directory().updateTenant(newId<TenantId>(), { name: 'x' })).toBeNull();
    });

    it('has its API key replaced where it is the one that is known', async () => {
      const [owner] = await newOrganisation(0);
      const [stranger] = await newOrganisation(0);
      const settings = owner?.tenant.modelSettings;
      if (!owner || !settings?.sealedApiKey || !stranger) throw new TypeError('There are two.');
      const { id } = owner.tenant;
      const known = settings.sealedApiKey;
      expect(await directory().replaceSealedApiKey(id, { known: 'v1.other', next: 'v1.next' })).toBe(false);
      expect(await directory().findTenant(id)).toEqual(owner.tenant);
      expect(await directory().replaceSealedApiKey(id, { known, next: 'v1.next' })).toBe(true);
      const modelSettings = { ...settings, sealedApiKey: 'v1.next' };
      expect(await directory().findTenant(id)).toEqual({ ...owner.tenant, modelSettings });
      expect(await directory().findTenant(stranger.tenant.id)).toEqual(stranger.tenant);
      expect(await directory().replaceSealedApiKey(newId<TenantId>(), { known, next: 'x' })).toBe(false);
    });

    it('that ends leaves nothing, of its members only those with another one, and nothing of others changes', async () => {
      const [owner, member] = await newOrganisation(1);
      const [guest] = await newOrganisation(0);
      const [stranger] = await newOrganisation(0);
      if (!owner || !member || !guest || !stranger) throw new TypeError('There are four.');
      const { id } = owner.tenant;
      await directory().adopt(owner.tenant, [{ user: guest.user, membership: { ...guest.membership, tenantId: id } }]);
      const tenant = await openTestTenant(store(), id);
      await ingestDocument(tenant, [newChunk(0)]);
      const { answers } = tenant.as(EVERYTHING, newId<OwnerId>());
      const answer = newAnswer(id);
      await answers.keep(answer, { title: '' });
      await store().queue.add({ tenantId: id, documentId: newId<DocumentId>() });
      const waiting = await store().queue.size();

      for (const _ of [1, 2]) {
        await directory().deleteTenant(id, NOW);
        await store().removeTenant(id);
      }
      expect(await directory().findTenant(id)).toMatchObject({ deletedAt: NOW, modelSettings: null });
      expect(await store().queue.size()).toBe(waiting - 1);
      await expect(store().openTenant(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      // A handle that somebody still holds finds nothing.
      const nothing = { documents: 0, chunks: 0, storedBytes: 0 };
      expect(await tenant.usage().catch(({ code }) => (code === 'NOT_FOUND' ? nothing : code))).toEqual(nothing);
      const left = await answers.findMany([answer.id]).catch(({ code }) => (code === 'NOT_FOUND' ? [] : code));
      expect(left).toEqual([]);
      for (const { user } of [owner, member]) expect(await directory().findUserByEmail(user.email)).toBeNull();
      expect(await directory().findMembers([owner.membership, member.membership])).toEqual([]);
      expect(await directory().listMemberships(guest.user.id)).toEqual([guest]);
      expect(await directory().findMember(stranger.membership)).toEqual(stranger);

      await directory().forgetTenant(stranger.tenant.id);
      expect(await directory().findTenant(stranger.tenant.id)).toEqual(stranger.tenant);
      await directory().forgetTenant(id);
      expect(await directory().findTenant(id)).toBeNull();
    });

    it('that goes on is removed by nobody', async () => {
      const [owner] = await newOrganisation(0);
      const id = owner?.tenant.id ?? newId<TenantId>();
      const tenant = await openTestTenant(store(), id);
      await ingestDocument(tenant, [newChunk(0)]);
      await expect(store().removeTenant(id)).rejects.toThrow();
      expect((await tenant.usage()).documents).toBe(1);
    });
  });

  describe('invitations', () => {
    const invitations = () => directory().invitations;
    const invite = async (tenantId: TenantId, change: Partial<InvitationRecord> = {}) => {
      const invitation: InvitationRecord = {
        id: newId<InvitationId>(),
        tenantId,
        email: `${newId()}@example.org`,
        role: 'EDITOR',
        piiAccess: false,
        collections: ['finance'],
        invitedBy: newId<UserId>(),
        createdAt: NOW,
        expiresAt: END,
        ...change,
      };
      const hash = newId<string>();
      await invitations().create(invitation, hash);
      return { invitation, hash };
    };
    const joining = ({ tenantId, email }: InvitationRecord): Member => {
      const { user, tenant } = newMember({ email, tenantId });
      const membership = { tenantId, userId: user.id, role: 'EDITOR', piiAccess: false, collections: null } as const;
      return { user, tenant, membership: { ...membership, joinedAt: NOW, suspendedAt: null } };
    };
    const accept = ({ id }: InvitationRecord, { user, membership }: Member, isNew = true, now = NOW) =>
      invitations().accept(id, { membership, newUser: isNew ? user : null, now });

    it('come back as they were made, newest first, until they expire', async () => {
      const tenantId = newId<TenantId>();
      const made = [];
      for (const second of [1, 2, 3]) {
        const createdAt = new Date(NOW.getTime() + second * 1_000);
        made.unshift(await invite(tenantId, { createdAt, collections: second === 1 ? null : ['finance'] }));
      }
      await invite(newId<TenantId>());
      const all = made.map(({ invitation }) => invitation);
      const first = await invitations().list(tenantId, { limit: 2, after: null, now: NOW });
      expect(first).toEqual({ items: all.slice(0, 2), hasNextPage: true, totalCount: 3 });
      const last = first.items.at(-1);
      const after = last ? { at: last.createdAt, id: last.id } : null;
      const rest = await invitations().list(tenantId, { limit: 2, after, now: NOW });
      expect(rest).toEqual({ items: all.slice(2), hasNextPage: false, totalCount: 3 });
      expect(await invitations().find(made[0]?.hash ?? '', { now: NOW })).toEqual(all[0]);

      expect(await invitations().find(made[0]?.hash ?? '', { now: END })).toBeNull();
      expect(await invitations().find(newId(), { now: NOW })).toBeNull();
      expect((await invitations().list(tenantId, { limit: 2, after: null, now: END })).totalCount).toBe(0);
      await invitations().sweep(END);
      expect((await invitations().list(tenantId, { limit: 2, after: null, now: NOW })).totalCount).toBe(0);
    });

    it('of the same e-mail take the place of each other', async () => {
      const tenantId = newId<TenantId>();
      const first = await invite(tenantId);
      const second = await invite(tenantId, { email: first.invitation.email, role: 'ADMIN' });
      const elsewhere = await invite(newId<TenantId>(), { email: first.invitation.email });
      expect(await invitations().find(first.hash, { now: NOW })).toBeNull();
      for (const { hash, invitation } of [second, elsewhere])
        expect(await invitations().find(hash, { now: NOW })).toEqual(invitation);
    });

    it('are taken back by their own organisation alone', async () => {
      const { invitation, hash } = await invite(newId<TenantId>());
      expect(await invitations().revoke(newId<TenantId>(), invitation.id)).toBe(false);
      expect(await invitations().find(hash, { now: NOW })).toEqual(invitation);
      expect(await invitations().revoke(invitation.tenantId, invitation.id)).toBe(true);
      expect(await invitations().revoke(invitation.tenantId, invitation.id)).toBe(false);
      await expect(accept(invitation, joining(invitation))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('make a member with a new account, once', async () => {
      const [owner] = await newOrganisation(0);
      if (!owner) throw new TypeError('There is one.');
      const { invitation, hash } = await invite(owner.tenant.id);
      const people = Array.from({ length: 4 }, () => ({ ...joining(invitation), tenant: owner.tenant }));
      const results = await Promise.allSettled(people.map((one) => accept(invitation, one)));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const there = await directory().pageMembers(owner.tenant.id, { limit: 10, after: null });
      expect(there.totalCount).toBe(2);
      expect(people).toContainEqual(there.items.find(({ user }) => user.email === invitation.email));
      expect(await invitations().find(hash, { now: NOW })).toBeNull();
    });

    it('make a member of an account that is there, which stays as it is', async () => {
      const [owner, guest] = [(await newOrganisation(0))[0], (await newOrganisation(0))[0]];
      if (!owner || !guest) throw new TypeError('There are two.');
      const { invitation } = await invite(owner.tenant.id, { email: guest.user.email });
      const member = { ...joining(invitation), user: guest.user };
      const membership = { ...member.membership, userId: guest.user.id };
      await expect(accept(invitation, joining(invitation))).rejects.toMatchObject({ code: 'CONFLICT' });
      await accept(invitation, { ...member, membership }, false);
      expect(await directory().findMember(membership)).toEqual({ user: guest.user, tenant: owner.tenant, membership });
      expect(await isThere(guest)).toBe(true);

      const again = await invite(owner.tenant.id, { email: guest.user.email });
      await expect(accept(again.invitation, { ...member, membership }, false)).rejects.toMatchObject({
        code: 'CONFLICT',
      });
    });

    it('that have expired make nobody a member', async () => {
      const [owner] = await newOrganisation(0);
      const { invitation } = await invite(owner?.tenant.id ?? newId<TenantId>());
      const member = joining(invitation);
      await expect(accept(invitation, member, true, END)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(await isThere(member)).toBe(false);
      expect(await directory().findUserByEmail(invitation.email)).toBeNull();
    });
  });
}
