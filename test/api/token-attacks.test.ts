import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CryptoKey, exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CreateApiTokenDocument,
  CreatePasswordResetDocument,
  InviteMemberDocument,
  LoginDocument,
  LogoutDocument,
  MeDocument,
  RefreshSessionDocument,
  RevokeApiTokenDocument,
} from '../../schema/typed/graphql.ts';
import { newApiToken } from '../../src/auth/api-token-text.ts';
import { type Client, createClient } from '../support/client.ts';
import { openSocket } from '../support/raw-socket.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const STREAM = 'subscription { documentChanged { type } }';
const NOW = Math.floor(Date.now() / 1000);

let server: TestServer;
let owner: Client;
/** A good access token of the owner, its parts, and what it says. */
let good: string;
let [header, payload, signature] = ['', '', ''];
let [ours, claims]: Record<string, unknown>[] = [];
/** The server's own key: what an attacker could do who made it sign something else than it does. */
let ownKey: CryptoKey;
let publicJwk: JWK;
let foreignKey: CryptoKey;
/** Other secrets of ours. */
let apiToken: string;
let refreshToken: string;
let invitationToken: string;
let resetToken: string;
/** Of another organisation. */
let otherToken: string;
let otherClaims: Record<string, unknown> = {};

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
const decode = (part = ''): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString());
const unsigned = (alg: string) => `${encode({ ...ours, alg })}.${payload}.`;
/** A token with changed claims and header, undefined takes one out; signed by the server's own key unless by another. */
const signed = (change: object = {}, headers: object = {}, key: CryptoKey | Uint8Array = ownKey) =>
  new SignJWT(JSON.parse(JSON.stringify({ ...claims, ...change })))
    .setProtectedHeader(JSON.parse(JSON.stringify({ ...ours, ...headers })))
    .sign(key, { crit: { 'urn:x': false } });
/** Signed with something as a shared secret. */
const shared = (secret: Uint8Array) => signed({}, { alg: 'HS256' }, secret);

beforeAll(async () => {
  server = await startTestServer();
  owner = await server.register();
  good = owner.token ?? '';
  [header = '', payload = '', signature = ''] = good.split('.');
  [ours, claims] = [decode(header), decode(payload)];
  const keys = JSON.parse(await readFile(join(server.dataDir, 'signing-keys.json'), 'utf8'));
  ownKey = (await importJWK(keys.keys[0], 'EdDSA')) as CryptoKey;
  publicJwk = ((await (await fetch(`${server.url}/.well-known/jwks.json`)).json()) as { keys: [JWK] }).keys[0];
  foreignKey = (await generateKeyPair('EdDSA')).privateKey;
  otherToken = (await server.register()).token ?? '';
  otherClaims = decode(otherToken.split('.')[1]);
  const { userId } = await server.join(owner);
  const input = { userId };
  ({ refreshToken } = await login());
  ({ token: apiToken } = await makeApiToken());
  ({ token: invitationToken } = (
    await owner.data(InviteMemberDocument, { input: { email: 'ida@example.org' } })
  ).inviteMember);
  ({ token: resetToken } = (await owner.data(CreatePasswordResetDocument, { input })).createPasswordReset);
});
afterAll(() => server.close());

const overHttp = async (token: string) => {
  const { message, extensions } = await createClient(server.url, token).error(MeDocument, {});
  return [extensions.code, extensions.reason, message];
};
const overSse = async (token: string) => {
  const authorization = `Bearer ${token}`;
  const headers = { authorization, 'content-type': 'application/json', accept: 'text/event-stream' };
  const body = JSON.stringify({ query: STREAM });
  const answer = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body });
  const [, event = '{}'] = /^data: (.*)$/m.exec(await answer.text()) ?? [];
  const [{ message, extensions }] = JSON.parse(event).errors;
  return [extensions.code, extensions.reason, message];
};
const overSocket = async (token: string) => {
  const socket = await openSocket(server.url);
  await socket.init(token).catch(() => {});
  const { code, reason } = await socket.closed;
  return [code, reason];
};

type Attack = readonly [name: string, token: () => string | Promise<string>];

