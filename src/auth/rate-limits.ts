import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';
import { clientNetwork } from '../lib/client-address.ts';
import { delay } from '../lib/delay.ts';
import { countUse, type Use } from '../lib/rate-limit.ts';
import type { RateLimiters } from '../lib/rate-limiters.ts';
import { AUTH_LIMITS as LIMITS } from '../limits.ts';

/** Who tries: the client's address, and the e-mail as given. */
export interface Attempt {
  readonly address: string;
  readonly email: string;
}

/** A login that counts as failed until it says otherwise. */
export interface CountedLogin {
  /** The password was right: this one does not count, and neither do the mistakes before it from the same address. */
  succeeded(): Promise<void>;
  /** No password was checked: this one does not count. */
  withdraw(): Promise<void>;
}

/** Limits on guessing passwords and on making accounts. Those that count throw AppError `RATE_LIMITED` with a time to wait. */
export interface AuthLimits {
  /** Counts a login before its password is looked at, and waits a little where many failed for the account elsewhere. */
  countLogin(attempt: Attempt): Promise<CountedLogin>;
  countRegistration(attempt: Attempt): Promise<void>;
  /** From now on the account is known at this address: its owner has been there. */
  remember(attempt: Attempt): void;
}

/**
 * Limits that all processes count together; src/limits.ts has the numbers. What they count costs a password's hash, so it
 * waits until it is known what the others counted. Beside one on all logins, they count those that fail. The account's own
 * limit at an address stops who guesses there; that of the address, who tries many accounts. Nobody is stopped by what
 * others do elsewhere: where many fail for one account from many addresses, its logins are slow, and go on. An account
 * that is known at an address, since its right password came from there, passes that and the limit of the address. What
 * is known each process knows for itself, and it goes with a restart.
 */
export function createAuthLimits(limiters: RateLimiters): AuthLimits {
  const loginsOfAccountHere = limiters.create('logins-of-account-at-address', LIMITS.loginsOfAccountAtAddress);
  const failuresOfAccountHere = limiters.create(
    'failures-of-account-at-address',
    LIMITS.failedLoginsOfAccountAtAddress,
  );
  const failuresHere = limiters.create('failures-at-address', LIMITS.failedLoginsAtAddress);
  const failuresOfAccount = limiters.create('failures-of-account', LIMITS.failedLoginsOfAccount);
  const registrationsHere = LIMITS.registrationsAtAddress.map((limit) =>
    limiters.create(`registrations-at-address-${limit.duration}`, limit),
  );
  const registrationsOf = limiters.create('registrations-of-email', LIMITS.registrationsOfEmail);
  const known = createRecent(LIMITS.knownAddresses);

  const requireRoom = async (uses: readonly Use[]) => {
    const refusal = await countUse(uses, limiters.settled);
    if (refusal) throw tooMany(refusal.retryAfterSeconds);
  };

  return {
    countLogin: async (attempt) => {
      const network = clientNetwork(attempt.address);
      const account = accountKey(attempt.email);
      const here = `${network} ${account}`;
      const isKnown = known.has(here);
      const failures: Use[] = [{ limiter: failuresOfAccountHere, key: here }];
      if (!isKnown) failures.unshift({ limiter: failuresHere, key: network });
      await requireRoom([{ limiter: loginsOfAccountHere, key: here }, ...failures]);
      // Last: who is refused here makes nobody elsewhere wait.
      if (!isKnown) {
        failures.push({ limiter: failuresOfAccount, key: account });
        const { uses } = await failuresOfAccount.count(account);
        if (uses > failuresOfAccount.points) await delay(LIMITS.slowLoginMs, { signal: never() });
      }

      const withdraw = async () => {
        for (const { limiter, key } of failures) await limiter.takeBack(key);
      };
      const succeeded = async () => {
        await withdraw();
        const { uses } = await failuresOfAccountHere.look(here);
        await failuresOfAccountHere.takeBack(here, uses);
        known.add(here);
      };
      return { succeeded, withdraw };
    },
    countRegistration: async (attempt) => {
      const network = clientNetwork(attempt.address);
      await requireRoom([
        ...registrationsHere.map((limiter) => ({ limiter, key: network })),
        { limiter: registrationsOf, key: accountKey(attempt.email) },
      ]);
    },
    remember: ({ address, email }) => known.add(`${clientNetwork(address)} ${accountKey(email)}`),
  };
}

/** The wait is short, and goes on without who asked for it: leaving early must not make guessing faster. */
const never = () => new AbortController().signal;

/** What stands in for the limits where they are off. */
export const NO_AUTH_LIMITS: AuthLimits = {
  countLogin: async () => ({ succeeded: async () => {}, withdraw: async () => {} }),
  countRegistration: async () => {},
  remember: () => {},
};

/** The keys that were added or asked for last, so many. */
function createRecent(capacity: number): { has(key: string): boolean; add(key: string): void } {
  /** A Set keeps the order in which keys were added. */
  const keys = new Set<string>();
  const add = (key: string) => {
    keys.delete(key);
    keys.add(key);
    const oldest = keys.size > capacity ? keys.values().next().value : undefined;
    if (oldest !== undefined) keys.delete(oldest);
  };
  return {
    has: (key) => {
      const found = keys.has(key);
      if (found) add(key);
      return found;
    },
    add,
  };
}

function tooMany(retryAfterSeconds: number): AppError {
  return new AppError('RATE_LIMITED', `Too many attempts. Try again in ${inWords(retryAfterSeconds)}.`, {
    retryAfterSeconds,
  });
}

/** Of one length, whatever was given as an e-mail. */
function accountKey(email: string): string {
  return createHash('sha256').update(email).digest('base64url');
}

function inWords(seconds: number): string {
  if (seconds < 120) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  if (seconds <= 2 * 3_600) return `${Math.ceil(seconds / 60)} minutes`;
  return `${Math.ceil(seconds / 3_600)} hours`;
}
