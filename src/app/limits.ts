import { type AuthLimits, createAuthLimits, NO_AUTH_LIMITS } from '../auth/rate-limits.ts';
import { AppError } from '../errors.ts';
import { createRateLimiters } from '../lib/rate-limiters.ts';
import { createUseLimits, type UseLimits } from '../tenants/use-limits.ts';
import type { Assembly } from './assembly.ts';
import type { Storage } from './storage.ts';

/** How often who may try what, and how much an organisation may have. */
export interface Limits {
  readonly ofAuth: AuthLimits;
  readonly ofUse: UseLimits;
}

/** Opens the counters that all processes share. */
export function openLimits(
  { config, onUnexpected, onClose }: Assembly,
  { store, openAll }: Pick<Storage, 'store' | 'openAll'>,
): Limits {
  const limiters = createRateLimiters({
    exchange: (counted) => store.counters.add(counted),
    // The embedded store has no other process to hear of: there it is for the next start alone.
    everyMs: config.store.mongodbUri === null ? 5_000 : 250,
    // A store that is away gets it later.
    onFailure: (error) => error instanceof AppError || onUnexpected(error),
  });
  onClose(() => limiters.close());
  const { documents, storageMegabytes, questionsPerDay } = config.quotas;
  const isOn = config.auth.rateLimits;
  return {
    ofAuth: isOn ? createAuthLimits(limiters) : NO_AUTH_LIMITS,
    ofUse: createUseLimits({
      limiters,
      isOn,
      quotas: {
        documents: documents || null,
        storageBytes: storageMegabytes * 1_000_000 || null,
        questionsPerDay: questionsPerDay || null,
      },
      storedBy: async (id) => {
        const all = await openAll(id);
        const [{ storedBytes }, { totalCount }] = await Promise.all([
          all.usage(),
          all.documents.list({ filter: {}, limit: 1, after: null }),
        ]);
        return { documents: totalCount, bytes: storedBytes };
      },
    }),
  };
}
