import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRefusedLogins } from '../../src/audit/refused-logins.ts';
import type { Member } from '../../src/store/directory-records.ts';
import { newMember } from '../support/store-fixtures.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Bad logins of these people, and the entries that were written so far. */
const start = (...people: Member[]) => {
  const looked: string[] = [];
  const written: [email: string, at: Date | undefined][] = [];
  const logins = createRefusedLogins({
    directory: {
      findMember: async ({ userId }) => {
        looked.push(userId);
        return people.find(({ user }) => user.id === userId) ?? null;
      },
    },
    record: async ({ user }, { at }) => void written.push([user.email, at]),
    now: () => new Date(),
  });
  for (const { user } of people) logins.add(user, { address: '192.0.2.1' });
  return { logins, looked, written };
};

it('a bad login sets off nothing at once, and is written within two seconds, as of when it was', async () => {
  const ada = newMember();
  const began = new Date();
  const { looked, written } = start(ada);
  expect(looked).toEqual([]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(written).toEqual([[ada.user.email, began]]);
});

it('bad logins are written at once for who reads the log of their organisation, and at the end, each once', async () => {
  const [ada, bob] = [newMember(), newMember()];
  const { logins, written } = start(ada, bob);
  const emails = () => written.map(([email]) => email);
  await Promise.all([logins.flush(ada.tenant.id), logins.flush(ada.tenant.id)]);
  expect(emails()).toEqual([ada.user.email]);
  await logins.close();
  expect(emails()).toEqual([ada.user.email, bob.user.email]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(written).toHaveLength(2);
});
