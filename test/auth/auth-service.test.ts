import argon2 from 'argon2';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AuthService, createAuthService } from '../../src/auth/auth-service.ts';
import { createSessionOpener } from '../../src/auth/open-session.ts';
import { createPasswords } from '../../src/auth/passwords.ts';
import { type AuthLimits, createAuthLimits, NO_AUTH_LIMITS } from '../../src/auth/rate-limits.ts';
import { createStandings } from '../../src/auth/standing.ts';
import { createTokens } from '../../src/auth/tokens.ts';
import { AppError } from '../../src/errors.ts';
import { createOwnLimiters } from '../support/own-limiters.ts';
import { newSigningKeys } from '../support/signing-keys.ts';
import { refusalOf } from './errors.ts';
import { createMemoryDirectory } from './memory-directory.ts';

const here = { address: '192.0.2.1', device: 'a test', requestId: 'one' };
const ann = { email: 'ann@example.org', password: 'correct horse' };
const { keys } = await newSigningKeys();

let time: number;
let directory: ReturnType<typeof createMemoryDirectory>;
const now = () => new Date(time);

function create(options: { registration?: 'open' | 'first' | 'closed'; limits?: AuthLimits } = {}): AuthService {
  const tokens = createTokens({ keys, lifetimeMinutes: 15, now });
  return createAuthService({
    directory,
    passwords: createPasswords(),
    tokens,
    external: null,
    sessions: createSessionOpener({ directory, tokens, now }),
    standings: createStandings({ directory, now }),
    limits: options.limits ?? NO_AUTH_LIMITS,
    registration: options.registration ?? 'open',
    now,
    onRefused: () => {},
  });
}

