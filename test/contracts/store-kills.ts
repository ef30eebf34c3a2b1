import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccountService } from '../../src/auth/account-service.ts';
import { createApiTokensService } from '../../src/auth/api-tokens-service.ts';
import { type Identity, identityOf } from '../../src/auth/identity.ts';
import { createSessionOpener } from '../../src/auth/open-session.ts';
import { NO_AUTH_LIMITS } from '../../src/auth/rate-limits.ts';
import { createSessionsService } from '../../src/auth/sessions-service.ts';
import { AppError } from '../../src/errors.ts';
import { newId, type TenantId, type UserId } from '../../src/ids.ts';
import type { Rights } from '../../src/roles.ts';
import { EVERYTHING } from '../../src/store/access.ts';
import type { Member } from '../../src/store/directory-records.ts';
import type { Store } from '../../src/store/store.ts';
import { createDeletion } from '../../src/tenants/deletion.ts';
import { createInvitationsService } from '../../src/tenants/invitations-service.ts';
import { createMembersService } from '../../src/tenants/members-service.ts';
import { createTenantsService } from '../../src/tenants/tenants-service.ts';
import { newMember } from '../support/store-fixtures.ts';
import { describeAnswerKills } from './store-kills-answers.ts';

/** A store with two processes on it, one of which can die. */
export interface MortalStore {
  /** Lives. */
  readonly store: Store;
  /** Dies before it carries out its n-th write from now on, counted from 0; nothing that it does then is carried out. */
  readonly mortal: Store;
  killAt(write: number): void;
  /** Whether it has died. From now on it lives, and never dies. */
  revive(): boolean;
  close(): Promise<void>;
}

const ORIGIN = { address: '192.0.2.1', device: 'a test', requestId: 'one' };
const NOBODY = new AppError('UNAUTHENTICATED', 'Nobody.', { reason: 'MISSING' });
const VIEWER: Rights = { role: 'VIEWER', piiAccess: false, collections: null };
const OWNER: Rights = { role: 'OWNER', piiAccess: true, collections: null };

