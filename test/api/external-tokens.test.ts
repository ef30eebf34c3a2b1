import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AuditLogDocument,
  DocumentsDocument,
  IngestTextDocument,
  LogoutDocument,
  MeDocument,
  MembersDocument,
  SearchDocument,
  SwitchTenantDocument,
  UpdateMemberDocument,
} from '../../schema/typed/graphql.ts';
import { createExternalTokens } from '../../src/auth/external-tokens.ts';
import { type Client, createClient } from '../support/client.ts';
import { openSocket } from '../support/raw-socket.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { startTokenMint, type TokenMint } from '../support/token-mint.ts';

describe('tokens of an external identity provider', () => {
  let provider: TokenMint;
  let server: TestServer;
  let owner: Client;
  let member: Client & { email: string; userId: string };
  let tenantId: string;
  beforeAll(async () => {
    provider = await startTokenMint('carrel-test');
    server = await startTestServer({ OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: 'carrel-test' });
    owner = await server.register();
    member = await server.join(owner, { role: 'EDITOR', collections: ['finance'] });
    tenantId = (await owner.data(MeDocument, {})).me.tenant.id;
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  const claims = (change: Record<string, unknown> = {}) => ({ email: member.email, tenant_id: tenantId, ...change });
  const as = async (change: Record<string, unknown> = {}) =>
    createClient(server.url, await provider.mint(claims(change)));
  const invalid = { extensions: { code: 'UNAUTHENTICATED', reason: 'INVALID' } };

  it('let their user in, over HTTP, SSE and sockets, with the rights of the membership', async () => {
    const client = await as({ roles: ['OWNER', 'nonsense'] });
    const { me } = await client.data(MeDocument, {});
    expect(me).toMatchObject({
      user: { email: member.email },
      role: 'EDITOR',
      collections: ['finance'],
      piiAccess: false,
    });
    expect(me.memberships).toHaveLength(1);
    await client.ingest('a.txt', 'Some text.', { collection: 'finance' });
    const socket = await openSocket(server.url);
    expect(await socket.init(client.token)).toMatchObject({ type: 'connection_ack' });
    socket.close();
    expect(await client.error(LogoutDocument, {})).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    const { auditLog } = await owner.data(AuditLogDocument, { filter: { action: 'document.ingest' } });
    expect(auditLog.edges[0]?.node).toMatchObject({ actor: member.email, rights: 'EDITOR, in finance' });
  });

  it('may name a lower role, which counts', async () => {
    const client = await as({ roles: 'viewer' });
    expect((await client.data(MeDocument, {})).me.role).toBe('VIEWER');
    const input = { name: 'a.txt', text: 'More.', collection: 'finance' };
    expect(await client.error(IngestTextDocument, { input })).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect((await client.data(SearchDocument, { query: 'text' })).search.passages).toBeDefined();
    // A session would have the higher one.
    expect(await client.error(SwitchTenantDocument, { input: { tenantId } })).toMatchObject({
      extensions: { code: 'FORBIDDEN' },
    });
  });

  it('make nobody a user or a member, and lead nowhere else', async () => {
    const stranger = await server.register();
    const other = (await stranger.data(MeDocument, {})).me.tenant.id;
    for (const change of [
      { email: 'nobody@example.org' },
      { tenant_id: other },
      { tenant_id: 'f'.repeat(32) },
      { tenant_id: undefined },
      { tenant_id: [tenantId] },
      { email: undefined },
      { email_verified: false },
      { email_verified: undefined },
      { roles: ['nonsense'] },
      { sub: undefined },
    ]) {
      expect(await (await as(change)).error(MeDocument, {}), JSON.stringify(change)).toMatchObject(invalid);
    }
    expect((await owner.data(MembersDocument, {})).members.totalCount).toBe(2);
  });

  it('that are forged, for others, or of another time are refused, also on sockets', async () => {
    const now = Math.floor(Date.now() / 1000);
    const foreign = await generateKeyPair('RS256');
    const good = await provider.mint(claims());
    const [header = '', payload = '', signature = ''] = good.split('.');
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    const secret = new TextEncoder().encode('a secret that both would know, of thirty-two bytes');
    const forged = [
      await provider.mint(claims({ aud: 'another' })),
      await provider.mint(claims({ iss: `${provider.issuer}/` })),
      await provider.mint(claims({ nbf: now + 3_600 })),
      await provider.mint(claims({ iat: now + 3_600, exp: now + 7_200 })),
      await provider.mint(claims(), { header: { typ: 'logout+jwt' } }),
      await provider.mint(claims({ exp: undefined })),
      await provider.mint(claims(), { key: foreign.privateKey }),
      await provider.mint(claims(), { header: { kid: 'unknown' } }),
      await provider.mint(claims(), { header: { jku: `${provider.issuer}/keys`, kid: 'x' }, key: foreign.privateKey }),
      await provider.mint(claims(), { header: { alg: 'HS256' }, key: secret }),
      `${unsigned}.${payload}.`,
      `${header}.${payload}.${signature.slice(0, -4)}`,
      `${header}.${payload}`,
      `${good}==`,
      good.slice(0, -1),
    ];
    for (const token of forged) {
      expect(await createClient(server.url, token).error(MeDocument, {}), token).toMatchObject(invalid);
      const socket = await openSocket(server.url);
      await socket.init(token).catch(() => {});
      expect((await socket.closed).code).toBe(4403);
    }
    const late = createClient(server.url, await provider.mint(claims({ iat: now - 600, exp: now - 60 })));
    expect(await late.error(MeDocument, {})).toMatchObject({ extensions: { reason: 'EXPIRED' } });
    expect((await createClient(server.url, good).data(MeDocument, {})).me.role).toBe('EDITOR');
    // However many name a key that nobody knows, the provider is asked once in half a minute.
    expect(provider.fetches()).toBeLessThanOrEqual(2);
  });

  it('end with the membership, and close what is open', async () => {
    const client = await as();
    const socket = await openSocket(server.url);
    await socket.init(client.token);
    await owner.data(UpdateMemberDocument, { input: { userId: member.userId, suspended: true } });
    expect((await socket.closed).code).toBe(4403);
    expect(await client.error(DocumentsDocument, {})).toMatchObject({ extensions: { reason: 'REVOKED' } });
    await owner.data(UpdateMemberDocument, { input: { userId: member.userId, suspended: false } });
    expect((await client.data(MeDocument, {})).me.role).toBe('EDITOR');
  });
});

describe('an identity provider that is away', () => {
  it('is asked once in half a minute, and its keys that are known stay good', async () => {
    const provider = await startTokenMint('carrel-test');
    let time = Date.now();
    const now = () => new Date(time);
    const options = { issuer: provider.issuer, audience: 'carrel-test', jwksUri: null };
    const tokens = createExternalTokens({ ...options, tenantClaim: 'tenant_id', rolesClaim: 'roles', now });
    try {
      const exp = Math.floor(time / 1000) + 7_200;
      const claims = { email: 'a@example.com', tenant_id: 'x', exp };
      const good = await provider.mint(claims);
      const unknown = await provider.mint(claims, { header: { kid: 'unknown' } });
      const away = { code: 'STORE_UNAVAILABLE' };
      provider.isAway = true;
      for (let count = 0; count < 3; count += 1) await expect(tokens.verify(good)).rejects.toMatchObject(away);
      expect(provider.requests()).toBe(1);
      provider.isAway = false;
      time += 30_000;
      expect(await tokens.verify(good)).toMatchObject({ email: 'a@example.com' });
      expect(provider.requests()).toBe(3);

      provider.isAway = true;
      time += 3_600_000;
      for (let count = 0; count < 3; count += 1) {
        expect(await tokens.verify(good)).toMatchObject({ email: 'a@example.com' });
        await expect(tokens.verify(unknown)).rejects.toMatchObject(away);
      }
      expect(provider.requests()).toBe(4);
    } finally {
      await provider.close();
    }
  });

  it('lets nobody in by its tokens, says so, and hinders nobody else', async () => {
    const provider = await startTokenMint('carrel-test');
    provider.isAway = true;
    const server = await startTestServer({ OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: 'carrel-test' });
    try {
      const owner = await server.register();
      const token = await provider.mint({ email: 'owner1@example.com', tenant_id: 'x' });
      const error = await createClient(server.url, token).error(MeDocument, {});
      expect(error).toMatchObject({
        message: expect.stringContaining('identity provider'),
        extensions: { code: 'STORE_UNAVAILABLE' },
      });
      expect((await owner.data(MeDocument, {})).me.role).toBe('OWNER');
    } finally {
      await server.close();
      await provider.close();
    }
  });
});
