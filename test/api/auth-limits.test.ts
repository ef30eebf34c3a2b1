import { print } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { LoginDocument, RegisterDocument } from '../../schema/typed/graphql.ts';
import { AUTH_LIMITS } from '../../src/limits.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const RIGHT = 'correct horse';
/** Wrong passwords for one account from one address. */
const ALLOWED = 10;

describe('guessing a password', () => {
  let server: TestServer;
  afterEach(() => server.close());

  const start = async (env: Record<string, string>) => {
    server = await startTestServer({ RATE_LIMITS: 'on', ...env });
    await server.register({ email: 'ada@example.com' });
  };
  const register = async (forwardedFor: string) => {
    const input = { email: 'ada@example.com', password: RIGHT, organization: 'Example' };
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': forwardedFor },
      body: JSON.stringify({ query: print(RegisterDocument), variables: { input } }),
    });
    expect((await response.json()).errors).toBeUndefined();
  };
  const login = async (password: string, forwardedFor?: string, email = 'ada@example.com') => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(forwardedFor && { 'x-forwarded-for': forwardedFor }) },
      body: JSON.stringify({ query: print(LoginDocument), variables: { input: { email, password } } }),
    });
    const { errors } = await response.json();
    return errors?.[0].extensions ?? 'in';
  };
  const guess = async (forwardedFor?: string) => {
    const answers = await Promise.all(Array.from({ length: ALLOWED }, (_, at) => login(`guess ${at}`, forwardedFor)));
    expect(answers).toEqual(Array(ALLOWED).fill({ code: 'UNAUTHENTICATED', reason: 'INVALID' }));
  };

  it('is forgiven by the right password, else stopped, the right one too; and no header makes another address', async () => {
    await start({});
    for (const password of ['guess 1', 'guess 2', RIGHT]) await login(password);
    await guess('203.0.113.1');
    for (const forwardedFor of [undefined, '203.0.113.1', '203.0.113.2']) {
      const answer = await login(RIGHT, forwardedFor);
      expect(answer).toEqual({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) });
      expect(answer.retryAfterSeconds).toBeGreaterThan(800);
    }
    // In another spelling it is the same account.
    expect(await login(RIGHT, undefined, ' ADA@example.com')).toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('is counted by the address that a trusted proxy forwards', async () => {
    await start({ TRUSTED_PROXIES: '127.0.0.1,::1' });
    await guess('203.0.113.1');
    expect(await login(RIGHT, '203.0.113.1')).toMatchObject({ code: 'RATE_LIMITED' });
    // What the client itself wrote stands on the left.
    expect(await login(RIGHT, '198.51.100.7, 203.0.113.1')).toMatchObject({ code: 'RATE_LIMITED' });
    expect(await login(RIGHT, '203.0.113.2')).toBe('in');
  });

  it('from many addresses keeps no owner out, wherever they come from', async () => {
    server = await startTestServer({ RATE_LIMITS: 'on', TRUSTED_PROXIES: '127.0.0.1,::1' });
    await register('203.0.113.1');
    for (let network = 0; network < 10; network += 1) await guess(`2001:db8:0:${network}::1`);
    const begin = performance.now();
    const elsewhere = ['2001:db8:0:a::1', '198.51.100.7'].map((address) => login(RIGHT, address));
    expect(await login(RIGHT, '203.0.113.1')).toBe('in');
    expect(await Promise.all(elsewhere)).toEqual(['in', 'in']);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(AUTH_LIMITS.slowLoginMs);
    expect(await login('guess', '203.0.113.1')).toEqual({ code: 'UNAUTHENTICATED', reason: 'INVALID' });
    expect(await login(RIGHT, '203.0.113.1')).toBe('in');
  });
});