beforeEach(() => {
  time = Date.parse('2026-03-01T12:00:00Z');
  directory = createMemoryDirectory();
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('registering', () => {
  it('makes an organisation and its owner, who is logged in', async () => {
    const auth = create();
    const session = await auth.register({ ...ann, organization: ' Acme ', name: 'Ann' }, here);
    expect(session.member).toMatchObject({
      tenant: { name: 'Acme', createdAt: now() },
      user: { email: 'ann@example.org', name: 'Ann', lastTenantId: session.member.tenant.id, createdAt: now() },
      membership: {
        tenantId: session.member.tenant.id,
        userId: session.member.user.id,
        role: 'OWNER',
        piiAccess: true,
      },
    });
    expect(session.member.user.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,/);
    expect(session.expiresAt).toEqual(new Date(time + 15 * 60_000));
    expect(await auth.authenticate(`Bearer ${session.accessToken}`)).toEqual({
      userId: session.member.user.id,
      tenantId: session.member.tenant.id,
      role: 'OWNER',
      piiAccess: true,
      collections: null,
      member: session.member,
      credential: { type: 'SESSION', sessionId: session.id },
      expiresAt: session.expiresAt,
    });
  });

  it.each([
    [{}, 'ann', null],
    [{ organization: null, name: null }, 'ann', null],
    [{ name: ' Ann Lee ' }, 'Ann Lee', 'Ann Lee'],
  ])('names the organisation after the user with %j', async (names, tenant, user) => {
    const { member } = await create().register({ ...ann, ...names }, here);
    expect([member.tenant.name, member.user.name]).toEqual([tenant, user]);
  });

  it.each([[{ email: 'ann' }], [{ password: 'short' }], [{ organization: ' ' }], [{ name: 'a\nb' }]])(
    'refuses %j before it hashes, counts or stores anything',
    async (wrong) => {
      const hashed = vi.spyOn(argon2, 'hash');
      const limits = createAuthLimits(createOwnLimiters());
      const counted = vi.spyOn(limits, 'countRegistration');
      const error = await refusalOf(create({ limits }).register({ ...ann, ...wrong }, here));
      expect(error.code).toBe('BAD_INPUT');
      expect(hashed).not.toHaveBeenCalled();
      expect(counted).not.toHaveBeenCalled();
      expect(directory.members).toEqual([]);
    },
  );

  it('gives an e-mail away once, in whatever spelling', async () => {
    const auth = create();
    const results = await Promise.allSettled(
      ['ann@example.org', ' ANN@EXAMPLE.ORG ', 'ａｎｎ@example.org'].map((email) =>
        auth.register({ ...ann, email }, here),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'CONFLICT' });
    expect(directory.members).toHaveLength(1);
  });

  it('is refused to all where it is closed', async () => {
    expect((await refusalOf(create({ registration: 'closed' }).register(ann, here))).code).toBe('FORBIDDEN');
    expect(directory.members).toEqual([]);
  });

  it('is for one where only the first may, also when several come at once', async () => {
    const auth = create({ registration: 'first' });
    const results = await Promise.allSettled(
      [1, 2, 3].map((i) => auth.register({ ...ann, email: `user${i}@example.org` }, here)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(directory.members).toHaveLength(1);
    expect((await refusalOf(auth.register(ann, here))).code).toBe('FORBIDDEN');
  });

  it('is limited before it hashes', async () => {
    const auth = create({ limits: createAuthLimits(createOwnLimiters()) });
    const hashed = vi.spyOn(argon2, 'hash').mockResolvedValue('$argon2id$');
    for (let i = 0; i < 30; i++) await auth.register({ ...ann, email: `user${i}@example.org` }, here);
    expect((await refusalOf(auth.register(ann, here))).code).toBe('RATE_LIMITED');
    expect(hashed).toHaveBeenCalledTimes(30);
  });
});

describe('logging in', () => {
  it('takes the e-mail in any spelling', async () => {
    const auth = create();
    const { member } = await auth.register(ann, here);
    const session = await auth.login({ ...ann, email: ' Ann@Example.org' }, here);
    expect(session.member).toEqual(member);
    expect((await auth.authenticate(`Bearer ${session.accessToken}`)).userId).toBe(member.user.id);
  });

  it('answers a wrong password, an unknown e-mail, what is none, and a member no more, alike, by the same work', async () => {
    const auth = create();
    await auth.register(ann, here);
    const verified = vi.spyOn(argon2, 'verify');
    const tries = [
      { ...ann, password: 'wrong horse' },
      { ...ann, email: 'bob@example.org' },
      { ...ann, email: 'not an e-mail' },
    ];
    const errors: AppError[] = [];
    for (const input of tries) errors.push(await refusalOf(auth.login(input, here)));
    vi.spyOn(directory, 'listMemberships').mockResolvedValue([]);
    errors.push(await refusalOf(auth.login(ann, here)));

    for (const error of errors) {
      expect(error).toMatchObject({ code: 'UNAUTHENTICATED', details: { reason: 'INVALID' } });
      expect(error.message).toBe('E-mail or password is wrong.');
    }
    expect(verified).toHaveBeenCalledTimes(4);
    const costs = verified.mock.calls.map(([hash]) => hash.split('$')[3]?.split(',').sort().join());
    expect(new Set(costs)).toEqual(new Set(['m=19456,p=1,t=2']));
  });

  it('makes a new hash once when the parameters have changed', async () => {
    const auth = create();
    const { member } = await auth.register(ann, here);
    const weak = await argon2.hash(ann.password, { memoryCost: 4_096, timeCost: 2, parallelism: 1 });
    await directory.updateUser(member.user.id, { passwordHash: weak });

    await auth.login(ann, here);
    const fresh = directory.members[0]?.user.passwordHash;
    expect(fresh).toMatch(/^\$argon2id\$v=19\$m=19456,/);
    await auth.login(ann, here);
    expect(directory.members[0]?.user.passwordHash).toBe(fresh);
  });

  it('works without a new hash when that cannot be stored', async () => {
    const auth = create();
    const { member } = await auth.register(ann, here);
    const weak = await argon2.hash(ann.password, { memoryCost: 4_096, timeCost: 2, parallelism: 1 });
    await directory.updateUser(member.user.id, { passwordHash: weak });
    vi.spyOn(directory, 'updateUser').mockRejectedValue(new AppError('STORE_UNAVAILABLE', 'The disk is full.'));
    expect((await auth.login(ann, here)).member.user.id).toBe(member.user.id);
  });

  it.each([ann.email, 'not an e-mail'])('as %s is refused after 10 failures, without hashing', async (email) => {
    const auth = create({ limits: createAuthLimits(createOwnLimiters()) });
    await auth.register(ann, here);
    for (let i = 0; i < 10; i++) await refusalOf(auth.login({ email, password: 'wrong horse' }, here));

    const verified = vi.spyOn(argon2, 'verify');
    const error = await refusalOf(auth.login({ ...ann, email }, here));
    expect(error.code).toBe('RATE_LIMITED');
    expect(error.details.retryAfterSeconds).toBeGreaterThan(0);
    expect(verified).not.toHaveBeenCalled();
    expect((await auth.login(ann, { ...here, address: '192.0.2.2' })).member.user.email).toBe(ann.email);
  });

  it('does not count what the store kept from an answer', async () => {
    const auth = create({ limits: createAuthLimits(createOwnLimiters()) });
    await auth.register(ann, here);
    const away = vi
      .spyOn(directory, 'findUserByEmail')
      .mockRejectedValue(new AppError('STORE_UNAVAILABLE', 'The store is away.'));
    for (let i = 0; i < 20; i++) expect((await refusalOf(auth.login(ann, here))).code).toBe('STORE_UNAVAILABLE');
    away.mockRestore();
    expect((await auth.login(ann, here)).member.user.email).toBe(ann.email);
  });
});

describe('authenticating', () => {
  it('asks the directory once a second at most, and sees every change after it', async () => {
    const auth = create();
    const { accessToken, member } = await auth.register(ann, here);
    const authorization = `Bearer ${accessToken}`;
    await Promise.all([auth.authenticate(authorization), auth.authenticate(authorization)]);
    expect(directory.lookups).toBe(1);

    directory.members = [{ ...member, membership: { ...member.membership, role: 'VIEWER' } }];
    time += 1_000;
    expect((await auth.authenticate(authorization)).role).toBe('VIEWER');

    directory.members = [];
    time += 1_000;
    const error = await refusalOf(auth.authenticate(authorization));
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED', details: { reason: 'REVOKED' } });
  });

  it('passes on why a token is refused, and asks nobody then', async () => {
    const auth = create();
    const { accessToken } = await auth.register(ann, here);
    expect((await refusalOf(auth.authenticate(null))).details.reason).toBe('MISSING');
    expect((await refusalOf(auth.authenticate('Bearer x'))).details.reason).toBe('INVALID');
    time += 15 * 60_000;
    expect((await refusalOf(auth.authenticate(`Bearer ${accessToken}`))).details.reason).toBe('EXPIRED');
    expect(directory.lookups).toBe(0);
  });
});
