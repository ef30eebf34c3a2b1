import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DocumentChangedDocument,
  LoginDocument,
  MeDocument,
  RegisterDocument,
  UpdateProfileDocument,
  type UpdateProfileInput,
} from '../../schema/typed/graphql.ts';
import { createClient } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const PASSWORD = 'correct horse';

describe('an account', () => {
  let server: TestServer;
  let time = Date.now();
  beforeAll(async () => {
    server = await startTestServer({}, { now: () => new Date(time) });
  });
  afterAll(() => server.close());

  const login = (email: string, password: string) =>
    server.anonymous().request(LoginDocument, { input: { email, password } });

  it('is registered, logged in to in any spelling of its e-mail, and known by its token', async () => {
    const input = { email: 'Ada@Example.com', password: PASSWORD, organization: 'Engines', name: 'Ada' };
    const { register } = await server.anonymous().data(RegisterDocument, { input });
    expect(register.viewer).toMatchObject({
      role: 'OWNER',
      user: { email: 'ada@example.com', name: 'Ada' },
      tenant: { name: 'Engines' },
    });
    const { data } = await login(' ADA@example.com ', PASSWORD);
    const { me } = await createClient(server.url, data?.login.accessToken).data(MeDocument);
    expect(me).toMatchObject({
      ...register.viewer,
      tenant: { ...register.viewer.tenant, usage: { documents: 0, chunks: 0, storedBytes: 0 } },
    });
  });

  it.each(['taken@example.com', ' Taken@EXAMPLE.com\n', 'ｔａｋｅｎ@example.com'])(
    'cannot be had for %j once somebody has that',
    async (email) => {
      await server.anonymous().request(RegisterDocument, { input: { email: 'taken@example.com', password: PASSWORD } });
      const error = await server.anonymous().error(RegisterDocument, { input: { email, password: PASSWORD } });
      expect(error.extensions.code).toBe('CONFLICT');
      expect(error.message).not.toContain('taken@');
    },
  );

  it.each([
    [{ password: 'seven77' }, /too short/],
    [{ password: 'x'.repeat(257) }, /too long/],
    [{ email: 'nobody' }, /not an e-mail/],
    [{ organization: ' ' }, /organization is blank/],
    [{ name: 'a\u0000b' }, /control character/],
  ])('is not made with %j', async (wrong, sentence) => {
    const input = { email: 'new@example.com', password: PASSWORD, ...wrong };
    const error = await server.anonymous().error(RegisterDocument, { input });
    expect(error).toMatchObject({ message: expect.stringMatching(sentence), extensions: { code: 'BAD_INPUT' } });
  });

  it('has the name that its user gives it, or none', async () => {
    const client = await server.register();
    const rename = (input: UpdateProfileInput) => client.data(UpdateProfileDocument, { input });
    const nameNow = async () => (await client.data(MeDocument)).me.user?.name;
    expect((await rename({ name: ' Ada Lovelace ' })).updateProfile.user.name).toBe('Ada Lovelace');
    expect(await nameNow()).toBe('Ada Lovelace');
    expect((await rename({})).updateProfile.user.name).toBe('Ada Lovelace');
    for (const name of [' ', 'x'.repeat(201), 'a\nb']) {
      const error = await client.error(UpdateProfileDocument, { input: { name } });
      expect(error.extensions.code).toBe('BAD_INPUT');
    }
    expect(await nameNow()).toBe('Ada Lovelace');
    await rename({ name: null });
    expect(await nameNow()).toBeNull();
  });

  it('answers an unknown e-mail and a wrong password by the same bytes', async () => {
    await server.register({ email: 'known@example.com' });
    const answerTo = async (email: string, password: string) => {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: print(LoginDocument), variables: { input: { email, password } } }),
      });
      return { status: response.status, body: await response.text() };
    };
    const answer = await answerTo('known@example.com', 'wrong horse');
    expect(await answerTo('unknown@example.com', PASSWORD)).toEqual(answer);
    expect(JSON.parse(answer.body).errors).toMatchObject([
      { message: 'E-mail or password is wrong.', extensions: { code: 'UNAUTHENTICATED', reason: 'INVALID' } },
    ]);
  });

  it('is logged in to once an operation, whatever hides the second field', async () => {
    const field = 'login(input: { email: "a@example.com", password: "guess number 1" }) { accessToken }';
    const register = 'register(input: { email: "a@example.com", password: "guess number 1" }) { accessToken }';
    const fragment = `fragment F on Mutation { again: ${field} }`;
    for (const operation of [
      `mutation { ${field} again: ${field} }`,
      `mutation { ${field} ...F } ${fragment}`,
      `mutation { ... { ${field} } ... on Mutation { again: ${field} } }`,
      `mutation { ...F ...G } ${fragment} fragment G on Mutation { more: ${field} }`,
      `mutation { ${field} ${register} }`,
      `mutation { ${register} again: ${register} }`,
      `mutation { ${field} deleteDocument(input: { id: "1" }) { id } }`,
    ]) {
      const { data, errors } = await server.anonymous().request(operation);
      expect(data, operation).toBeUndefined();
      expect(errors?.[0], operation).toMatchObject({
        message: expect.stringContaining('must be the only field of its operation'),
        extensions: { code: 'BAD_INPUT' },
      });
    }
  });

  it('is not guessed by a list of operations in one request', async () => {
    const query = 'mutation { login(input: { email: "a@example.com", password: "guess number 1" }) { accessToken } }';
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ query }, { query }]),
    });
    expect(response.status).toBe(400);
  });

  it('gives a token that ends', async () => {
    const client = await server.register();
    expect(await client.data(MeDocument)).toMatchObject({ me: { role: 'OWNER' } });
    // To the end of the second in which it ends.
    time += 15 * 60_000 + 1_000;
    expect((await client.error(MeDocument)).extensions).toEqual({ code: 'UNAUTHENTICATED', reason: 'EXPIRED' });
    await expect(client.subscribe(DocumentChangedDocument, {}).next()).rejects.toMatchObject({ code: 4403 });
  });

  it.each([
    ['no token', undefined, 'MISSING'],
    ['a token that is none', 'Bearer garbage', 'INVALID'],
    ['another scheme', 'Basic YWRhOmFkYQ==', 'INVALID'],
    ['a very long token', `Bearer ${'x'.repeat(10_000)}`, 'INVALID'],
  ])('is closed to %s', async (_what, authorization, reason) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      body: JSON.stringify({ query: '{ me { role } }' }),
    });
    const { data, errors } = await response.json();
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', reason } }]);
  });

  it('is closed to sockets and streams without a token', async () => {
    const client = server.anonymous();
    await expect(client.subscribe(DocumentChangedDocument, {}).next()).rejects.toMatchObject({ code: 4403 });
    expect((await client.stream(DocumentChangedDocument, {}).next()).value).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'MISSING' } }],
    });
  });

  it('is not half logged in to by a bad token at a public field', async () => {
    const client = createClient(server.url, 'garbage');
    const { system } = await client.data<{ system: object }, Record<string, never>>('{ system { version store } }');
    expect(system).toEqual({ version: expect.any(String), store: null });
  });

  it.each([{ a: 'my secret' }, ['my secret'], 5_318_008])(
    'never sees a password of the wrong shape (%j) come back',
    async (password) => {
      const input = { email: 'ada@example.com', password } as unknown as { email: string; password: string };
      const response = await server.anonymous().request(LoginDocument, { input });
      expect(response.errors?.[0]?.extensions.code).toBe('BAD_INPUT');
      expect(response.errors?.[0]?.message).toMatch(
        /"input.password" .* String cannot represent a non string value\.$/,
      );
      expect(JSON.stringify(response)).not.toMatch(/secret|5318008/);
    },
  );

  it.each(['{ a: "my secret" }', '["my secret"]', '5318008', 'SECRET', 'null'])(
    'never sees one come back that stands in the operation itself, such as %s',
    async (password) => {
      const input = `{ email: "ada@example.com", password: ${password} }`;
      const response = await server.anonymous().request(`mutation { login(input: ${input}) { accessToken } }`);
      expect(response.errors?.[0]?.extensions.code).toBe('BAD_INPUT');
      expect(JSON.stringify(response)).not.toMatch(/secret|5318008/i);
    },
  );

  it('leaves nothing in the log that a user wrote or must keep', async () => {
    const client = await server.register({ email: 'private@example.com', organization: 'Private Club' });
    await client.ingest('private-name.txt', 'The private canary sings at dawn.', { tags: ['private-tag'] });
    await client.request('query { search(query: "private question") { answerable } }');
    await client.request('mutation { ask(input: { question: "private question" }) { answer { text } } }');
    await client.request('{ document(id: "private id") { text(start: -1) } nonsense }');
    await login('private@example.com', 'private password');
    await client.upload(new Blob(['\u0000private']), 'private-binary.txt');
    const log = JSON.stringify(server.log);
    expect(log).toContain('"type":"mutation"');
    expect(log).not.toMatch(/private|correct horse|@example|canary/i);
    expect(log).not.toContain(client.token);
  });
});

