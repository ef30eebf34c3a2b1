import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AcceptInvitationDocument,
  CreatePasswordResetDocument,
  DocumentChangedDocument,
  InvitationDocument,
  InvitationsDocument,
  InviteMemberDocument,
  type InviteMemberInput,
  LoginDocument,
  MeDocument,
  MembersDocument,
  RefreshSessionDocument,
  RemoveMemberDocument,
  ResetPasswordDocument,
  RevokeInvitationDocument,
  SwitchTenantDocument,
  UpdateMemberDocument,
  type UpdateMemberInput,
} from '../../schema/typed/graphql.ts';
import { type Client, createClient } from '../support/client.ts';
import { openSocket } from '../support/raw-socket.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const DAY_MS = 86_400_000;
const PASSWORD = 'correct horse';
let time = Date.now();
let server: TestServer;
let people = 0;
beforeAll(async () => {
  server = await startTestServer({}, { now: () => new Date(time) });
});
afterAll(() => server.close());

const code = (expected: string) => ({ extensions: { code: expected } });
const newEmail = () => `guest${++people}@example.org`;
const invite = async (client: Client, input: Partial<InviteMemberInput> = {}) =>
  (await client.data(InviteMemberDocument, { input: { email: newEmail(), ...input } })).inviteMember;
const accepting = (token: string, password: string | null = PASSWORD) => ({ input: { token, password } });
const accept = async (token: string, client: Client = server.anonymous(), password: string | null = PASSWORD) =>
  (await client.data(AcceptInvitationDocument, accepting(token, password))).acceptInvitation;
const update = (client: Client, input: UpdateMemberInput) => client.data(UpdateMemberDocument, { input });
const login = async (email: string, password = PASSWORD) =>
  createClient(
    server.url,
    (await server.anonymous().data(LoginDocument, { input: { email, password } })).login.accessToken,
  );

