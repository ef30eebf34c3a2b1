import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type AuthLimits, createAuthLimits, NO_AUTH_LIMITS } from '../../src/auth/rate-limits.ts';
import { AUTH_LIMITS } from '../../src/limits.ts';
import { createOwnLimiters } from '../support/own-limiters.ts';
import { refusalOf } from './errors.ts';

let limits: AuthLimits;

beforeEach(() => {
  vi.useFakeTimers();
  limits = createAuthLimits(createOwnLimiters());
});

afterEach(() => {
  vi.useRealTimers();
});

const ann = { address: '192.0.2.1', email: 'ann@example.org' };

async function fail(times: number, attempt: (i: number) => { address: string; email: string }): Promise<void> {
  for (let i = 0; i < times; i++) await limits.countLogin(attempt(i));
}

describe('limits on logins', () => {
  it('refuse the 11th failure within 15 minutes for one account, and say when to come again', async () => {
    await fail(10, () => ann);
    vi.advanceTimersByTime(60_000);
    const error = await refusalOf(limits.countLogin(ann));
    expect(error).toMatchObject({ code: 'RATE_LIMITED', details: { retryAfterSeconds: 14 * 60 } });
    expect(error.message).toBe('Too many attempts. Try again in 14 minutes.');

    vi.advanceTimersByTime(14 * 60_000 - 1_000);
    expect((await refusalOf(limits.countLogin(ann))).message).toContain('in a second.');
    vi.advanceTimersByTime(1_000);
    await limits.countLogin(ann);
  });

  it('leave the owner at another address, and others at the same address, alone', async () => {
    await fail(10, () => ann);
    await limits.countLogin({ ...ann, address: '192.0.2.2' });
    await limits.countLogin({ ...ann, email: 'bob@example.org' });
  });

  it('forget the mistakes of an account once its password was right', async () => {
    await fail(9, () => ann);
    await (await limits.countLogin(ann)).succeeded();
    await fail(10, () => ann);
    expect((await refusalOf(limits.countLogin(ann))).code).toBe('RATE_LIMITED');
  });

  it('do not count as failed what was right or never looked at', async () => {
    for (let i = 0; i < 400; i++) {
      const login = await limits.countLogin(ann);
      await (i % 2 === 0 ? login.succeeded() : login.withdraw());
      if (i % 30 === 29) vi.advanceTimersByTime(60_000);
    }
    await fail(10, () => ann);
  });

  it('refuse the 31st right login of an account from one address within a minute', async () => {
    for (let i = 0; i < 30; i++) await (await limits.countLogin(ann)).succeeded();
    const error = await refusalOf(limits.countLogin(ann));
    expect(error).toMatchObject({ code: 'RATE_LIMITED', details: { retryAfterSeconds: 60 } });
    await limits.countLogin({ ...ann, address: '192.0.2.2' });
    vi.advanceTimersByTime(60_000);
    await limits.countLogin(ann);
  });

  it('refuse an address after 50 failures, whatever the account, also when a right login comes between', async () => {
    await fail(25, (i) => ({ ...ann, email: `user${i}@example.org` }));
    await (await limits.countLogin(ann)).succeeded();
    await fail(25, (i) => ({ ...ann, email: `user${i + 25}@example.org` }));
    expect((await refusalOf(limits.countLogin({ ...ann, email: 'bob@example.org' }))).code).toBe('RATE_LIMITED');
    // She is known there.
    await limits.countLogin(ann);
  });

  describe('of an account of which 100 failed elsewhere', () => {
    const newcomer = { ...ann, address: '198.51.100.1' };
    const guessElsewhere = () => fail(100, (i) => ({ ...ann, address: `2001:db8:0:${i % 10}::1` }));
    /** Whether a login is let through at once; false where it waits, which must then end well. */
    const isFast = async (attempt: typeof ann) => {
      let isThrough = false;
      const login = limits.countLogin(attempt).then((counted) => {
        isThrough = true;
        return counted;
      });
      await vi.advanceTimersByTimeAsync(0);
      const wasFast = isThrough;
      await vi.advanceTimersByTimeAsync(AUTH_LIMITS.slowLoginMs);
      await (await login).withdraw();
      return wasFast;
    };

    it('are slow where the owner has not been, and never refused', async () => {
      await guessElsewhere();
      expect(await isFast(newcomer)).toBe(false);
      expect(await isFast({ ...newcomer, email: 'bob@example.org' })).toBe(true);
      vi.advanceTimersByTime(3_600_000);
      expect(await isFast(newcomer)).toBe(true);
    });

    it('wait side by side, however many they are', async () => {
      await guessElsewhere();
      const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
      onTestFinished(() => warned.mockRestore());
      const logins = Array.from({ length: 20 }, (_, i) => limits.countLogin({ ...ann, address: `198.51.100.${i}` }));
      await vi.advanceTimersByTimeAsync(AUTH_LIMITS.slowLoginMs);
      expect(await Promise.all(logins)).toHaveLength(20);
      expect(warned).not.toHaveBeenCalled();
    });

    it('are not slowed by who is refused', async () => {
      await fail(10, () => ann);
      for (let i = 0; i < 200; i++) await refusalOf(limits.countLogin(ann));
      expect(await isFast(newcomer)).toBe(true);
    });

    it.each([
      ['logged in', async () => (await limits.countLogin(ann)).succeeded()],
      ['registered', async () => limits.remember(ann)],
    ])('are as fast as ever where the owner has %s before', async (_how, enter) => {
      await enter();
      await guessElsewhere();
      expect(await isFast(newcomer)).toBe(false);
      expect(await isFast(ann)).toBe(true);
      await (await limits.countLogin(ann)).succeeded();
      // Who guesses at the owner's own address is stopped as anywhere.
      await fail(10, () => ann);
      expect((await refusalOf(limits.countLogin(ann))).code).toBe('RATE_LIMITED');
    });
  });

  it('take an IPv6 network of 64 bits for one client', async () => {
    await fail(10, (i) => ({ ...ann, address: `2001:db8::${i}:1` }));
    expect((await refusalOf(limits.countLogin({ ...ann, address: '2001:db8::ffff' }))).code).toBe('RATE_LIMITED');
    await limits.countLogin({ ...ann, address: '2001:db8:0:1::1' });
  });
});

