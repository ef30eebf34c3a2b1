import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Identity } from '../auth/identity.ts';
import { AppError } from '../errors.ts';
import type { TenantId } from '../ids.ts';
import { clientNetwork } from '../lib/client-address.ts';
import { countUse, secondsBeforeNext } from '../lib/rate-limit.ts';
import { USE_LIMITS as LIMITS } from '../limits.ts';
import type { TenantLimits } from '../store/directory.ts';

/** What callers ask for often. */
export type Use = 'search' | 'question' | 'document';

/** What one organisation may have, where its own limits don't say otherwise; null for no limit. */
export type Quotas = { readonly [Key in keyof TenantLimits]-?: number | null };

/** Limits on what callers ask for and keep. They throw AppError before any work is done. */
export interface UseLimits {
  /** Counts a use of a caller. @throws AppError `RATE_LIMITED`, also for a day's questions that are used up */
  count(caller: Identity, use: Use): Promise<void>;
  /** Counts the use of a refresh token from an address. @throws AppError `RATE_LIMITED` */
  countRefresh(address: string): Promise<void>;
  /** That there is room for so many more documents and bytes. @throws AppError `TOO_LARGE` that names the quota */
  requireRoom(caller: Identity, wanted: { documents: number; bytes: number }): Promise<void>;
}

const DAY_SECONDS = 86_400;
const NAMES: Record<Use, string> = { search: 'searches', question: 'questions', document: 'documents' };

/** Limits in the memory of this process; several processes count each for itself. */
export function createUseLimits({
  isOn,
  quotas,
  storedBy,
}: {
  isOn: boolean;
  quotas: Quotas;
  /** All that an organisation keeps, whoever sees it. */
  storedBy: (id: TenantId) => Promise<{ documents: number; bytes: number }>;
}): UseLimits {
  const limiters = {
    search: [new RateLimiterMemory(LIMITS.searches), new RateLimiterMemory(LIMITS.searchesOfTenant)],
    question: [new RateLimiterMemory(LIMITS.questions), new RateLimiterMemory(LIMITS.questionsOfTenant)],
    document: [new RateLimiterMemory(LIMITS.documents), new RateLimiterMemory(LIMITS.documentsOfTenant)],
  } as const;
  const refreshes = new RateLimiterMemory(LIMITS.refreshesAtAddress);
  /** Counts alone, and refuses nothing: the quota may change within the day. */
  const questionsOfDay = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: DAY_SECONDS });

  const quotaOf = ({ member }: Identity, key: keyof TenantLimits): number | null => {
    const own = member.tenant.limits[key];
    return own === undefined ? quotas[key] : own;
  };

  return {
    count: async (caller, use) => {
      if (isOn) {
        const [ofCaller, ofTenant] = limiters[use];
        const { credential, userId, tenantId } = caller;
        const who = credential.type === 'API_TOKEN' ? credential.token.id : userId;
        await consume(ofCaller, who, `You have asked for too many ${NAMES[use]} in a minute.`);
        await consume(ofTenant, tenantId, `Your organisation has asked for too many ${NAMES[use]} in a minute.`);
      }
      const perDay = use === 'question' ? quotaOf(caller, 'questionsPerDay') : null;
      if (perDay === null) return;
      const day = await questionsOfDay.consume(caller.tenantId);
      if (day.consumedPoints <= perDay) return;
      await questionsOfDay.reward(caller.tenantId);
      const used = `Your organisation has used up its ${perDay} questions of the day.`;
      throw comeAgain(`${used} Ask the operator of this server for more, or wait.`, secondsBeforeNext(day));
    },

    countRefresh: async (address) => {
      if (isOn) await consume(refreshes, clientNetwork(address), 'Too many sessions were refreshed from here.');
    },

    requireRoom: async (caller, wanted) => {
      const [documents, storage] = [quotaOf(caller, 'documents'), quotaOf(caller, 'storageBytes')];
      if (documents === null && storage === null) return;
      const stored = await storedBy(caller.tenantId);
      if (documents !== null && stored.documents + wanted.documents > documents) {
        throw full(caller, `${stored.documents}`, `${documents} documents`);
      }
      if (storage !== null && stored.bytes + wanted.bytes > storage) {
        throw full(caller, inMegabytes(stored.bytes), inMegabytes(storage));
      }
    },
  };
}

/** How much there is only those learn who may see all of it. */
function full({ piiAccess, collections }: Identity, used: string, quota: string): AppError {
  const problem =
    piiAccess && collections === null
      ? `Your organisation has used ${used} of ${quota}, and this would be too much.`
      : `This would be more than the ${quota} that your organisation may keep.`;
  return new AppError('TOO_LARGE', `${problem} Delete documents, or ask the operator of this server for more.`);
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

async function consume(limiter: RateLimiterMemory, key: string, problem: string): Promise<void> {
  const retryAfterSeconds = await countUse(limiter, key);
  if (retryAfterSeconds > 0) throw comeAgain(problem, retryAfterSeconds);
}

function comeAgain(problem: string, retryAfterSeconds: number): AppError {
  return new AppError('RATE_LIMITED', `${problem} Try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds });
}
