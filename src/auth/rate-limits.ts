import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../errors.ts';
import { clientNetwork } from '../lib/client-address.ts';

const QUARTER_HOUR = 15 * 60;
const HOUR = 60 * 60;

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

/** Limits on guessing passwords and on making accounts. Both throw AppError `RATE_LIMITED` with a time to wait. */
export interface AuthLimits {
  /** Counts a login before its password is looked at. */
  countLogin(attempt: Attempt): Promise<CountedLogin>;
  countRegistration(attempt: Attempt): Promise<void>;
}

/**
 * Limits in memory. Logins count while they fail: 10 in 15 minutes for one account from one address, 50 in 15 minutes
 * from one address, and 100 an hour for one account from everywhere, so that a guesser seldom locks the owner out.
 * Registrations: 30 an hour from one address, 10 an hour for one e-mail. An IPv6 client is its /64 network.
 */
export function createAuthLimits(): AuthLimits {
  const loginsFrom = new RateLimiterMemory({ points: 50, duration: QUARTER_HOUR });
  const loginsOfAccountFrom = new RateLimiterMemory({ points: 10, duration: QUARTER_HOUR });
  const loginsOfAccount = new RateLimiterMemory({ points: 100, duration: HOUR });
  const registrationsFrom = new RateLimiterMemory({ points: 30, duration: HOUR });
  const registrationsOf = new RateLimiterMemory({ points: 10, duration: HOUR });

  return {
    countLogin: async (attempt) => {
      const network = clientNetwork(attempt.address);
      const account = accountKey(attempt.email);
      // The address first: one that is refused can't use up what an account has left.
      await consume(loginsFrom, network);
      await consume(loginsOfAccountFrom, `${network} ${account}`);
      await consume(loginsOfAccount, account);

      const withdraw = async () => {
        await loginsFrom.reward(network);
        await loginsOfAccountFrom.reward(`${network} ${account}`);
        await loginsOfAccount.reward(account);
      };
      const succeeded = async () => {
        await withdraw();
        await loginsOfAccountFrom.delete(`${network} ${account}`);
      };
      return { succeeded, withdraw };
    },
    countRegistration: async (attempt) => {
      await consume(registrationsFrom, clientNetwork(attempt.address));
      await consume(registrationsOf, accountKey(attempt.email));
    },
  };
}

/** What stands in for the limits where they are off. */
export const NO_AUTH_LIMITS: AuthLimits = {
  countLogin: async () => ({ succeeded: async () => {}, withdraw: async () => {} }),
  countRegistration: async () => {},
};

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const retryAfterSeconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw new AppError('RATE_LIMITED', `Too many attempts. Try again in ${inWords(retryAfterSeconds)}.`, {
      retryAfterSeconds,
    });
  }
}

/** Of one length, whatever was given as an e-mail. */
function accountKey(email: string): string {
  return createHash('sha256').update(email).digest('base64url');
}

function inWords(seconds: number): string {
  if (seconds < 120) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
