import { availableParallelism } from 'node:os';
import argon2 from 'argon2';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPasswords } from '../../src/auth/passwords.ts';
import { refusalOf } from './errors.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('passwords', () => {
  it('are hashed by argon2id with 19 MiB, two passes and one lane', async () => {
    const passwords = createPasswords();
    const hash = await passwords.hash('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,(t=2,p=1|p=1,t=2)\$/);
    expect(await passwords.verify(hash, 'correct horse')).toBe(true);
    expect(await passwords.verify(hash, 'correct horsf')).toBe(false);
    expect(passwords.needsRehash(hash)).toBe(false);
  });

  it('are the same however their letters are composed', async () => {
    const passwords = createPasswords();
    expect(await passwords.verify(await passwords.hash('caf\u00e9-cr\u00e8me'), 'cafe\u0301-cre\u0300me')).toBe(true);
  });

  it('do not fit with half of a character, whichever it is', async () => {
    const passwords = createPasswords();
    const hash = await argon2.hash('correct horse \ud83e');
    expect(await passwords.verify(hash, 'correct horse \ud83e')).toBe(false);
    expect(await passwords.verify(hash, 'correct horse \ud83d')).toBe(false);
  });

  it.each(['', 'garbage', '$argon2id$', '$argon2id$v=19$m=19456,t=2,p=1$$', '$2b$10$abcdefghijklmnopqrstuv'])(
    'do not fit %j, which is no hash',
    async (hash) => {
      expect(await createPasswords().verify(hash, 'correct horse')).toBe(false);
    },
  );

  it('are known to need another hash when the parameters were weaker', async () => {
    const weak = await argon2.hash('correct horse', { memoryCost: 4_096, timeCost: 2, parallelism: 1 });
    const passwords = createPasswords();
    expect(await passwords.verify(weak, 'correct horse')).toBe(true);
    expect(passwords.needsRehash(weak)).toBe(true);
  });

  it('cost the same to check where there is no user', async () => {
    const verified = vi.spyOn(argon2, 'verify');
    expect(await createPasswords().verifyNobody('correct horse')).toBe(false);
    // A real hash of the real parameters: argon2 took it, and did not throw.
    expect(verified).toHaveBeenCalledOnce();
    expect(await verified.mock.results[0]?.value).toBe(false);
    expect(verified.mock.calls[0]?.[0]).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('leave one core to everybody else', async () => {
    const most = Math.max(1, Math.min(availableParallelism() - 1, 3));
    let running = 0;
    let peak = 0;
    vi.spyOn(argon2, 'verify').mockImplementation(async () => {
      peak = Math.max(peak, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return false;
    });
    const passwords = createPasswords();
    await Promise.all(Array.from({ length: 16 }, () => passwords.verifyNobody('correct horse')));
    expect(peak).toBe(most);
  });

  it('are hashed a few at a time, and who comes when too many wait is asked to come again', async () => {
    let running = 0;
    let most = 0;
    const real = argon2.verify;
    vi.spyOn(argon2, 'verify').mockImplementation(async (...args) => {
      most = Math.max(most, ++running);
      try {
        return await real(...args);
      } finally {
        running -= 1;
      }
    });
    const passwords = createPasswords({ maxAtOnce: 2, maxWaiting: 3 });
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => passwords.verifyNobody('correct horse')));

    expect(most).toBe(2);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    const refused = results.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    const error = await refusalOf(Promise.reject(refused.reason));
    expect(error).toMatchObject({ code: 'RATE_LIMITED', details: { retryAfterSeconds: 1 } });
    expect(await passwords.verifyNobody('correct horse')).toBe(false);
  });
});