describe('an invitation', () => {
  it('makes a new user a member with the rights that it names', async () => {
    const owner = await server.register({ organization: 'Acme' });
    const email = newEmail();
    const rights = { role: 'EDITOR', piiAccess: true, collections: ['finance/payroll', ' finance / tax '] } as const;
    const { token, invitation } = await invite(owner, {
      email: email.toUpperCase(),
      ...rights,
      collections: [...rights.collections],
    });
    const expected = { ...rights, collections: ['finance/payroll', 'finance/tax'] };
    expect(invitation).toMatchObject({ email, ...expected });
    const preview = { tenantName: 'Acme', email, role: 'EDITOR', hasAccount: false, expiresAt: invitation.expiresAt };
    expect((await server.anonymous().data(InvitationDocument, { token })).invitation).toEqual(preview);

    time += 1_000;
    const input = { token, password: PASSWORD, name: 'Grace' };
    const { acceptInvitation } = await server.anonymous().data(AcceptInvitationDocument, { input });
    expect(acceptInvitation.viewer).toMatchObject({
      ...expected,
      user: { email, name: 'Grace' },
      tenant: { name: 'Acme' },
    });
    expect((await (await login(email)).data(MeDocument, {})).me).toMatchObject({ ...expected, user: { email } });
    const { members } = await owner.data(MembersDocument, {});
    expect(members).toMatchObject({
      totalCount: 2,
      edges: [{ node: { role: 'OWNER' } }, { node: { ...expected, user: { email }, suspendedAt: null } }],
    });
  });

  it('lets an account in only when its owner is logged in, and gives them another organisation', async () => {
    const [owner, guest] = [await server.register(), await server.register()];
    const { me } = await guest.data(MeDocument, {});
    const { token } = await invite(owner, { email: me.user?.email ?? '' });
    expect((await server.anonymous().data(InvitationDocument, { token })).invitation?.hasAccount).toBe(true);
    for (const stranger of [server.anonymous(), owner]) {
      expect(await stranger.error(AcceptInvitationDocument, accepting(token))).toMatchObject(code('UNAUTHENTICATED'));
    }
    const session = await accept(token, guest, null);
    const there = createClient(server.url, session.accessToken);
    expect((await there.data(MeDocument, {})).me.memberships).toHaveLength(2);
    expect((await guest.data(MeDocument, {})).me.tenant.id).toBe(me.tenant.id);

    const input = { tenantId: me.tenant.id };
    const { switchTenant } = await there.data(SwitchTenantDocument, { input });
    expect(switchTenant.viewer).toMatchObject({ role: 'OWNER', tenant: { id: me.tenant.id } });
    const stranger = await server.register();
    expect(await stranger.error(SwitchTenantDocument, { input })).toMatchObject(code('NOT_FOUND'));
  });

  it('can be used once, of many tries at once too', async () => {
    const owner = await server.register();
    const { token } = await invite(owner);
    const tries = await Promise.all(
      [1, 2, 3, 4].map(() => server.anonymous().request(AcceptInvitationDocument, accepting(token))),
    );
    expect(tries.filter(({ errors }) => !errors)).toHaveLength(1);
    expect((await owner.data(MembersDocument, {})).members.totalCount).toBe(2);
    expect(await server.anonymous().error(AcceptInvitationDocument, accepting(token))).toMatchObject(code('NOT_FOUND'));
    expect((await server.anonymous().data(InvitationDocument, { token })).invitation).toBeNull();
  });

  it('ends with its week, with its revocation, with the next one, and with the rights of who made it', async () => {
    const ownEmail = newEmail();
    const owner = await server.register({ email: ownEmail });
    const admin = await server.join(owner, { role: 'ADMIN', piiAccess: true });
    const ended: string[] = [];
    const late = await invite(owner);
    time += 7 * DAY_MS;
    ended.push(late.token);
    const fresh = await login(admin.email);
    const boss = await login(ownEmail);
    const revoked = await invite(boss);
    await boss.data(RevokeInvitationDocument, { input: { id: revoked.invitation.id } });
    ended.push(revoked.token);
    const email = newEmail();
    ended.push((await invite(boss, { email })).token);
    const { token: last } = await invite(boss, { email });
    const promised = await invite(fresh, { role: 'ADMIN', piiAccess: true });
    await update(boss, { userId: admin.userId, role: 'EDITOR' });
    ended.push(promised.token);

    for (const token of [...ended, '', 'x'.repeat(1_000)]) {
      expect((await server.anonymous().data(InvitationDocument, { token })).invitation).toBeNull();
      const error = await server.anonymous().error(AcceptInvitationDocument, accepting(token));
      expect(error).toMatchObject({ message: 'There is no such invitation.', ...code('NOT_FOUND') });
    }
    expect((await server.anonymous().data(InvitationDocument, { token: last })).invitation).toMatchObject({ email });
    expect((await boss.data(InvitationsDocument, {})).invitations.totalCount).toBe(2);
  });

  it('needs a good password from a new user, and leaves nothing of a bad one', async () => {
    const owner = await server.register();
    const { token } = await invite(owner);
    for (const password of ['short', null]) {
      const error = await server.anonymous().error(AcceptInvitationDocument, accepting(token, password));
      expect(error).toMatchObject(code('BAD_INPUT'));
    }
    expect((await owner.data(MembersDocument, {})).members.totalCount).toBe(1);
    await accept(token);
    expect((await owner.data(MembersDocument, {})).members.totalCount).toBe(2);
  });

  it('is refused for members, for what is no e-mail, and for names of no collection', async () => {
    const owner = await server.register();
    const member = await server.join(owner);
    const wrong: [Partial<InviteMemberInput>, string][] = [
      [{ email: member.email }, 'CONFLICT'],
      [{ email: 'nobody' }, 'BAD_INPUT'],
      [{ collections: ['finance//payroll'] }, 'BAD_INPUT'],
      [{ collections: [' '] }, 'BAD_INPUT'],
      [{ collections: ['x'.repeat(201)] }, 'BAD_INPUT'],
    ];
    for (const [input, expected] of wrong) {
      const error = await owner.error(InviteMemberDocument, { input: { email: newEmail(), ...input } });
      expect(error).toMatchObject(code(expected));
    }
  });
});

describe('nobody grants more than they hold', () => {
  let owner: Client;
  let admin: Client & { userId: string };
  let limited: Client & { userId: string };
  beforeAll(async () => {
    owner = await server.register();
    admin = await server.join(owner, { role: 'ADMIN' });
    limited = await server.join(owner, { role: 'ADMIN', piiAccess: true, collections: ['finance'] });
  });

  const beyond: [string, () => Client, Partial<InviteMemberInput>][] = [
    ['the role', () => admin, { role: 'OWNER' }],
    ['personal data', () => admin, { piiAccess: true }],
    ['all collections', () => limited, {}],
    ['another collection', () => limited, { collections: ['finance/payroll', 'legal'] }],
    ['a collection of like name', () => limited, { collections: ['finances'] }],
  ];
  it.each(beyond)('by an invitation: %s', async (_what, who, rights) => {
    const error = await who().error(InviteMemberDocument, { input: { email: newEmail(), ...rights } });
    expect(error).toMatchObject({
      message: expect.stringContaining("can't grant more than you hold"),
      ...code('FORBIDDEN'),
    });
  });
  it.each(beyond)('by an update: %s', async (_what, who, { role, piiAccess, collections = null }) => {
    const { userId } = await server.join(owner, { collections: ['finance'] });
    const input = { userId, ...(role && { role }), ...(piiAccess && { piiAccess }), collections };
    expect(await who().error(UpdateMemberDocument, { input })).toMatchObject(code('FORBIDDEN'));
  });
  it('nor raises themselves, nor touches who stands above them', async () => {
    const ownerId = await idOf(owner);
    const wrong: UpdateMemberInput[] = [
      { userId: admin.userId, role: 'OWNER' },
      { userId: admin.userId, piiAccess: true },
      { userId: ownerId, role: 'VIEWER' },
      { userId: ownerId, suspended: true },
      { userId: limited.userId, role: 'VIEWER' },
    ];
    for (const input of wrong)
      expect(await admin.error(UpdateMemberDocument, { input })).toMatchObject(code('FORBIDDEN'));
    for (const userId of [ownerId, limited.userId]) {
      expect(await admin.error(RemoveMemberDocument, { input: { userId } })).toMatchObject(code('FORBIDDEN'));
      expect(await admin.error(CreatePasswordResetDocument, { input: { userId } })).toMatchObject(code('FORBIDDEN'));
    }
  });
  it('but may grant as much', async () => {
    expect((await invite(admin, { role: 'ADMIN' })).invitation.role).toBe('ADMIN');
    expect((await invite(limited, { piiAccess: true, collections: ['finance/payroll'] })).invitation.piiAccess).toBe(
      true,
    );
  });
});