/** That a process which dies between any two writes leaves what is finished, or taken back, by the next. */
export function describeKills(name: string, open: () => Promise<MortalStore>): void {
  describe(`a process on the ${name} store that dies between any two writes`, () => {
    let opened: MortalStore;
    let here: ReturnType<typeof createServices>;
    beforeAll(async () => {
      opened = await open();
      here = createServices(opened.store);
    });
    afterAll(() => opened.close());
    const directory = () => opened.store.directory;

    /** Does something again and again, each time on what `prepare` makes, dying one write later, until it dies no more. */
    const eachKill = async <Given>(steps: {
      prepare(): Promise<Given>;
      work(given: Given, services: typeof here): Promise<unknown>;
      check(given: Given, outcome: { isDone: boolean; write: number }): Promise<void>;
    }): Promise<number> => {
      for (let write = 0; ; write += 1) {
        const given = await steps.prepare();
        opened.killAt(write);
        const isDone = await steps.work(given, createServices(opened.mortal)).then(
          () => true,
          () => false,
        );
        const hasDied = opened.revive();
        await directory().finish({ graceMs: 0 });
        await steps.check(given, { isDone: isDone && !hasDied, write });
        if (!hasDied) {
          expect(isDone).toBe(true);
          return write;
        }
      }
    };

    /** The members as everybody sees them: no row without its account, no account without a row, and somebody who owns. */
    const membersOf = async (tenantId: TenantId): Promise<readonly Member[]> => {
      const { items, totalCount } = await directory().pageMembers(tenantId, { limit: 100, after: null });
      expect(totalCount).toBe(items.length);
      expect((await directory().listMembers(tenantId)).length).toBe(items.length);
      return items;
    };
    /** All owners but one can leave, and the last one can't. */
    const expectOwners = async (tenantId: TenantId) => {
      const owners = (await membersOf(tenantId)).filter(({ membership }) => membership.role === 'OWNER');
      const last = owners.pop();
      for (const { membership } of owners) expect(await directory().removeMembership(membership)).toBe(true);
      const left = directory().removeMembership(last?.membership ?? { tenantId, userId: newId() });
      await expect(left).rejects.toMatchObject({ code: 'CONFLICT' });
    };

    const founder = async () => {
      const made = newMember();
      const member = { ...made, membership: { ...made.membership, collections: null } };
      await directory().register(member);
      return await callerOf(member.membership.userId, member.tenant.id);
    };
    const callerOf = async (userId: UserId, tenantId: TenantId): Promise<Identity> => {
      const member = await directory().findMember({ userId, tenantId });
      if (!member) throw new TypeError('They are a member.');
      return identityOf({ ...(await here.opener.open(member, null)), expiresAt: null });
    };
    const invite = async (owner: Identity, email: string, rights: Rights) =>
      (await here.invitations.invite(owner, { email, ...rights })).token;
    const accept = ({ invitations }: typeof here, token: string, caller: Identity | AppError = NOBODY) =>
      invitations.accept({ token, password: 'correct horse', name: null }, caller, ORIGIN);
    const join = async (owner: Identity, rights: Rights): Promise<Identity> => {
      const { member } = await accept(here, await invite(owner, `${newId()}@example.org`, rights));
      return await callerOf(member.user.id, member.tenant.id);
    };
    const emailIsFree = async (email: string) => {
      expect(await directory().findUserByEmail(email)).toBeNull();
      await directory().register(newMember({ email }));
    };

    it.each([
      ['a viewer', VIEWER],
      ['an owner', OWNER],
    ])('while somebody accepts an invitation as %s', async (_what, rights) => {
      const kills = await eachKill({
        prepare: async () => {
          const owner = await founder();
          const email = `${newId()}@example.org`;
          return { owner, email, token: await invite(owner, email, rights) };
        },
        work: ({ token }, services) => accept(services, token),
        check: async ({ owner: { tenantId }, email, token }) => {
          const user = await directory().findUserByEmail(email);
          const isMember = (await membersOf(tenantId)).some((member) => member.user.email === email);
          expect(isMember).toBe(user !== null);
          // Who has not joined can do it now; who has can't do it twice.
          const again = accept(here, token);
          if (isMember) await expect(again).rejects.toMatchObject({ code: 'NOT_FOUND' });
          else expect((await again).member.user.email).toBe(email);
          expect(await membersOf(tenantId)).toHaveLength(2);
          await expectOwners(tenantId);
        },
      });
      expect(kills).toBeGreaterThan(1);
    });

    it('while somebody who has an account accepts an invitation', async () => {
      await eachKill({
        prepare: async () => {
          const [owner, guest] = [await founder(), await founder()];
          return { owner, guest, token: await invite(owner, guest.member.user.email, VIEWER) };
        },
        work: ({ token, guest }, services) => accept(services, token, guest),
        check: async ({ owner: { tenantId }, guest, token }) => {
          const isMember = (await membersOf(tenantId)).length === 2;
          const again = accept(here, token, guest);
          if (isMember) await expect(again).rejects.toMatchObject({ code: 'NOT_FOUND' });
          else await again;
          expect(await membersOf(tenantId)).toHaveLength(2);
          expect(await directory().listMemberships(guest.userId)).toHaveLength(2);
        },
      });
    });

    it('while somebody registers', async () => {
      await eachKill({
        prepare: async () => newMember(),
        work: (member, { store }) => store.directory.register(member),
        check: async (member) => {
          const isThere = (await directory().findTenant(member.tenant.id)) !== null;
          expect((await directory().findMember(member.membership)) !== null).toBe(isThere);
          expect((await directory().findUserByEmail(member.user.email)) !== null).toBe(isThere);
          if (!isThere) await directory().register(member);
        },
      });
    });

    it('while a session is refreshed', async () => {
      await eachKill({
        prepare: async () => {
          const { member } = await founder();
          return await here.opener.open(member, null);
        },
        work: ({ refreshToken }, { sessions }) => sessions.refresh(refreshToken),
        check: async ({ id, refreshToken }) => {
          // Either the token is good still, or it was used, which ends nothing so soon.
          const again = await here.sessions.refresh(refreshToken).catch((error: AppError) => error.code);
          if (typeof again === 'string') expect(again).toBe('CONFLICT');
          expect(await directory().sessions.findMany([id], { now: new Date() })).toHaveLength(1);
        },
      });
    });

    it('while a password is changed: no session of before goes on with the new one', async () => {
      const seen = new Set<string>();
      await eachKill({
        prepare: async () => {
          const own = await founder();
          return { own, other: await here.opener.open(own.member, 'another') };
        },
        work: ({ own }, { accounts }) => accounts.changePassword(own, { current: HASH, next: 'a new horse' }, ORIGIN),
        check: async ({ own, other }) => {
          const { user } = await callerOf(own.userId, own.tenantId).then(({ member }) => member);
          const [isThere] = await directory().sessions.findMany([other.id], { now: new Date() });
          const isChanged = user.passwordHash === 'a new horse';
          seen.add(`${isChanged} ${isThere !== undefined}`);
          const current = isChanged ? 'a new horse' : HASH;
          await here.accounts.changePassword(
            { ...own, member: { ...own.member, user } },
            { current, next: 'again and again' },
            ORIGIN,
          );
        },
      });
      expect([...seen].sort()).toEqual(['false false', 'false true', 'true false']);
    });

    it('while a password is reset', async () => {
      await eachKill({
        prepare: async () => {
          const owner = await founder();
          const member = await join(owner, VIEWER);
          const { token } = await here.accounts.createPasswordReset(owner, member.userId);
          return { owner, member, token };
        },
        work: ({ token }, { accounts }) => accounts.resetPassword({ token, password: 'a new horse' }, ORIGIN),
        check: async ({ owner, member: { userId, credential } }) => {
          const user = (await directory().findUsers(owner.tenantId, [userId]))[0];
          const ids = credential.type === 'SESSION' ? [credential.sessionId] : [];
          const isThere = (await directory().sessions.findMany(ids, { now: new Date() })).length === 1;
          if (user?.passwordHash === 'a new horse') expect(isThere).toBe(false);
          const { token } = await here.accounts.createPasswordReset(owner, userId);
          await here.accounts.resetPassword({ token, password: 'once more' }, ORIGIN);
        },
      });
    });

    it.each([
      ['promoted', VIEWER, OWNER],
      ['demoted', OWNER, VIEWER],
    ])('while a member is %s', async (_what, before, after) => {
      await eachKill({
        prepare: async () => {
          const owner = await founder();
          return { owner, member: await join(owner, before) };
        },
        work: ({ owner, member }, { members }) => members.update(owner, member.userId, after),
        check: async ({ owner, member: { tenantId, userId } }, { isDone, write }) => {
          const role = (await directory().findMember({ tenantId, userId }))?.membership.role;
          expect(isDone ? [after.role] : [before.role, after.role], String(write)).toContain(role);
          if (write % 2 === 0) await here.members.update(owner, userId, after);
          await expectOwners(tenantId);
        },
      });
    });

    it.each([
      ['a viewer', VIEWER],
      ['an owner', OWNER],
    ])('while %s is removed', async (_what, rights) => {
      await eachKill({
        prepare: async () => {
          const owner = await founder();
          const member = await join(owner, rights);
          const input = { name: 'a', ...VIEWER, expiresAt: null };
          const { apiToken } = await here.apiTokens.create(member, input);
          return { owner, member, apiToken };
        },
        work: ({ owner, member }, { members }) => members.remove(owner, member.userId),
        check: async ({ owner, member, apiToken }, { isDone }) => {
          const { tenantId, userId } = member;
          const { email } = member.member.user;
          const isThere = (await membersOf(tenantId)).length === 2;
          expect(isThere && isDone).toBe(false);
          if (isThere) await here.members.remove(owner, userId);
          const [token] = await directory().apiTokens.findMany([apiToken.id]);
          expect(token?.isRevoked).toBe(true);
          expect(await directory().sessions.list(userId, { now: new Date() })).toEqual([]);
          // Nothing is left that keeps them from beginning anew.
          expect(await directory().findUserByEmail(email)).toBeNull();
          await accept(here, await invite(owner, email, rights));
          await expectOwners(tenantId);
        },
      });
    });

    it('while an organisation is deleted, of which the next one finishes what was begun', async () => {
      await eachKill({
        prepare: async () => {
          const owner = await founder();
          const [member, guest] = [await join(owner, VIEWER), await founder()];
          await accept(here, await invite(owner, guest.member.user.email, VIEWER), guest);
          return { owner, member, guest };
        },
        work: ({ owner }, { tenants }) =>
          tenants.delete(owner, { password: HASH, confirmName: owner.member.tenant.name }, ORIGIN),
        check: async ({ owner: { tenantId, member: owner }, member, guest }, { isDone }) => {
          await finishEnd(opened.store, tenantId);
          if (await directory().findTenant(tenantId)) {
            expect(isDone).toBe(false);
            expect(await membersOf(tenantId)).toHaveLength(3);
            return;
          }
          expect(await directory().listMembers(tenantId)).toEqual([]);
          for (const { user } of [owner, member.member]) await emailIsFree(user.email);
          expect(await directory().listMemberships(guest.userId)).toMatchObject([{ tenant: { id: guest.tenantId } }]);
          await expect(opened.store.openTenant(tenantId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
        },
      });
    });

    it('while an account is deleted, which can be repeated', async () => {
      await eachKill({
        prepare: async () => {
          const [owner, caller] = [await founder(), await founder()];
          await accept(here, await invite(owner, caller.member.user.email, VIEWER), caller);
          return { owner, caller };
        },
        work: ({ caller }, { tenants }) => tenants.deleteAccount(caller, HASH, ORIGIN),
        check: async ({ owner, caller }, { isDone }) => {
          await finishEnd(opened.store, caller.tenantId);
          const [left] = await directory().listMemberships(caller.userId);
          expect(left !== undefined && isDone).toBe(false);
          if (left) {
            expect(await directory().findUserByEmail(left.user.email)).toMatchObject({ id: caller.userId });
            const again = await callerOf(caller.userId, left.tenant.id);
            await here.tenants.deleteAccount(again, HASH, ORIGIN);
          }
          await emailIsFree(caller.member.user.email);
          expect(await membersOf(owner.tenantId)).toHaveLength(1);
          await finishEnd(opened.store, caller.tenantId);
          expect(await directory().findTenant(caller.tenantId)).toBeNull();
        },
      });
    });

    describeAnswerKills({ store: () => opened.store, eachKill });

    it('while an API token is revoked', async () => {
      await eachKill({
        prepare: async () => {
          const owner = await founder();
          const { apiToken } = await here.apiTokens.create(owner, { name: 'a', ...VIEWER, expiresAt: null });
          return { owner, id: apiToken.id };
        },
        work: ({ owner, id }, { apiTokens }) => apiTokens.revoke(owner, id),
        check: async ({ owner, id }, { isDone }) => {
          const [token] = await directory().apiTokens.findMany([id]);
          expect(token?.isRevoked).toBe(isDone);
          if (!isDone) await here.apiTokens.revoke(owner, id);
        },
      });
    });
  });
}

/** What newcomers of the fixtures have for a password's hash; here a password is its own. */
const HASH = newMember().user.passwordHash;
const PASSWORDS = {
  hash: async (password: string) => password,
  verify: async (hash: string, password: string) => hash === password,
  verifyNobody: async () => false as const,
  needsRehash: () => false,
};

/** The rules, as a process has them. */
function createServices(store: Store) {
  const { directory } = store;
  const now = () => new Date();
  const issue = async () => ({ accessToken: '', expiresAt: now() });
  const opener = createSessionOpener({ directory, tokens: { issue, verify: never }, now });
  const accountDeps = { directory, passwords: PASSWORDS, sessions: opener, limits: NO_AUTH_LIMITS, now };
  const accounts = createAccountService(accountDeps);
  const deletion = createDeletion({ directory, removeData: (id) => store.removeTenant(id), now });
  return {
    store,
    opener,
    accounts,
    sessions: createSessionsService({ directory, sessions: opener, now }),
    invitations: createInvitationsService(accountDeps),
    members: createMembersService({ directory, now }),
    apiTokens: createApiTokensService({ directory, now }),
    tenants: createTenantsService({
      directory,
      openTenant: never,
      usageOf: async (id) => (await store.openTenant(id)).as(EVERYTHING).usage(),
      accounts,
      deletion,
      onDelete: async () => {},
      now,
    }),
  };
}

async function never(): Promise<never> {
  throw new TypeError('Nobody needs this here.');
}

/** What the next process does with an organisation whose end has begun; a while later, when nobody else is at it. */
async function finishEnd({ directory, removeTenant }: Store, id: TenantId): Promise<void> {
  const now = () => new Date(Date.now() + 3_600_000);
  const tenant = await directory.findTenant(id);
  if (tenant) await createDeletion({ directory, removeData: removeTenant, now }).finish(tenant);
}
