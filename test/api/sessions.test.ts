import { print } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  AcceptInvitationDocument,
  AnswerDocument,
  AuditLogDocument,
  ChangePasswordDocument,
  DocumentChangedDocument,
  InviteMemberDocument,
  LoginDocument,
  LogoutDocument,
  MeDocument,
  RefreshSessionDocument,
  RegisterDocument,
  RevokeSessionDocument,
  type SessionPartsFragment,
  SessionsDocument,
} from '../../schema/typed/graphql.ts';
import { type Client, createClient } from '../support/client.ts';
import { openSocket } from '../support/raw-socket.ts';
import { createScriptedModel, saysThenHangs } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const model = createScriptedModel();
let time = Date.now();
let server: TestServer;
let people = 0;
beforeAll(async () => {
  server = await startTestServer({}, { answerModel: model, now: () => new Date(time) });
});
afterAll(() => server.close());

const PASSWORD = 'correct horse';
const refused = (reason: string) => ({ extensions: { code: 'UNAUTHENTICATED', reason } });
const as = ({ accessToken }: SessionPartsFragment) => createClient(server.url, accessToken);
const register = async (): Promise<{ email: string; session: SessionPartsFragment }> => {
  const email = `person${++people}@example.org`;
  const input = { email, password: PASSWORD };
  return { email, session: (await server.anonymous().data(RegisterDocument, { input })).register };
};
const login = async (email: string, password = PASSWORD) =>
  (await server.anonymous().data(LoginDocument, { input: { email, password } })).login;
const refresh = (refreshToken: string) => ({ input: { refreshToken } });

describe('the audit log of an organisation', () => {
  it('tells nothing of the sessions that its members have in others', async () => {
    const owner = as((await register()).session);
    const { email, session: elsewhere } = await register();
    const there = as(elsewhere);
    const { inviteMember } = await owner.data(InviteMemberDocument, { input: { email } });
    const { acceptInvitation } = await there.data(AcceptInvitationDocument, { input: { token: inviteMember.token } });
    const here = as(acceptInvitation);
    const [other] = (await here.data(SessionsDocument, {})).sessions.filter(({ current }) => !current);
    await here.data(RevokeSessionDocument, { input: { id: other?.id ?? '' } });
    const { me } = await here.data(MeDocument, {});
    const tenantId = me.memberships.find((membership) => membership.tenantId !== me.tenant.id)?.tenantId ?? '';
    await server.anonymous().data(LoginDocument, { input: { email, password: PASSWORD, tenantId } });
    expect(await here.data(LogoutDocument, { input: { everywhere: true } })).toEqual({ logout: { endedSessions: 2 } });

    const { edges } = (await owner.data(AuditLogDocument, { filter: { actor: email } })).auditLog;
    const entries = edges.map(({ node }) => ({ ...node, detail: JSON.parse(node.detail ?? '{}') as object }));
    expect(entries).toMatchObject([
      { action: 'session.logout', outcome: 'OK', detail: { everywhere: true } },
      { action: 'session.revoke', outcome: 'OK', target: null },
      { action: 'invitation.accept' },
    ]);
    expect(entries[0]?.detail).not.toHaveProperty('endedSessions');
    expect(JSON.stringify(entries)).not.toContain(other?.id);
  });
});

