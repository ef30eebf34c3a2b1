import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AcceptInvitationDocument,
  ApiTokensDocument,
  ChangePasswordDocument,
  CreateApiTokenDocument,
  type CreateApiTokenInput,
  DocumentChangedDocument,
  DocumentsDocument,
  IngestTextDocument,
  LogoutDocument,
  MeDocument,
  RemoveMemberDocument,
  RevokeApiTokenDocument,
  SessionsDocument,
  SwitchTenantDocument,
  UpdateMemberDocument,
  UpdateProfileDocument,
} from '../../schema/typed/graphql.ts';
import { type Client, createClient } from '../support/client.ts';
import { openSocket } from '../support/raw-socket.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let time = Date.now();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({}, { now: () => new Date(time) });
});
afterAll(() => server.close());

const code = (expected: string, reason?: string) => ({ extensions: { code: expected, ...(reason && { reason }) } });
const make = async (client: Client, input: Partial<CreateApiTokenInput> = {}) => {
  const { createApiToken } = await client.data(CreateApiTokenDocument, { input: { name: 'import', ...input } });
  return { ...createApiToken, client: createClient(server.url, createApiToken.token) };
};

describe('an API token', () => {
  it('is shown once, looks like one, and is known by its hash alone', async () => {
    const owner = await server.register();
    const { token, apiToken } = await make(owner, { role: 'EDITOR', collections: ['finance'] });
    expect(token).toMatch(/^carrel_[0-9A-Za-z]{49}$/);
    expect(token.slice(7, 15)).toBe(apiToken.prefix);
    expect(apiToken).toMatchObject({ name: 'import', role: 'EDITOR', piiAccess: false, collections: ['finance'] });
    const { apiTokens } = await owner.data(ApiTokensDocument, {});
    expect(apiTokens).toMatchObject({ totalCount: 1, edges: [{ node: { ...apiToken, lastUsedAt: null } }] });
    expect(JSON.stringify(apiTokens)).not.toContain(token);
    const { readFile, readdir } = await import('node:fs/promises');
    for (const name of await readdir(server.dataDir)) {
      if (!name.startsWith('directory.db')) continue;
      expect((await readFile(`${server.dataDir}/${name}`)).includes(token.slice(20))).toBe(false);
    }
  });

  it('works over HTTP, SSE and sockets, with its own rights, as nobody', async () => {
    const owner = await server.register();
    const { client, token, apiToken } = await make(owner, { role: 'EDITOR' });
    const { me } = await client.data(MeDocument, {});
    expect(me).toMatchObject({ user: null, apiToken: { id: apiToken.id }, role: 'EDITOR', piiAccess: false });
    expect(me.memberships).toHaveLength(1);
    const { id } = await client.ingest('a.txt', 'Some text.');
    expect((await client.stream(DocumentChangedDocument, {}).next()).value?.data?.documentChanged.documentId).toBe(id);
    const socket = await openSocket(server.url);
    expect(await socket.init(token)).toMatchObject({ type: 'connection_ack' });
    socket.close();
    await owner.ingest('pii.txt', 'A salary.', { containsPii: true });
    await owner.ingest('own.txt', 'A diary.', { visibility: 'PRIVATE' });
    expect((await client.data(DocumentsDocument, {})).documents.totalCount).toBe(1);
    const input = { name: 'b.txt', text: 'Mine.', visibility: 'PRIVATE' } as const;
    expect(await client.error(IngestTextDocument, { input })).toMatchObject(code('FORBIDDEN'));
    await client.delete(id);
    expect((await owner.data(ApiTokensDocument, {})).apiTokens.edges[0]?.node.lastUsedAt).not.toBeNull();
  });

  it('is refused what needs somebody who is logged in', async () => {
    const owner = await server.register();
    const { client } = await make(owner, { role: 'OWNER', piiAccess: true });
    const refused = [
      await client.error(SessionsDocument, {}),
      await client.error(LogoutDocument, {}),
      await client.error(SwitchTenantDocument, { input: { tenantId: 'f'.repeat(32) } }),
      await client.error(ChangePasswordDocument, {
        input: { currentPassword: 'correct horse', newPassword: 'another one' },
      }),
      await client.error(UpdateProfileDocument, { input: { name: 'Another' } }),
      await client.error(CreateApiTokenDocument, { input: { name: 'another' } }),
    ];
    for (const error of refused) {
      expect(error).toMatchObject({
        message: expect.stringContaining('somebody who is logged in'),
        ...code('FORBIDDEN'),
      });
    }
    const { me } = await owner.data(MeDocument, {});
    const userId = me.user?.id ?? '';
    // Not even its maker leaves by it: for a token, that would be to remove somebody else.
    expect(await client.error(RemoveMemberDocument, { input: { userId } })).toMatchObject(code('CONFLICT'));
    const stranger = await server.register();
    const email = me.user?.email ?? '';
    const { inviteMember } = await stranger.data<{ inviteMember: { token: string } }, Record<string, unknown>>(
      'mutation ($email: String!) { inviteMember(input: { email: $email }) { token } }',
      { email },
    );
    const input = { token: inviteMember.token };
    expect(await client.error(AcceptInvitationDocument, { input })).toMatchObject(code('UNAUTHENTICATED'));
  });

  it('never has more rights than its maker, also when these change', async () => {
    const owner = await server.register();
    const admin = await server.join(owner, { role: 'ADMIN', collections: ['finance', 'legal'] });
    const beyond: Partial<CreateApiTokenInput>[] = [
      { role: 'OWNER', collections: ['finance'] },
      { piiAccess: true, collections: ['finance'] },
      {},
      { collections: ['hr'] },
    ];
    for (const input of beyond) {
      const error = await admin.error(CreateApiTokenDocument, { input: { name: 'import', ...input } });
      expect(error).toMatchObject(code('FORBIDDEN'));
    }
    const { client } = await make(admin, { role: 'ADMIN', collections: ['finance/tax', 'legal'] });
    const input = { userId: admin.userId, role: 'EDITOR', collections: ['finance'] } as const;
    await owner.data(UpdateMemberDocument, { input: { ...input, collections: [...input.collections] } });
    expect((await client.data(MeDocument, {})).me).toMatchObject({ role: 'EDITOR', collections: ['finance/tax'] });
    expect(await client.error(ApiTokensDocument, {})).toMatchObject(code('FORBIDDEN'));
  });

  it.each([
    ['is revoked', async (owner: Client, id: string) => owner.data(RevokeApiTokenDocument, { input: { id } })],
    [
      'has a maker who is suspended',
      async (owner: Client, _id: string, userId: string) =>
        owner.data(UpdateMemberDocument, { input: { userId, suspended: true } }),
    ],
    [
      'has a maker who is removed',
      async (owner: Client, _id: string, userId: string) => owner.data(RemoveMemberDocument, { input: { userId } }),
    ],
  ])('that %s is refused, and what it has open is closed', async (_how, end) => {
    const owner = await server.register();
    const admin = await server.join(owner, { role: 'ADMIN' });
    const { client, token, apiToken } = await make(admin);
    const socket = await openSocket(server.url);
    await socket.init(token);
    await end(owner, apiToken.id, admin.userId);
    expect((await socket.closed).code).toBe(4403);
    expect(await client.error(MeDocument, {})).toMatchObject(code('UNAUTHENTICATED', 'REVOKED'));
  });

  it('ends at its time', async () => {
    const owner = await server.register();
    const past = { name: 'late', expiresAt: new Date(time).toISOString() };
    expect(await owner.error(CreateApiTokenDocument, { input: past })).toMatchObject(code('BAD_INPUT'));
    const { client } = await make(owner, { expiresAt: new Date(time + 60_000).toISOString() });
    expect((await client.data(MeDocument, {})).me.user).toBeNull();
    time += 60_000;
    expect(await client.error(MeDocument, {})).toMatchObject(code('UNAUTHENTICATED', 'EXPIRED'));
  });

  it('that is mistyped, cut off or made up is refused', async () => {
    const { token } = await make(await server.register());
    const last = token.endsWith('0') ? '1' : '0';
    const wrong = [token.slice(0, -1) + last, token.slice(0, -1), `${token}0`, `carrel_${'0'.repeat(49)}`, 'carrel_'];
    for (const each of [...wrong, token.toLowerCase()]) {
      const error = await createClient(server.url, each).error(MeDocument, {});
      expect(error).toMatchObject(code('UNAUTHENTICATED', 'INVALID'));
    }
  });
});
