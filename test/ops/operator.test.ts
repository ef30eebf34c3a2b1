import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  InvitationDocument,
  InviteMemberDocument,
  LoginDocument,
  MeDocument,
  ResetPasswordDocument,
} from '../../schema/typed/graphql.ts';
import { givenSealingKeys } from '../../src/auth/sealing-keys.ts';
import { openSecretBox } from '../../src/auth/secret-box.ts';
import { callControl, controlPath } from '../../src/ops/admin/control.ts';
import { createOperator, type Operator } from '../../src/ops/admin/operator.ts';
import { createDeletion } from '../../src/tenants/deletion.ts';
import { createClient } from '../support/client.ts';
import { runAdmin } from '../support/process.ts';
import { openSocket } from '../support/raw-socket.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { openTemporaryStore } from '../support/store-embedded.ts';
import { newMember } from '../support/store-fixtures.ts';

const PASSWORD = 'correct horse';

describe('operator commands in a running server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  const run = async (command: string, ...args: string[]) => {
    const result = await callControl(controlPath(server.dataDir), { command, args });
    if (!result) throw new Error('The server takes no commands.');
    return result;
  };
  const idOf = async (email: string) => {
    const client = await server.register({ email, organization: `Organisation of ${email}` });
    return { client, id: (await client.data(MeDocument, {})).me.tenant.id };
  };
  const login = (email: string, password = PASSWORD) =>
    server.anonymous().request(LoginDocument, { input: { email, password } });

  it('come over a socket that nobody else may open', async () => {
    expect((await stat(controlPath(server.dataDir))).mode & 0o077).toBe(0);
  });

  it('suspend an organisation, whose sockets close, and let it in again', async () => {
    const { client, id } = await idOf('a@example.org');
    const socket = await openSocket(server.url);
    await socket.init(client.token);
    expect((await run('tenant suspend', id)).lines[0]).toContain('suspended since');
    expect(await socket.closed).toMatchObject({ code: 4403, reason: expect.stringContaining('suspended') });
    expect(await client.error(MeDocument, {})).toMatchObject({ extensions: { reason: 'REVOKED' } });
    expect((await login('a@example.org')).errors).toMatchObject([{ extensions: { reason: 'REVOKED' } }]);
    await run('tenant resume', id);
    expect((await client.data(MeDocument, {})).me.tenant.id).toBe(id);
  });

  it('list organisations and members, and show what one has', async () => {
    const { client, id } = await idOf('b@example.org');
    await client.ingest('a.txt', 'Some text.');
    expect((await run('tenant list')).data).toEqual(expect.arrayContaining([expect.objectContaining({ id })]));
    expect((await run('tenant show', id)).data).toMatchObject({ id, members: 1, documents: 1, limits: {} });
    expect((await run('user list', id)).data).toMatchObject([{ email: 'b@example.org', role: 'OWNER' }]);
    await run('tenant limits', id, 'documents=5', 'storage-bytes=none');
    expect((await run('tenant limits', id)).data).toEqual({ documents: 5, storageBytes: null });
    await run('tenant limits', id, 'documents=default');
    expect((await run('tenant limits', id)).data).toEqual({ storageBytes: null });
    await expect(run('tenant limits', id, 'documents=-1')).rejects.toMatchObject({ code: 'BAD_INPUT' });
    for (const unknown of ['f'.repeat(32), '', '../x']) {
      await expect(run('tenant show', unknown)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    await expect(run('tenant burn', id)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('reset a password, and suspend an account everywhere', async () => {
    const { client } = await idOf('c@example.org');
    const { data } = await run('user reset-password', ' C@example.org');
    const { token } = data as { token: string };
    const input = { token, newPassword: 'battery staple' };
    const { resetPassword } = await server.anonymous().data(ResetPasswordDocument, { input });
    expect(await client.error(MeDocument, {})).toMatchObject({ extensions: { reason: 'REVOKED' } });
    const { inviteMember } = await createClient(server.url, resetPassword.accessToken).data(InviteMemberDocument, {
      input: { email: 'friend@example.org', role: 'OWNER' },
    });
    await run('user suspend', 'c@example.org');
    // Nor do those come in whom they have invited.
    const { invitation } = await server.anonymous().data(InvitationDocument, { token: inviteMember.token });
    expect(invitation).toBeNull();
    expect((await login('c@example.org', 'battery staple')).errors).toMatchObject([
      { extensions: { reason: 'REVOKED' } },
    ]);
    await run('user resume', 'c@example.org');
    expect((await login('c@example.org', 'battery staple')).errors).toBeUndefined();
    await expect(run('user suspend', 'nobody@example.org')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('make another key, which is published at once, and log nobody out', async () => {
    const { client } = await idOf('e@example.org');
    const { data } = await run('rotate-keys');
    const published = await (await fetch(`${server.url}/.well-known/jwks.json`)).json();
    const { keys } = published as { keys: Record<string, string>[] };
    expect(keys).toEqual(expect.arrayContaining([expect.objectContaining(data as object)]));
    expect(JSON.stringify(keys)).not.toContain('"d"');
    expect((await client.data(MeDocument, {})).me.user).not.toBeNull();
  });

  it('delete an organisation', async () => {
    const { client, id } = await idOf('d@example.org');
    await client.ingest('a.txt', 'Some text.');
    await run('tenant delete', id);
    expect(await client.error(MeDocument, {})).toMatchObject({ extensions: { reason: 'REVOKED' } });
    await expect(run('tenant show', id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the command line', () => {
  let root: string;
  let operator: Operator;
  let close: () => Promise<void>;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'carrel-operator-'));
    const opened = await openTemporaryStore();
    const { store } = opened;
    close = opened.close;
    const now = () => new Date();
    const { directory } = store;
    await directory.register(newMember());
    const deletion = createDeletion({ directory, removeData: (id) => store.removeTenant(id), now });
    operator = createOperator({
      directory,
      store,
      deletion,
      keys: { rotate: async () => 'new' },
      openSecrets: () => openSecretBox(givenSealingKeys([])),
      now,
    });
  });
  afterAll(async () => {
    await close();
    await rm(root, { recursive: true });
  });

  const admin = (...args: string[]) => runAdmin(args, { cwd: root, env: { DATA_DIR: root } });

  it('runs the same commands where no server does', async () => {
    const { data } = await operator.run('tenant list', []);
    expect(data).toHaveLength(1);
    const [{ id }] = data as [{ id: string }];
    const feedback = await operator.run('feedback', [id]);
    expect(feedback.lines).toEqual([expect.stringContaining('0 rated answers, 0 of them helpful')]);
    expect(feedback.data).toMatchObject({ organization: { id }, answers: [] });
  });

  it('shows help, and ends with 2 for what is no command and 1 for what went wrong', async () => {
    const [help, unknown, missing, away] = await Promise.all([
      admin('tenant', 'show', '--help'),
      admin('tenant', 'burn'),
      admin('tenant', 'show'),
      admin('tenant', 'list', '--json'),
    ]);
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('tenant suspend ID') });
    for (const each of [unknown, missing]) {
      expect(each).toMatchObject({ code: 2, stderr: expect.stringContaining('npm run admin -- ') });
    }
    expect(away).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no data of Carrel in') });
  });
});