const INVALID: readonly Attack[] = [
  // Another signature, or none.
  ['alg none, without a signature', () => unsigned('none')],
  ['alg NoNe, without a signature', () => unsigned('NoNe')],
  ['alg none, with the signature', () => `${unsigned('none')}${signature}`],
  ['our alg, without a signature', () => `${header}.${payload}.`],
  ['HS256 by the bytes of the public key', () => shared(Buffer.from(publicJwk.x ?? '', 'base64url'))],
  ['HS256 by the public key as it is written', () => shared(Buffer.from(publicJwk.x ?? ''))],
  ['HS256 by the JWK', () => shared(Buffer.from(JSON.stringify(publicJwk)))],
  [
    'HS256 by the PEM of the public key',
    async () => shared(Buffer.from(await exportSPKI((await importJWK(publicJwk, 'EdDSA')) as CryptoKey))),
  ],
  ['HS256 by nothing', () => shared(Buffer.alloc(32))],
  ['RS256', async () => signed({}, { alg: 'RS256' }, (await generateKeyPair('RS256')).privateKey)],
  ['the key of another under our kid', () => signed({}, {}, foreignKey)],
  ['a key that it brings along', () => signed({}, { jwk: { kty: 'OKP', crv: 'Ed25519', x: publicJwk.x } }, foreignKey)],
  ['a key that it points to', () => signed({}, { jku: `${server.url}/.well-known/jwks.json`, kid: 'x' }, foreignKey)],
  ['an unknown kid', () => signed({}, { kid: 'unknown' })],
  ['a kid that is a path', () => signed({}, { kid: '../../../dev/null' })],
  ['a kid that is no text', () => signed({}, { kid: [publicJwk.kid] })],
  ['no kid', () => signed({}, { kid: undefined })],
  ['a critical header that nobody knows', () => signed({}, { crit: ['urn:x'], 'urn:x': 1 })],
  // Not for us, not an access token, not now.
  ['another iss', () => signed({ iss: 'other' })],
  ['no iss', () => signed({ iss: undefined })],
  ['another aud', () => signed({ aud: 'other' })],
  ['no aud', () => signed({ aud: undefined })],
  ['typ JWT', () => signed({}, { typ: 'JWT' })],
  ['typ logout+jwt', () => signed({}, { typ: 'logout+jwt' })],
  ['no typ', () => signed({}, { typ: undefined })],
  ['no exp', () => signed({ exp: undefined })],
  ['an exp that is text', () => signed({ exp: String(NOW + 600) })],
  ['nbf in the future', () => signed({ nbf: NOW + 600 })],
  ['iat in the future', () => signed({ iat: NOW + 600, exp: NOW + 1_200 })],
  ['no session', () => signed({ sid: undefined })],
  ['a list of organisations', () => signed({ tid: [claims?.['tid'], otherClaims['tid']] })],
  // Other claims under a good signature, and other forms of a good token.
  ['the id of another organisation', () => `${header}.${encode({ ...claims, tid: otherClaims['tid'] })}.${signature}`],
  ['the claims of another organisation', () => `${header}.${otherToken.split('.')[1]}.${signature}`],
  ['a later end', () => `${header}.${encode({ ...claims, exp: NOW + 86_400 })}.${signature}`],
  ['its last character cut off', () => good.slice(0, -1)],
  ['its last four characters cut off', () => good.slice(0, -4)],
  ['its first character cut off', () => good.slice(1)],
  ['half of it cut off', () => good.slice(0, good.length / 2)],
  ['its signature cut off', () => `${header}.${payload}`],
  ['a fourth segment', () => `${good}.${signature}`],
  ['five segments, as encrypted ones have', () => `${header}.${payload}.${signature}.${payload}.${signature}`],
  ['an empty segment behind', () => `${good}.`],
  ['an empty segment before', () => `.${good}`],
  ['padding', () => `${good}==`],
  ['another last character that stands for the same bytes', () => respelt(good)],
  ['a character of another alphabet', () => `${header}.${payload}.${signature.replace(/[-_]|$/, '+')}`],
  ['itself twice', () => `${good}${good}`],
  // Other secrets of ours.
  ['a refresh token', () => refreshToken],
  ['the token of an invitation', () => invitationToken],
  ['the token of a password reset', () => resetToken],
  ['an API token with a wrong checksum', () => apiToken.replace(/.$/, other)],
  ['an API token with a changed secret', () => apiToken.replace(/(?<=carrel_)./, other)],
  ['an API token in capitals', () => apiToken.toUpperCase()],
  ['half of an API token', () => apiToken.slice(0, 30)],
  ['the part of an API token that is shown', () => apiToken.slice(0, 15)],
  ['nothing but the prefix of API tokens', () => 'carrel_'],
  ['an API token with a right checksum that never was', () => newApiToken()],
];

const EXPIRED: readonly Attack[] = [
  ['that has expired', () => signed({ iat: NOW - 600, exp: NOW - 1 })],
  ['that expired long ago', () => signed({ iat: 1, exp: 2 })],
];

