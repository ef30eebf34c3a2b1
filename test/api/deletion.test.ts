import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AcceptInvitationDocument,
  AnswerDocument,
  AuditLogDocument,
  DeleteAccountDocument,
  DeleteTenantDocument,
  InviteMemberDocument,
  LoginDocument,
  MeDocument,
  MembersDocument,
  UpdateTenantDocument,
} from '../../schema/typed/graphql.ts';
import { newId, type TenantId } from '../../src/ids.ts';
import type { Store } from '../../src/store/store.ts';
import type { Client } from '../support/client.ts';
import { openSocket } from '../support/raw-socket.ts';
import { createScriptedModel, saysThenHangs } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const PASSWORD = 'correct horse';
const code = (expected: string) => ({ extensions: { code: expected } });
const model = createScriptedModel();
let store: Store;
let server: TestServer;
beforeAll(async () => {
  const wrapStore = (opened: Store) => {
    store = opened;
    return opened;
  };
  server = await startTestServer({}, { answerModel: model, wrapStore });
});
afterAll(() => server.close());

/** Whether any file of the data folder holds a text. */
const holds = async (text: string): Promise<boolean> => {
  for (const name of await readdir(server.dataDir, { recursive: true })) {
    const content = await readFile(join(server.dataDir, name)).catch(() => Buffer.alloc(0));
    if (content.includes(text)) return true;
  }
  return false;
};
const login = (email: string) => server.anonymous().request(LoginDocument, { input: { email, password: PASSWORD } });
const joinAs = async (owner: Client, guest: Client) => {
  const email = (await guest.data(MeDocument, {})).me.user?.email ?? '';
  const { inviteMember } = await owner.data(InviteMemberDocument, { input: { email, role: 'EDITOR' } });
  await guest.data(AcceptInvitationDocument, { input: { token: inviteMember.token } });
};

describe('an organisation', () => {
  it('is renamed by its owners', async () => {
    const owner = await server.register();
    const admin = await server.join(owner, { role: 'ADMIN' });
    const input = { name: ' Acme  Limited ' };
    expect(await admin.error(UpdateTenantDocument, { input })).toMatchObject(code('FORBIDDEN'));
    expect((await owner.data(UpdateTenantDocument, { input })).updateTenant.tenant.name).toBe('Acme  Limited');
    expect((await admin.data(MeDocument, {})).me.tenant.name).toBe('Acme  Limited');
    expect(await owner.error(UpdateTenantDocument, { input: { name: ' ' } })).toMatchObject(code('BAD_INPUT'));
  });

  it('is deleted by an owner with the password and its name, with all that it had, at once', async () => {
    const owner = await server.register({ email: 'olga@example.org', organization: 'Doomed' });
    const member = await server.join(owner, { role: 'ADMIN', email: 'mia@example.org' });
    const [guest, other] = [await server.register(), await server.register()];
    await joinAs(owner, guest);
    const canary = `CANARY-${newId()}`;
    const { chunkCount } = await owner.ingest('leave.md', `Employees get 25 days of paid leave. ${canary}`);
    await other.ingest('theirs.md', 'What others keep.');
    expect(await holds(canary)).toBe(true);
    model.script = saysThenHangs(' so');
    const begun = model.nextRun();
    const socket = await openSocket(server.url);
    await socket.init(member.token);
    socket.subscribe('1', print(AnswerDocument), { input: { question: 'How many days of paid leave?' } });
    const run = await begun;

    const input = { password: PASSWORD, confirmName: 'Doomed' };
    expect(await member.error(DeleteTenantDocument, { input })).toMatchObject(code('FORBIDDEN'));
    expect(await owner.error(DeleteTenantDocument, { input: { ...input, confirmName: 'doomed' } })).toMatchObject(
      code('BAD_INPUT'),
    );
    expect(await owner.error(DeleteTenantDocument, { input: { ...input, password: 'wrong horse' } })).toMatchObject(
      code('UNAUTHENTICATED'),
    );
    const { deleteTenant } = await owner.data(DeleteTenantDocument, { input });
    expect(deleteTenant).toMatchObject({ documents: 1, chunks: chunkCount, members: 3 });

    expect((await socket.closed).code).toBe(4403);
    await run.ended;
    for (const client of [owner, member]) {
      expect(await client.error(MeDocument, {})).toMatchObject({ extensions: { reason: 'REVOKED' } });
    }
    for (const email of ['olga@example.org', 'mia@example.org']) {
      expect((await login(email)).errors).toMatchObject([{ extensions: { reason: 'INVALID' } }]);
    }
    expect((await guest.data(MeDocument, {})).me.memberships).toHaveLength(1);
    expect((await other.data(MeDocument, {})).me.tenant.usage).toMatchObject({ documents: 1 });
    expect(await holds(canary)).toBe(false);
    expect(await readdir(join(server.dataDir, 'tenants'))).not.toContain(`${deleteTenant.tenantId}.db`);
    await expect(store.openTenant(deleteTenant.tenantId as TenantId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('whose end was interrupted is removed later', async () => {
    const owner = await server.register();
    const canary = `CANARY-${newId()}`;
    await owner.ingest('a.md', `Some text. ${canary}`);
    const id = (await owner.data(MeDocument, {})).me.tenant.id as TenantId;
    // As after a kill between the two steps.
    await store.directory.deleteTenant(id, new Date(Date.now() - 120_000));
    await expect.poll(() => store.directory.findTenant(id), { timeout: 20_000 }).toBeNull();
    expect(await holds(canary)).toBe(false);
  });
});

describe('an account', () => {
  it('is deleted with the organisation of one person, and leaves those of others', async () => {
    const [owner, guest] = [await server.register(), await server.register({ email: 'gil@example.org' })];
    await joinAs(owner, guest);
    const own = (await guest.data(MeDocument, {})).me;
    const input = { password: PASSWORD };
    expect(await guest.error(DeleteAccountDocument, { input: { password: 'wrong horse' } })).toMatchObject(
      code('UNAUTHENTICATED'),
    );
    expect((await guest.data(DeleteAccountDocument, { input })).deleteAccount.userId).toBe(own.user?.id);
    expect((await login('gil@example.org')).errors).toMatchObject([{ extensions: { reason: 'INVALID' } }]);
    expect((await owner.data(MembersDocument, {})).members.totalCount).toBe(1);
    await expect(store.openTenant(own.tenant.id as TenantId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await server.register({ email: 'gil@example.org' });
  });

  it('of the only owner of an organisation with others stays', async () => {
    const owner = await server.register();
    const member = await server.join(owner);
    const error = await owner.error(DeleteAccountDocument, { input: { password: PASSWORD } });
    expect(error).toMatchObject({ message: expect.stringContaining('the only owner of'), ...code('CONFLICT') });
    expect((await owner.data(AuditLogDocument, { filter: { action: 'account.delete' } })).auditLog.totalCount).toBe(0);
    await member.data(DeleteAccountDocument, { input: { password: PASSWORD } });
    expect((await owner.data(AuditLogDocument, { filter: { action: 'account.delete' } })).auditLog.totalCount).toBe(1);
  });
});
