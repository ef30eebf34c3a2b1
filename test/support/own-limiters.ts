import { createRateLimiters, type RateLimiters } from '../../src/lib/rate-limiters.ts';

/** Limiters of a process that has no others beside it. */
export function createOwnLimiters(): RateLimiters {
  return createRateLimiters({
    exchange: async () => new Map(),
    everyMs: 250,
    onFailure: (error) => {
      throw error;
    },
  });
}
