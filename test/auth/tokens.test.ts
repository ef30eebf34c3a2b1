import {
  exportSPKI,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { describe, expect, it } from 'vitest';
import type { SigningKeys } from '../../src/auth/signing-keys.ts';
import { bearerOf, createTokens, type Tokens } from '../../src/auth/tokens.ts';
import { newId, type SessionId, type TenantId, type UserId } from '../../src/ids.ts';
import { newSigningKeys } from '../support/signing-keys.ts';
import { refusalOf } from './errors.ts';

const START = Date.parse('2026-03-01T12:00:00.250Z');
const { set: keySet, keys } = await newSigningKeys();

const readBy = async (tokens: Tokens, authorization: unknown) => tokens.verify(bearerOf(authorization));
let time = START;
const tokens = createTokens({ keys, lifetimeMinutes: 15, now: () => new Date(time) });
const subject = { userId: newId<UserId>(), tenantId: newId<TenantId>(), sessionId: newId<SessionId>() };
const { accessToken, expiresAt } = await tokens.issue(subject);

const seconds = Math.floor(START / 1000);
const CLAIMS = {
  iss: 'carrel',
  aud: 'carrel',
  sub: subject.userId,
  tid: subject.tenantId,
  sid: subject.sessionId,
  jti: 'j',
  iat: seconds,
  exp: seconds + 60,
};
const HEADER = { alg: 'EdDSA', typ: 'at+jwt', kid: keys.current.kid };

const sign = (change: JWTPayload, header: Record<string, unknown> = {}, key = keys.current.privateKey) =>
  new SignJWT({ ...CLAIMS, ...change }).setProtectedHeader({ ...HEADER, ...header } as JWTHeaderParameters).sign(key);

const without = (claim: keyof typeof CLAIMS) => sign({ [claim]: undefined });

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

const publicKey = async () => {
  const { kty, crv, x } = keySet.keys[0] ?? {};
  return (await importJWK({ kty, crv, x } as JWK, 'EdDSA', { extractable: true })) as CryptoKey;
};

async function reasonAt(authorization: unknown, at = START) {
  time = at;
  const error = await refusalOf(readBy(tokens, authorization));
  expect(error.code).toBe('UNAUTHENTICATED');
  expect(error.message).toMatch(/\.$|`\.$/);
  return error.details.reason;
}

describe('an access token', () => {
  it('names user and organisation, and nothing that they may do', async () => {
    time = START;
    const [, payload = ''] = accessToken.split('.');
    expect(Object.keys(JSON.parse(Buffer.from(payload, 'base64url').toString())).sort()).toEqual([
      'aud',
      'exp',
      'iat',
      'iss',
      'jti',
      'sid',
      'sub',
      'tid',
    ]);
    expect(await readBy(tokens, `Bearer ${accessToken}`)).toEqual({
      ...subject,
      expiresAt,
      tokenId: expect.any(String),
    });
    expect(await sign({}).then((token) => readBy(tokens, `Bearer ${token}`))).toMatchObject({
      ...subject,
      tokenId: 'j',
    });
  });

  it('has an id of its own', async () => {
    time = START;
    const other = await tokens.issue(subject);
    expect((await readBy(tokens, `Bearer ${other.accessToken}`)).tokenId).not.toBe(
      (await readBy(tokens, `Bearer ${accessToken}`)).tokenId,
    );
  });

  it.each(['Bearer', 'bearer', 'BEARER'])('is taken after %s', async (scheme) => {
    time = START;
    expect(await readBy(tokens, `${scheme} ${accessToken}`)).toMatchObject(subject);
  });

  it('is good to its end and not a moment longer', async () => {
    expect(expiresAt.getTime() - START).toBeGreaterThanOrEqual(15 * 60_000);
    expect(expiresAt.getTime() - START).toBeLessThan(15 * 60_000 + 1_000);
    time = expiresAt.getTime() - 1;
    expect(await readBy(tokens, `Bearer ${accessToken}`)).toMatchObject(subject);
    expect(await reasonAt(`Bearer ${accessToken}`, expiresAt.getTime())).toBe('EXPIRED');
    expect(await reasonAt(`Bearer ${accessToken}`, expiresAt.getTime() + 3_600_000)).toBe('EXPIRED');
  });

  it('has its signature verified once, and its times looked at in each request', async () => {
    let looks = 0;
    const counting: SigningKeys = {
      current: keys.current,
      verify: (header, token) => {
        looks += 1;
        return keys.verify(header, token);
      },
    };
    const other = createTokens({ keys: counting, lifetimeMinutes: 15, now: () => new Date(time) });
    const verify = () => readBy(other, `Bearer ${accessToken}`);
    time = START;
    expect(await verify()).toEqual(await readBy(tokens, `Bearer ${accessToken}`));
    expect(await verify()).toEqual(await readBy(tokens, `Bearer ${accessToken}`));
    time = START - 60_000;
    expect((await refusalOf(verify())).details.reason).toBe('INVALID');
    time = expiresAt.getTime() - 1;
    expect(await verify()).toMatchObject(subject);
    expect(looks).toBe(1);
    time = expiresAt.getTime();
    expect((await refusalOf(verify())).details.reason).toBe('EXPIRED');
    const changed = accessToken.replace(/.$/, (end) => (end === 'A' ? 'Q' : 'A'));
    time = START;
    expect((await refusalOf(readBy(other, `Bearer ${changed}`))).details.reason).toBe('INVALID');
    expect(looks).toBe(2);
  });

  it('allows clocks that differ by some seconds, not by a minute', async () => {
    time = START - 4_000;
    expect(await readBy(tokens, `Bearer ${accessToken}`)).toMatchObject(subject);
    expect(await reasonAt(`Bearer ${accessToken}`, START - 60_000)).toBe('INVALID');
  });

  it.each([undefined, null, ''])('is missing in %j', async (authorization) => {
    expect(await reasonAt(authorization)).toBe('MISSING');
  });

  it.each<[string, () => unknown]>([
    ['another scheme', () => 'Basic YW5uOnNlY3JldA=='],
    ['no scheme', () => accessToken],
    ['no token', () => 'Bearer '],
    ['two headers', () => `Bearer ${accessToken}, Bearer ${accessToken}`],
    ['no text', () => ({ authorization: `Bearer ${accessToken}` })],
    ['10 kB', () => `Bearer ${'a'.repeat(10_000)}`],
    ['a good token after 10 kB of spaces', () => `Bearer ${' '.repeat(10_000)}${accessToken}`],
    ['garbage', () => 'Bearer a.b.c'],
    ['two parts', () => `Bearer ${accessToken.split('.').slice(0, 2).join('.')}`],
  ])('is refused in a header with %s', async (_, authorization) => {
    expect(await reasonAt(authorization())).toBe('INVALID');
  });

  it.each<[string, () => Promise<string> | string]>([
    ['no signature (alg none)', () => new UnsecuredJWT(CLAIMS).encode()],
    ['alg none in our header', () => `${encode({ ...HEADER, alg: 'none' })}.${encode(CLAIMS)}.`],
    [
      'HS256 by the public key',
      async () =>
        new SignJWT(CLAIMS)
          .setProtectedHeader({ ...HEADER, alg: 'HS256' })
          .sign(Buffer.from(await exportSPKI(await publicKey()))),
    ],
    [
      'HS256 by the public key as in the JWK',
      () =>
        new SignJWT(CLAIMS)
          .setProtectedHeader({ ...HEADER, alg: 'HS256' })
          .sign(Buffer.from(keySet.keys[0]?.x ?? '', 'base64url')),
    ],
    ['one byte of the signature changed', () => accessToken.replace(/.{3}$/, (end) => (end === 'AAA' ? 'BBA' : 'AAA'))],
    ['another payload under the signature', () => accessToken.split('.').with(1, encode(CLAIMS)).join('.')],
    ['the key of another', async () => sign({}, {}, (await generateKeyPair('EdDSA')).privateKey)],
    ['an unknown kid', () => sign({}, { kid: 'unknown' })],
    ['no kid', () => sign({}, { kid: undefined })],
    ['another iss', () => sign({ iss: 'other' })],
    ['another aud', () => sign({ aud: 'other' })],
    ['another typ', () => sign({}, { typ: 'JWT' })],
    ['no typ', () => sign({}, { typ: undefined })],
    ['no iss', () => without('iss')],
    ['no aud', () => without('aud')],
    ['no exp', () => without('exp')],
    ['no iat', () => without('iat')],
    ['no jti', () => without('jti')],
    ['no sub', () => without('sub')],
    ['no tid', () => without('tid')],
    ['a tid that is no text', () => sign({ tid: [subject.tenantId] })],
    ['an iat in the future', () => sign({ iat: seconds + 60 })],
    ['an nbf in the future', () => sign({ nbf: seconds + 60 })],
    [
      'a critical header that nobody knows',
      () =>
        new SignJWT(CLAIMS)
          .setProtectedHeader({ ...HEADER, crit: ['x'], x: true })
          .sign(keys.current.privateKey, { crit: { x: true } }),
    ],
  ])('is refused with %s', async (name, token) => {
    const reason = await reasonAt(`Bearer ${await token()}`);
    expect(reason, name).toBe('INVALID');
  });

  it('is not verified by a key that it brings or points to', async () => {
    const own = await generateKeyPair('EdDSA');
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'AAAA' };
    for (const header of [{ jku: 'http://127.0.0.1:1/keys' }, { x5u: 'http://127.0.0.1:1/cert' }, { jwk }])
      expect(await reasonAt(`Bearer ${await sign({}, header, own.privateKey)}`)).toBe('INVALID');
  });

  it('with malformed ids leads to nobody', async () => {
    time = START;
    const { userId, tenantId } = await readBy(tokens, `Bearer ${await sign({ sub: '../etc', tid: '%' })}`);
    expect([userId, tenantId]).toEqual(['0'.repeat(32), '0'.repeat(32)]);
  });
});