describe('a member', () => {
  it('who is suspended is let in no more, anywhere, until that is taken back', async () => {
    const owner = await server.register();
    const member = await server.join(owner, { role: 'EDITOR' });
    const socket = await openSocket(server.url);
    await socket.init(member.token);
    const { userId } = member;
    const input = { email: member.email, password: PASSWORD };
    const { refreshToken } = (await server.anonymous().data(LoginDocument, { input })).login;
    expect((await update(owner, { userId, suspended: true })).updateMember.member.suspendedAt).not.toBeNull();
    expect(await socket.closed).toMatchObject({ code: 4403, reason: expect.stringContaining('suspended') });
    for (const error of [
      await member.error(MeDocument, {}),
      await server.anonymous().error(LoginDocument, { input }),
      await server.anonymous().error(RefreshSessionDocument, { input: { refreshToken } }),
    ]) {
      expect(error).toMatchObject({ extensions: { code: 'UNAUTHENTICATED', reason: 'REVOKED' } });
    }
    await update(owner, { userId, suspended: false });
    expect((await member.data(MeDocument, {})).me.role).toBe('EDITOR');
    expect(
      await owner.error(UpdateMemberDocument, { input: { userId: await idOf(owner), suspended: true } }),
    ).toMatchObject(code('BAD_INPUT'));
  });

  it('whose rights change loses what was opened with the old ones, and has the new ones at once', async () => {
    const owner = await server.register();
    const member = await server.join(owner, { role: 'EDITOR' });
    for (const change of [{ role: 'VIEWER' }, { piiAccess: true }, { collections: ['finance'] }] as const) {
      const stream = member.stream(DocumentChangedDocument, {});
      const ended = (async () => {
        for await (const { errors } of stream) if (errors) return errors;
        return [];
      })();
      await expect
        .poll(async () =>
          (await (await fetch(`${server.url}/metrics`)).text()).includes('carrel_streams{kind="documentChanged"} 1'),
        )
        .toBe(true);
      await update(owner, {
        userId: member.userId,
        ...change,
        ...('collections' in change && { collections: [...change.collections] }),
      } as UpdateMemberInput);
      expect(await ended).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', reason: 'REVOKED' } }]);
      expect((await member.data(MeDocument, {})).me).toMatchObject(change);
    }
  });

  it('who is removed is gone, with an account that belongs nowhere else, and may be invited anew', async () => {
    const owner = await server.register();
    const member = await server.join(owner, { role: 'EDITOR' });
    const { id } = await member.ingest('mine.txt', 'What stays.');
    const { userId, email } = member;
    await owner.data(RemoveMemberDocument, { input: { userId } });
    expect(await member.error(MeDocument, {})).toMatchObject({ extensions: { reason: 'REVOKED' } });
    expect(await server.anonymous().error(LoginDocument, { input: { email, password: PASSWORD } })).toMatchObject({
      extensions: { reason: 'INVALID' },
    });
    expect(await owner.error(RemoveMemberDocument, { input: { userId } })).toMatchObject({
      message: 'There is no such member.',
    });
    expect(await owner.document(id)).toMatchObject({ name: 'mine.txt' });
    await accept((await invite(owner, { email })).token);
    expect((await owner.data(MembersDocument, {})).members.totalCount).toBe(2);
  });

  it('may leave, but nobody may remove others who is no administrator', async () => {
    const owner = await server.register();
    const [one, other] = [await server.join(owner, { role: 'EDITOR' }), await server.join(owner)];
    for (const userId of [other.userId, await idOf(owner), 'f'.repeat(32)]) {
      const error = await one.error(RemoveMemberDocument, { input: { userId } });
      expect(error).toMatchObject({ message: 'This needs the role ADMIN or higher; yours is EDITOR.' });
    }
    await one.data(RemoveMemberDocument, { input: { userId: one.userId } });
    expect((await owner.data(MembersDocument, {})).members.totalCount).toBe(2);
  });

  it('who is the last owner stays one', async () => {
    const owner = await server.register();
    const userId = await idOf(owner);
    const other = await server.join(owner, { role: 'OWNER', piiAccess: true });
    await update(owner, { userId: other.userId, suspended: true });
    expect(await owner.error(RemoveMemberDocument, { input: { userId } })).toMatchObject(code('CONFLICT'));
    expect(await owner.error(UpdateMemberDocument, { input: { userId, role: 'ADMIN' } })).toMatchObject(
      code('CONFLICT'),
    );
    await update(owner, { userId: other.userId, suspended: false });
    const leave = (client: Client, id: string) => client.request(RemoveMemberDocument, { input: { userId: id } });
    const left = await Promise.all([leave(owner, userId), leave(other, other.userId)]);
    expect(left.filter(({ errors }) => errors)).toMatchObject([{ errors: [code('CONFLICT')] }]);
  });

  it('who has forgotten the password chooses another one by a token, once, within the hour', async () => {
    const email = newEmail();
    const owner = await server.register({ email });
    const member = await server.join(owner);
    const input = { userId: member.userId };
    const { token: late } = (await owner.data(CreatePasswordResetDocument, { input })).createPasswordReset;
    const choose = (token: string, newPassword: string) => ({ input: { token, newPassword } });
    time += 3_600_000;
    const boss = await login(email);
    expect(await server.anonymous().error(ResetPasswordDocument, choose(late, 'battery staple'))).toMatchObject({
      extensions: { reason: 'INVALID' },
    });
    const { createPasswordReset } = await boss.data(CreatePasswordResetDocument, { input });
    const session = (
      await server.anonymous().data(ResetPasswordDocument, choose(createPasswordReset.token, 'battery staple'))
    ).resetPassword;
    expect(session.viewer.user?.email).toBe(member.email);
    expect((await (await login(member.email, 'battery staple')).data(MeDocument, {})).me.user?.email).toBe(
      member.email,
    );
    expect(
      await server.anonymous().error(ResetPasswordDocument, choose(createPasswordReset.token, 'another one')),
    ).toMatchObject({ extensions: { reason: 'INVALID' } });
  });

  it('who belongs to other organisations too has the password reset by no administrator', async () => {
    const [owner, guest] = [await server.register(), await server.register()];
    const { me } = await guest.data(MeDocument, {});
    await accept((await invite(owner, { email: me.user?.email ?? '' })).token, guest, null);
    const error = await owner.error(CreatePasswordResetDocument, { input: { userId: me.user?.id ?? '' } });
    expect(error).toMatchObject(code('FORBIDDEN'));
  });

  it('keeps the account from who made a token for it when they could, and could not now', async () => {
    const owner = await server.register();
    const admin = await server.join(owner, { role: 'ADMIN', piiAccess: true });
    const other = await server.join(owner, { role: 'ADMIN', piiAccess: true });
    const elsewhere = await server.register();
    const changes: ((member: Client & { email: string; userId: string }) => Promise<unknown>)[] = [
      // Raised above who made it; in another organisation by now; made by who is suspended, lowered or removed meanwhile.
      ({ userId }) => update(owner, { userId, role: 'OWNER' }),
      async (member) => accept((await invite(elsewhere, { email: member.email })).token, member, null),
      () => update(owner, { userId: admin.userId, suspended: true }),
      () => update(owner, { userId: admin.userId, suspended: false, role: 'EDITOR' }),
      () => owner.data(RemoveMemberDocument, { input: { userId: other.userId } }),
    ];
    for (const [at, change] of changes.entries()) {
      const member = await server.join(owner);
      if (at === 3) await update(owner, { userId: admin.userId, suspended: false });
      const maker = at < 3 ? admin : at === 3 ? await login(admin.email) : other;
      const { createPasswordReset } = await maker.data(CreatePasswordResetDocument, {
        input: { userId: member.userId },
      });
      await change(member);
      const input = { token: createPasswordReset.token, newPassword: 'battery staple' };
      expect(await server.anonymous().error(ResetPasswordDocument, { input }), `${at}`).toMatchObject({
        extensions: { code: 'UNAUTHENTICATED', reason: 'INVALID' },
      });
      expect(await login(member.email)).toBeDefined();
    }
  });
});

async function idOf(client: Client): Promise<string> {
  return (await client.data(MeDocument, {})).me.user?.id ?? '';
}
