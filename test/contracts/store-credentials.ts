import { describe, expect, it } from 'vitest';
import {
  type ApiTokenId,
  type InvitationId,
  newId,
  type SessionId,
  type TenantId,
  type UserId,
} from '../../src/ids.ts';
import type { Credentials } from '../../src/store/credentials.ts';
import type { Store } from '../../src/store/store.ts';

const NOW = new Date('2026-04-01T12:00:00.123Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

/** One of each, with all that a row can hold: an invitation, a token that is good and one that is revoked, a session. */
export function newCredentials(tenantId: TenantId): Credentials {
  const rights = { role: 'EDITOR', piiAccess: true, collections: ['Ægir\u0000'] } as const;
  const [createdBy, createdAt, expiresAt] = [newId<UserId>(), NOW, later(3_600)];
  const id = newId<InvitationId>();
  const email = `${id}@example.org`;
  const token = { tenantId, name: 'import \u0000', prefix: 'abcdefgh', ...rights, createdBy, createdAt };
  const tokens = [
    { token: { ...token, id: newId<ApiTokenId>(), lastUsedAt: null, expiresAt: null }, isRevoked: false },
    { token: { ...token, id: newId<ApiTokenId>(), lastUsedAt: later(1), expiresAt }, isRevoked: true },
  ];
  const refreshTokens = [
    { hash: newId<string>(), usedAt: NOW },
    { hash: newId<string>(), usedAt: null },
  ];
  const session = { tenantId, userId: createdBy, device: 'Ægir \u0000', createdAt, lastSeenAt: NOW, expiresAt };
  return {
    invitations: [
      { invitation: { id, tenantId, email, ...rights, invitedBy: createdBy, createdAt, expiresAt }, hash: newId() },
    ],
    apiTokens: tokens
      .map((each) => ({ ...each, hash: newId<string>() }))
      .sort((a, b) => (a.token.id < b.token.id ? -1 : 1)),
    sessions: [
      {
        session: { id: newId<SessionId>(), ...session },
        refreshTokens: refreshTokens.sort((a, b) => (a.hash < b.hash ? -1 : 1)),
      },
    ],
  };
}

export function describeCredentials(store: () => Store): void {
  describe('what lets somebody into an organisation', () => {
    it('is taken over as it is, and works there', async () => {
      const { directory } = store();
      const tenantId = newId<TenantId>();
      const all = newCredentials(tenantId);
      await directory.adoptCredentials(newCredentials(newId<TenantId>()));
      await directory.adoptCredentials(all);
      expect(await directory.credentials(tenantId)).toEqual(all);
      for (const { token, hash, isRevoked } of all.apiTokens) {
        expect(await directory.apiTokens.find(hash)).toEqual({ token, isRevoked });
      }
      const [{ invitation, hash } = { invitation: null, hash: '' }] = all.invitations;
      expect(await directory.invitations.find(hash, { now: NOW })).toEqual(invitation);
      const current = all.sessions[0]?.refreshTokens.find(({ usedAt }) => usedAt === null);
      const rotation = { hash: current?.hash ?? '', next: newId<string>(), expiresAt: later(9), graceMs: 1_000 };
      expect(await directory.sessions.rotate({ ...rotation, now: later(5) })).toMatchObject({ type: 'ROTATED' });
    });

    it('stays as it is there when it is taken over again', async () => {
      const { directory } = store();
      const tenantId = newId<TenantId>();
      const all = newCredentials(tenantId);
      await directory.adoptCredentials(all);
      const good = all.apiTokens.find(({ isRevoked }) => !isRevoked);
      if (!good) throw new TypeError('One is good.');
      await directory.apiTokens.revoke(tenantId, good.token.id);
      const changed = await directory.credentials(tenantId);
      await directory.adoptCredentials(all);
      expect(await directory.credentials(tenantId)).toEqual(changed);
      expect(await directory.apiTokens.find(good.hash)).toMatchObject({ isRevoked: true });
    });
  });
}
