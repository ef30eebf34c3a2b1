import { describe, expect, it } from 'vitest';
import { type ApiTokenId, newId, type SessionId, type TenantId, type UserId } from '../../src/ids.ts';
import type { ApiTokenRecord } from '../../src/store/api-tokens.ts';
import type { SessionRecord } from '../../src/store/sessions.ts';
import type { Store } from '../../src/store/store.ts';
import { newMember } from '../support/store-fixtures.ts';

const NOW = new Date('2026-04-01T12:00:00.123Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const END = later(3_600);

export function describeSessions(store: () => Store): void {
  const sessions = () => store().directory.sessions;

  const begin = async (change: Partial<SessionRecord> = {}) => {
    const session: SessionRecord = {
      id: newId<SessionId>(),
      userId: newId<UserId>(),
      tenantId: newId<TenantId>(),
      device: 'Ægir 1.0 \u0000',
      createdAt: NOW,
      lastSeenAt: NOW,
      expiresAt: END,
      ...change,
    };
    const hash = newId<string>();
    await sessions().create(session, hash);
    return { session, hash };
  };
  const rotate = (hash: string, { next = newId<string>(), now = NOW, expiresAt = END } = {}) =>
    sessions().rotate({ hash, next, now, expiresAt, graceMs: 10_000 });
  const isThere = async ({ id }: SessionRecord, now = NOW) => (await sessions().findMany([id], { now })).length === 1;

  describe('sessions', () => {
    it('come back as they were begun, until they expire', async () => {
      const { session } = await begin();
      const { session: silent } = await begin({ userId: session.userId, device: null, lastSeenAt: later(-5) });
      await begin();

      expect(await sessions().findMany([session.id, newId<SessionId>()], { now: NOW })).toEqual([session]);
      expect(await sessions().list(session.userId, { now: NOW })).toEqual([session, silent]);
      expect(await sessions().findMany([], { now: NOW })).toEqual([]);
      expect(await sessions().findMany([session.id], { now: END })).toEqual([]);
      expect(await sessions().list(session.userId, { now: END })).toEqual([]);
    });

    it('go on with the next refresh token, once', async () => {
      const { session, hash } = await begin();
      const next = newId<string>();
      const seen = { ...session, lastSeenAt: later(60), expiresAt: later(7_200) };
      expect(await rotate(hash, { next, now: later(60), expiresAt: later(7_200) })).toEqual({
        type: 'ROTATED',
        session: seen,
      });
      expect(await sessions().findMany([session.id], { now: END })).toEqual([seen]);
      expect(await rotate(next, { now: later(61) })).toMatchObject({ type: 'ROTATED' });
      expect(await rotate(newId<string>())).toEqual({ type: 'UNKNOWN' });
    });

    it('let one of many who use the same refresh token at once go on, and end for none', async () => {
      const { session, hash } = await begin();
      const results = await Promise.all(Array.from({ length: 8 }, () => rotate(hash)));
      expect(results.map(({ type }) => type).sort()).toEqual([...Array(7).fill('REPEATED'), 'ROTATED']);
      expect(await isThere(session)).toBe(true);
    });

    it('end when a refresh token comes again after the grace, with all tokens', async () => {
      const { session, hash } = await begin();
      const [second, third] = [newId<string>(), newId<string>()];
      await rotate(hash, { next: second });
      expect(await rotate(hash, { now: later(9) })).toEqual({ type: 'REPEATED' });
      await rotate(second, { next: third, now: later(10) });
      // The first of three is known, too.
      expect(await rotate(hash, { now: later(10) })).toMatchObject({ type: 'REUSED', session: { id: session.id } });
      expect(await isThere(session)).toBe(false);
      for (const token of [hash, second, third]) expect(await rotate(token)).toEqual({ type: 'UNKNOWN' });
    });

    it('get another refresh token at a password change, which uses up the others', async () => {
      const { session, hash } = await begin();
      const next = newId<string>();
      expect(await sessions().renew(session.id, { next, now: later(1), expiresAt: END })).toBe(true);
      expect(await rotate(hash, { now: later(2) })).toEqual({ type: 'REPEATED' });
      expect(await rotate(next, { now: later(3) })).toMatchObject({ type: 'ROTATED' });
      expect(await sessions().renew(newId<SessionId>(), { next: newId(), now: NOW, expiresAt: END })).toBe(false);
    });

    it('are refreshed no more once they have expired', async () => {
      const { hash } = await begin();
      expect(await rotate(hash, { now: END })).toEqual({ type: 'UNKNOWN' });
    });

    it('end one by one, for their own user alone', async () => {
      const { session, hash } = await begin();
      expect(await sessions().end(newId<UserId>(), session.id)).toBe(false);
      expect(await isThere(session)).toBe(true);
      expect(await sessions().end(session.userId, session.id)).toBe(true);
      expect(await sessions().end(session.userId, session.id)).toBe(false);
      expect(await isThere(session)).toBe(false);
      expect(await rotate(hash)).toEqual({ type: 'UNKNOWN' });
    });

    it('of a user end together: all, all but one, or those for one organisation', async () => {
      const userId = newId<UserId>();
      const all = await Promise.all([1, 2, 3, 4].map(() => begin({ userId })));
      const [first, second] = all.map(({ session }) => session);
      if (!first || !second) throw new TypeError('Four were begun.');
      const { session: stranger } = await begin();

      expect(await sessions().endAll(userId, { tenantId: first.tenantId })).toBe(1);
      expect(await sessions().endAll(userId, { except: second.id })).toBe(2);
      expect(await sessions().list(userId, { now: NOW })).toEqual([second]);
      expect(await sessions().endAll(userId)).toBe(1);
      expect(await sessions().endAll(userId)).toBe(0);
      expect(await isThere(stranger)).toBe(true);
    });

    it('remember when they were last seen', async () => {
      const { session } = await begin();
      await sessions().see(session.id, later(90));
      expect(await sessions().list(session.userId, { now: NOW })).toEqual([{ ...session, lastSeenAt: later(90) }]);
    });

    it('that have expired are swept', async () => {
      const { session, hash } = await begin();
      const { session: longer } = await begin({ userId: session.userId, expiresAt: later(4_000) });
      await sessions().sweep(END);
      expect(await sessions().list(session.userId, { now: NOW })).toEqual([longer]);
      expect(await rotate(hash)).toEqual({ type: 'UNKNOWN' });
    });
  });

  describe('password resets', () => {
    const resets = () => store().directory.passwordResets;

    it('are taken once, within their time, and only the last one of a user', async () => {
      const [userId, other] = [newId<UserId>(), newId<UserId>()];
      const [first, second, theirs] = [newId<string>(), newId<string>(), newId<string>()];
      const madeBy = { userId: other, tenantId: newId<TenantId>() };
      await resets().create({ tokenHash: first, userId, madeBy: null, expiresAt: END });
      await resets().create({ tokenHash: second, userId, madeBy, expiresAt: END });
      await resets().create({ tokenHash: theirs, userId: other, madeBy: null, expiresAt: later(1) });
      expect(await resets().take(first, NOW)).toBeNull();
      const taken = await Promise.all([1, 2, 3].map(() => resets().take(second, NOW)));
      expect(taken.filter((one) => one !== null)).toEqual([{ userId, madeBy }]);
      expect(await resets().take(theirs, later(1))).toBeNull();
      expect(await resets().take(newId(), NOW)).toBeNull();
      await resets().create({ tokenHash: theirs, userId: other, madeBy: null, expiresAt: END });
      expect(await resets().take(theirs, NOW)).toEqual({ userId: other, madeBy: null });
    });

    it('that have expired are swept', async () => {
      const [userId, tokenHash] = [newId<UserId>(), newId<string>()];
      await resets().create({ tokenHash, userId, madeBy: null, expiresAt: END });
      await resets().sweep(END);
      expect(await resets().take(tokenHash, NOW)).toBeNull();
    });
  });

  describe('API tokens', () => {
    const apiTokens = () => store().directory.apiTokens;
    const make = async (tenantId: TenantId, change: Partial<ApiTokenRecord> = {}) => {
      const token: ApiTokenRecord = {
        id: newId<ApiTokenId>(),
        tenantId,
        name: 'Ægir \u0000',
        prefix: 'abcdefgh',
        role: 'EDITOR',
        piiAccess: true,
        collections: ['finance'],
        createdBy: newId<UserId>(),
        createdAt: NOW,
        lastUsedAt: null,
        expiresAt: END,
        ...change,
      };
      const hash = newId<string>();
      await apiTokens().create(token, hash);
      return { token, hash };
    };

    it('are found by their hash and their id, also when they have expired or were revoked', async () => {
      const { token, hash } = await make(newId<TenantId>());
      const { token: endless } = await make(newId<TenantId>(), { expiresAt: null, collections: null });
      expect(await apiTokens().find(hash)).toEqual({ token, isRevoked: false });
      expect(await apiTokens().find(newId())).toBeNull();
      const found = await apiTokens().findMany([token.id, endless.id, newId<ApiTokenId>()]);
      expect(found.map((one) => one.token)).toEqual(expect.arrayContaining([token, endless]));
      expect(found).toHaveLength(2);
      expect(await apiTokens().findMany([])).toEqual([]);

      expect(await apiTokens().revoke(newId<TenantId>(), token.id)).toBe(false);
      expect(await apiTokens().revoke(token.tenantId, token.id)).toBe(true);
      expect(await apiTokens().revoke(token.tenantId, token.id)).toBe(false);
      expect(await apiTokens().find(hash)).toEqual({ token, isRevoked: true });
      await apiTokens().see(token.id, later(5));
      expect(await apiTokens().find(hash)).toMatchObject({ token: { lastUsedAt: later(5) } });
    });

    it('are listed by organisation, newest first, as long as they are good', async () => {
      const tenantId = newId<TenantId>();
      const made = [];
      for (const second of [1, 2, 3]) made.unshift((await make(tenantId, { createdAt: later(second) })).token);
      const { token: ended } = await make(tenantId, { expiresAt: NOW });
      const { token: gone } = await make(tenantId);
      await apiTokens().revoke(tenantId, gone.id);
      await make(newId<TenantId>());
      const first = await apiTokens().list(tenantId, { limit: 2, after: null, now: NOW });
      expect(first).toEqual({ items: made.slice(0, 2), hasNextPage: true, totalCount: 3 });
      const last = first.items.at(-1);
      const after = last ? { at: last.createdAt, id: last.id } : null;
      const rest = await apiTokens().list(tenantId, { limit: 2, after, now: NOW });
      expect(rest).toEqual({ items: made.slice(2), hasNextPage: false, totalCount: 3 });
      expect(rest.items).not.toContainEqual(ended);
    });

    it('of a member who is removed are revoked', async () => {
      const owner = newMember();
      const { directory } = store();
      await directory.register(owner);
      const { user } = newMember({ tenantId: owner.tenant.id });
      const membership = { ...owner.membership, userId: user.id, role: 'EDITOR' } as const;
      await directory.adopt(owner.tenant, [{ user, membership }]);
      const { hash } = await make(owner.tenant.id, { createdBy: user.id });
      const { hash: others } = await make(owner.tenant.id, { createdBy: owner.user.id });
      await directory.removeMembership(membership);
      expect(await apiTokens().find(hash)).toMatchObject({ isRevoked: true });
      expect(await apiTokens().find(others)).toMatchObject({ isRevoked: false });
    });
  });

  describe('memberships', () => {
    it('of a user are listed by organisation, and found many at once', async () => {
      const [own, other] = [newMember(), newMember()];
      const { directory } = store();
      await directory.register(own);
      await directory.register(other);
      const membership = { ...other.membership, userId: own.user.id, role: 'VIEWER', collections: null } as const;
      await directory.adopt(other.tenant, [{ user: own.user, membership }]);
      const guest = { user: own.user, tenant: other.tenant, membership };

      const byTenant = [own, guest].sort((a, b) => (a.tenant.id < b.tenant.id ? -1 : 1));
      expect(await directory.listMemberships(own.user.id)).toEqual(byTenant);
      expect(await directory.listMemberships(newId<UserId>())).toEqual([]);
      const keys = [own.membership, membership, { ...own.membership, userId: other.user.id }];
      const found = await directory.findMembers(keys);
      expect(found.sort((a, b) => (a.tenant.id < b.tenant.id ? -1 : 1))).toEqual(byTenant);
      expect(await directory.findMembers([])).toEqual([]);
    });
  });
}
