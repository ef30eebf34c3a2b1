import { describe, expect, it } from 'vitest';
import { newId, type TenantId, type UserId } from '../../src/ids.ts';
import type { TenantRecord } from '../../src/store/directory-records.ts';
import type { Store } from '../../src/store/store.ts';
import { newMember, openTestTenant } from '../support/store-fixtures.ts';

export function describeDirectory(store: () => Store): void {
  describe('the directory', () => {
    it('gives back a registered member as it came', async () => {
      const member = newMember();
      await store().directory.register(member);
      const { user, tenant } = member;

      expect(await store().directory.findMember({ userId: user.id, tenantId: tenant.id })).toEqual(member);
      expect(await store().directory.findUserByEmail(user.email)).toEqual(user);
      expect(await store().directory.hasUsers()).toBe(true);
    });

    it('refuses a taken e-mail and stores nothing of the attempt', async () => {
      const first = newMember();
      const second = newMember({ email: first.user.email });
      await store().directory.register(first);

      await expect(store().directory.register(second)).rejects.toMatchObject({ name: 'AppError', code: 'CONFLICT' });
      const key = { userId: second.user.id, tenantId: second.tenant.id };
      expect(await store().directory.findMember(key)).toBeNull();
      await expect(store().openTenant(second.tenant.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('lets exactly one of many registrations at once have an e-mail', async () => {
      const email = `${newId()}@example.org`;
      const results = await Promise.allSettled(
        Array.from({ length: 8 }, () => store().directory.register(newMember({ email }))),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const result of results) if (result.status === 'rejected') expect(result.reason.code).toBe('CONFLICT');
    });

    it('finds members of their own tenant only', async () => {
      const [a, b] = [newMember(), newMember()];
      await Promise.all([store().directory.register(a), store().directory.register(b)]);

      expect(await store().directory.findMember({ userId: a.user.id, tenantId: b.tenant.id })).toBeNull();
      const ids = [a.user.id, b.user.id, newId<UserId>()];
      expect(await store().directory.findUsers(a.tenant.id, ids)).toEqual([a.user]);
      expect(await store().directory.findUsers(newId<TenantId>(), ids)).toEqual([]);
      expect(await store().directory.findUsers(a.tenant.id, [])).toEqual([]);
    });

    it('changes what is named of a user and nothing else', async () => {
      const [member, other] = [newMember(), newMember()];
      const { user } = member;
      await store().directory.register(member);
      await store().directory.register(other);

      await store().directory.updateUser(user.id, { passwordHash: 'new hash' });
      await store().directory.updateUser(user.id, { lastTenantId: other.tenant.id });
      await store().directory.updateUser(user.id, { name: 'Ada\u0000, a 🎉' });
      await store().directory.updateUser(newId<UserId>(), { passwordHash: 'nobody' });

      const expected = { ...user, name: 'Ada\u0000, a 🎉', passwordHash: 'new hash', lastTenantId: other.tenant.id };
      expect(await store().directory.findUserByEmail(user.email)).toEqual(expected);
      expect(await store().directory.findUserByEmail(other.user.email)).toEqual(other.user);
      expect(await store().directory.findUserByEmail('nobody@example.org')).toBeNull();
      await store().directory.updateUser(user.id, { name: null });
      expect((await store().directory.findUserByEmail(user.email))?.name).toBeNull();
    });

    it('lists organisations by id, a page at a time', async () => {
      const made = [newMember(), newMember(), newMember()];
      for (const member of made) await store().directory.register(member);

      const listed: TenantRecord[] = [];
      for (;;) {
        const page = await store().directory.listTenants({ after: listed.at(-1)?.id ?? null, limit: 2 });
        listed.push(...page);
        if (page.length < 2) break;
      }
      expect(listed.map(({ id }) => id)).toEqual(listed.map(({ id }) => id).toSorted());
      expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length);
      expect(listed).toEqual(expect.arrayContaining(made.map(({ tenant }) => tenant)));
    });

    it('adopts an organisation with its members as they are, as often as one likes', async () => {
      const [first, second] = [newMember(), newMember()];
      const { tenant } = first;
      const colleague = { ...second.membership, tenantId: tenant.id, role: 'VIEWER', piiAccess: false } as const;
      const members = [first, { user: { ...second.user, lastTenantId: tenant.id }, membership: colleague }].map(
        ({ user, membership }) => ({ user, membership }),
      );
      await store().directory.adopt(tenant, members.slice(0, 1));
      await store().directory.updateUser(first.user.id, { passwordHash: 'changed meanwhile' });
      for (const _ of [1, 2]) await store().directory.adopt(tenant, members);

      const expected = members.map((member) => ({ tenant, ...member }));
      const changed = { ...first, user: { ...first.user, passwordHash: 'changed meanwhile' } };
      const listed = await store().directory.listMembers(tenant.id);
      expect(listed).toEqual([changed, ...expected.slice(1)].toSorted((a, b) => (a.user.id < b.user.id ? -1 : 1)));
      expect(await store().directory.listMembers(second.tenant.id)).toEqual([]);
      expect((await openTestTenant(store(), tenant.id)).tenantId).toBe(tenant.id);
    });

    it('adopts nothing of an organisation where another user has the e-mail of a member', async () => {
      const [here, there] = [newMember(), newMember()];
      await store().directory.register(here);
      const user = { ...there.user, email: here.user.email };
      const adopting = store().directory.adopt(there.tenant, [{ user, membership: there.membership }]);
      await expect(adopting).rejects.toMatchObject({ name: 'AppError', code: 'CONFLICT' });
      await expect(store().openTenant(there.tenant.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('answers a ping, and refuses one that is aborted already', async () => {
      await store().ping();
      await expect(store().ping({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    });

    it('knows no tenant that was never registered', async () => {
      await expect(store().openTenant(newId<TenantId>())).rejects.toMatchObject({
        name: 'AppError',
        code: 'NOT_FOUND',
      });
    });
  });
}