describe('registration', () => {
  const register = (server: TestServer, email: string) =>
    server.anonymous().request(RegisterDocument, { input: { email, password: PASSWORD } });
  const FORBIDDEN = [{ extensions: { code: 'FORBIDDEN' }, message: expect.stringContaining('Registration is closed') }];

  const seen = (server: TestServer) =>
    server.anonymous().data<{ system: object }, Record<string, never>>('{ system { registrationOpen hasAccounts } }');

  it('says to anybody whether it is open, and whether there is an account already', async () => {
    const [open, first] = [await startTestServer(), await startTestServer({ REGISTRATION: 'first' })];
    for (const server of [open, first]) {
      expect(await seen(server)).toEqual({ system: { registrationOpen: true, hasAccounts: false } });
      await register(server, 'ada@example.com');
      expect(await seen(server)).toEqual({ system: { registrationOpen: server === open, hasAccounts: true } });
      await server.close();
    }
  });

  it('is for nobody where it is closed', async () => {
    const server = await startTestServer({ REGISTRATION: 'closed' });
    expect((await register(server, 'ada@example.com')).errors).toMatchObject(FORBIDDEN);
    expect(await seen(server)).toEqual({ system: { registrationOpen: false, hasAccounts: false } });
    await server.close();
  });

  it('is for one where only the first may, also when several come at once', async () => {
    const server = await startTestServer({ REGISTRATION: 'first' });
    const names = ['ada', 'bob', 'eve'];
    const answers = await Promise.all(names.map((name) => register(server, `${name}@example.com`)));
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    expect((await register(server, 'late@example.com')).errors).toMatchObject(FORBIDDEN);
    await server.close();
  });
});
