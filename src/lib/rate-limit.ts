import { type RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Counts one use against a limit: 0 where there was room for it, else the seconds to wait, 1 at least. */
export async function countUse(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return secondsBeforeNext(error);
  }
}

/** Until the count begins anew: 1 at least. */
export function secondsBeforeNext({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1000));
}