const REVOKED: readonly Attack[] = [
  ['of a session that was logged out', () => loggedOut()],
  ['for an organisation that its user is not in, signed by our key', () => signed({ tid: otherClaims['tid'] })],
  ['for another user, signed by our key', () => signed({ sub: otherClaims['sub'] })],
  ['with the session of another, signed by our key', () => signed({ sid: otherClaims['sid'] })],
  ['with a session that never was, signed by our key', () => signed({ sid: 'f'.repeat(32) })],
  ['that is an API token which was revoked', () => revokedApiToken()],
];

const other = (character: string) => (character === '1' ? '2' : '1');
/** The bits of the last character that no byte holds, changed. */
const respelt = (token: string) => {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + digits.charAt(digits.indexOf(token.slice(-1)) + 1);
};
const login = async () => {
  const input = { email: 'owner1@example.com', password: 'correct horse' };
  return (await server.anonymous().data(LoginDocument, { input })).login;
};
const makeApiToken = async () =>
  (await owner.data(CreateApiTokenDocument, { input: { name: 'a', role: 'VIEWER' } })).createApiToken;
const loggedOut = async () => {
  const { accessToken } = await login();
  await createClient(server.url, accessToken).data(LogoutDocument, {});
  return accessToken;
};
const revokedApiToken = async () => {
  const { token, apiToken: revoked } = await makeApiToken();
  await owner.data(RevokeApiTokenDocument, { input: { id: revoked.id } });
  return token;
};

describe('an access token, over HTTP, SSE and a socket', () => {
  const cases = Object.entries({ INVALID, EXPIRED, REVOKED }).flatMap(([reason, attacks]) =>
    attacks.map(([name, token]) => ({ name, token, reason })),
  );
  it.each(cases)('is refused: $name ($reason)', async ({ token, reason }) => {
    const given = await token();
    const [http, sse, socket] = await Promise.all([overHttp(given), overSse(given), overSocket(given)]);
    expect(http).toEqual(['UNAUTHENTICATED', reason, expect.any(String)]);
    expect({ sse, socket }).toEqual({ sse: http, socket: [4403, http[2]] });
  });

  it('is good as it is, and made anew by the same key, after all of that', async () => {
    await owner.ingest('note.txt', 'A note.');
    for (const token of [good, await signed(), apiToken]) {
      const client = createClient(server.url, token);
      expect((await client.data(MeDocument, {})).me.tenant.id).toBe(claims?.['tid']);
      const stream = client.stream(STREAM);
      expect((await stream.next()).value).toMatchObject({ data: { documentChanged: { type: 'CURRENT' } } });
      await stream.return?.();
      const socket = await openSocket(server.url);
      expect(await socket.init(token)).toMatchObject({ type: 'connection_ack' });
      socket.close();
    }
  });

  it('counts in its own place alone: not in the address, not in a cookie, not beside a wrong one', async () => {
    const ask = async (path: string, headers: Record<string, string>) => {
      const body = JSON.stringify({ query: '{ me { role } }' });
      const sent = { 'content-type': 'application/json', ...headers };
      const response = await fetch(`${server.url}/graphql${path}`, { method: 'POST', headers: sent, body });
      return ((await response.json()) as { errors?: { extensions: unknown }[] }).errors?.[0]?.extensions;
    };
    const missing = { code: 'UNAUTHENTICATED', reason: 'MISSING' };
    for (const name of ['access_token', 'token', 'authorization']) {
      expect(await ask(`?${name}=${good}`, {}), name).toEqual(missing);
    }
    for (const name of ['access_token', 'token', 'authorization']) {
      expect(await ask('', { cookie: `${name}=Bearer ${good}` }), name).toEqual(missing);
    }
    expect(await ask('', { authorization: `Basic ${good}` })).toEqual({ ...missing, reason: 'INVALID' });
    const headers = { authorization: `Bearer ${good}` };
    const socket = await openSocket(server.url, { headers });
    await socket.init(`${good}x`).catch(() => {});
    expect((await socket.closed).code).toBe(4403);
  });
});

describe('a refresh token', () => {
  it.each<Attack>([
    ['an access token', () => good],
    ['an API token', () => apiToken],
    ['the token of an invitation', () => invitationToken],
    ['the token of a password reset', () => resetToken],
    ['one with its last character cut off', () => refreshToken.slice(0, -1)],
    ['one with a character more', () => `${refreshToken}A`],
    ['one with another last character for the same bytes', () => respelt(refreshToken)],
    ['nothing', () => ''],
  ])('is not %s', async (_name, token) => {
    const input = { refreshToken: await token() };
    const { extensions } = await server.anonymous().error(RefreshSessionDocument, { input });
    expect(extensions).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'INVALID' });
  });
});