describe('a refresh token', () => {
  it('gives new tokens for the same session, once', async () => {
    const { session } = await register();
    const { refreshSession: next } = await server
      .anonymous()
      .data(RefreshSessionDocument, refresh(session.refreshToken));
    expect(next.viewer).toEqual(session.viewer);
    expect(next.refreshToken).not.toBe(session.refreshToken);
    expect((await as(next).data(SessionsDocument, {})).sessions).toHaveLength(1);

    const repeated = await server.anonymous().error(RefreshSessionDocument, refresh(session.refreshToken));
    expect(repeated.extensions.code).toBe('CONFLICT');
    expect((await as(next).data(MeDocument, {})).me.user?.email).toBe(session.viewer.user?.email);
  });

  it('that comes again after ten seconds ends its session with all its tokens', async () => {
    const { session } = await register();
    const { refreshSession: next } = await server
      .anonymous()
      .data(RefreshSessionDocument, refresh(session.refreshToken));
    time += 10_000;
    const stolen = await server.anonymous().error(RefreshSessionDocument, refresh(session.refreshToken));
    expect(stolen).toMatchObject(refused('REVOKED'));
    const later = await server.anonymous().error(RefreshSessionDocument, refresh(next.refreshToken));
    expect(later).toMatchObject(refused('INVALID'));
    expect(await as(next).error(MeDocument, {})).toMatchObject(refused('REVOKED'));
  });

  it('is good for 30 days, each time anew', async () => {
    const { session } = await register();
    time += 29 * 86_400_000;
    const { refreshSession: next } = await server
      .anonymous()
      .data(RefreshSessionDocument, refresh(session.refreshToken));
    time += 30 * 86_400_000;
    expect(await server.anonymous().error(RefreshSessionDocument, refresh(next.refreshToken))).toMatchObject(
      refused('INVALID'),
    );
  });

  it('is no access token, and no access token is one', async () => {
    const { session } = await register();
    expect(await createClient(server.url, session.refreshToken).error(MeDocument, {})).toMatchObject(
      refused('INVALID'),
    );
    for (const wrong of [session.accessToken, '', 'x'.repeat(5_000), session.refreshToken.toUpperCase()]) {
      const error = await server.anonymous().error(RefreshSessionDocument, refresh(wrong));
      expect(error).toMatchObject(refused('INVALID'));
    }
    expect((await as(session).data(MeDocument, {})).me.user).not.toBeNull();
  });
});

describe('a session', () => {
  it('is listed with its device, last seen first, for its user alone', async () => {
    const { email, session } = await register();
    await register();
    time += 120_000;
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Carrel for tests 1.0' },
      body: JSON.stringify({ query: print(LoginDocument), variables: { input: { email, password: PASSWORD } } }),
    });
    const { data } = (await response.json()) as { data: { login: SessionPartsFragment } };
    const { sessions } = await as(data.login).data(SessionsDocument, {});
    expect(sessions).toMatchObject([
      { current: true, device: expect.stringContaining('Carrel for tes') },
      { current: false },
    ]);
    expect((await as(session).data(SessionsDocument, {})).sessions).toHaveLength(2);
  });

  it('ends at its logout: its access token and its refresh token are refused at once', async () => {
    const { email, session } = await register();
    const other = await login(email);
    expect(await as(session).data(LogoutDocument, {})).toEqual({ logout: { endedSessions: 1 } });
    expect(await as(session).error(MeDocument, {})).toMatchObject(refused('REVOKED'));
    expect(await server.anonymous().error(RefreshSessionDocument, refresh(session.refreshToken))).toMatchObject(
      refused('INVALID'),
    );
    expect((await as(other).data(MeDocument, {})).me.user?.email).toBe(email);
  });

  it('ends with all others of the user at a logout everywhere', async () => {
    const { email, session } = await register();
    const other = await login(email);
    const everywhere = { input: { everywhere: true } };
    expect(await as(session).data(LogoutDocument, everywhere)).toEqual({ logout: { endedSessions: 2 } });
    for (const ended of [session, other]) {
      expect(await as(ended).error(MeDocument, {})).toMatchObject(refused('REVOKED'));
    }
  });

  it('can be ended by its user from another device, and by nobody else', async () => {
    const { email, session } = await register();
    const other = await login(email);
    const { session: strange } = await register();
    const id = (await as(other).data(SessionsDocument, {})).sessions.find(({ current }) => current)?.id ?? '';
    expect(await as(strange).error(RevokeSessionDocument, { input: { id } })).toMatchObject({
      message: 'There is no such session.',
    });
    await as(session).data(RevokeSessionDocument, { input: { id } });
    expect(await as(other).error(MeDocument, {})).toMatchObject(refused('REVOKED'));
    expect((await as(session).data(SessionsDocument, {})).sessions).toHaveLength(1);
  });

  it('goes on with new tokens when its user changes the password, and all others end', async () => {
    const { email, session } = await register();
    const other = await login(email);
    const change = (currentPassword: string) => ({ input: { currentPassword, newPassword: 'battery staple' } });
    expect(await as(session).error(ChangePasswordDocument, change('wrong horse'))).toMatchObject(refused('INVALID'));

    const { changePassword: next } = await as(session).data(ChangePasswordDocument, change(PASSWORD));
    expect(await as(other).error(MeDocument, {})).toMatchObject(refused('REVOKED'));
    for (const own of [session, next]) expect((await as(own).data(MeDocument, {})).me.user?.email).toBe(email);
    expect((await as(next).data(SessionsDocument, {})).sessions).toMatchObject([{ current: true }]);
    const input = { email, password: PASSWORD };
    expect(await server.anonymous().error(LoginDocument, { input })).toMatchObject(refused('INVALID'));
    expect((await login(email, 'battery staple')).viewer.user?.email).toBe(email);
    expect(
      (await server.anonymous().data(RefreshSessionDocument, refresh(next.refreshToken))).refreshSession,
    ).toBeTruthy();
  });

  it('is known to the store by hashes alone', async () => {
    const { session } = await register();
    const { readFile, readdir } = await import('node:fs/promises');
    for (const name of await readdir(server.dataDir)) {
      if (!name.startsWith('directory.db')) continue;
      expect((await readFile(`${server.dataDir}/${name}`)).includes(session.refreshToken)).toBe(false);
    }
  });
});