describe('limits on registrations', () => {
  it('allow 30 an hour from one address', async () => {
    for (let i = 0; i < 30; i++) await limits.countRegistration({ ...ann, email: `user${i}@example.org` });
    const error = await refusalOf(limits.countRegistration(ann));
    expect(error).toMatchObject({ code: 'RATE_LIMITED', details: { retryAfterSeconds: 3_600 } });
    vi.advanceTimersByTime(3_600_000);
    await limits.countRegistration(ann);
  });

  it('allow 60 a day from one address', async () => {
    for (let i = 0; i < 60; i++) {
      if (i === 30) vi.advanceTimersByTime(3_600_000);
      await limits.countRegistration({ ...ann, email: `user${i}@example.org` });
    }
    vi.advanceTimersByTime(3_600_000);
    const error = await refusalOf(limits.countRegistration(ann));
    expect(error).toMatchObject({ code: 'RATE_LIMITED', details: { retryAfterSeconds: 22 * 3_600 } });
    expect(error.message).toBe('Too many attempts. Try again in 22 hours.');
  });

  it('allow 10 an hour for one e-mail', async () => {
    for (let i = 0; i < 10; i++) await limits.countRegistration({ ...ann, address: `198.51.100.${i}` });
    expect((await refusalOf(limits.countRegistration(ann))).code).toBe('RATE_LIMITED');
  });
});

describe('no limits', () => {
  it('refuse nobody', async () => {
    limits = NO_AUTH_LIMITS;
    await fail(500, () => ann);
    for (let i = 0; i < 500; i++) await limits.countRegistration(ann);
  });
});