describe('what goes on when a session ends', () => {
  let email: string;
  let session: SessionPartsFragment;
  let owner: Client;
  beforeEach(async () => {
    ({ email, session } = await register());
    owner = as(session);
    await owner.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
    model.script = saysThenHangs(' so');
  });

  const QUESTION = { input: { question: 'How many days of paid leave do employees get?' } };
  const end = async () => {
    await as(await login(email)).data(LogoutDocument, { input: { everywhere: true } });
  };

  it('is an answer over SSE that fails, and its model is stopped', async () => {
    const begun = model.nextRun();
    const events: unknown[] = [];
    const reading = (async () => {
      for await (const { data } of owner.stream(AnswerDocument, QUESTION)) events.push(data?.answer);
    })();
    const run = await begun;
    await end();
    await Promise.all([run.ended, reading]);
    expect(events.at(-1)).toMatchObject({ __typename: 'AnswerFailed', code: 'UNAUTHENTICATED', retryable: false });
  });

  it('is a socket that closes with 4403, and the model of its answer is stopped', async () => {
    const begun = model.nextRun();
    const socket = await openSocket(server.url);
    await socket.init(session.accessToken);
    socket.subscribe('1', print(AnswerDocument), QUESTION);
    const run = await begun;
    await end();
    expect(await socket.closed).toEqual({ code: 4403, reason: 'Your session has ended. Log in again.' });
    await run.ended;
  });

  it('is a stream of changes that ends with the reason', async () => {
    const errors: unknown[] = [];
    const stream = owner.stream(DocumentChangedDocument, {});
    await stream.next();
    await end();
    for await (const result of stream) errors.push(...(result.errors ?? []));
    expect(errors).toMatchObject([refused('REVOKED')]);
  });

  it('is not what other sessions of the user hold', async () => {
    const other = await login(email);
    const stream = as(other).stream(DocumentChangedDocument, {});
    await stream.next();
    await owner.data(LogoutDocument, {});
    expect(await owner.error(MeDocument, {})).toMatchObject(refused('REVOKED'));
    const { id } = await as(other).ingest('more.txt', 'More to read.');
    expect((await stream.next()).value?.data?.documentChanged).toMatchObject({ type: 'ADDED', documentId: id });
    await stream.return?.();
  });
});
