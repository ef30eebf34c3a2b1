import type { Identity } from '../auth/identity.ts';
import { AppError } from '../errors.ts';
import type { TenantId } from '../ids.ts';
import { clientNetwork } from '../lib/client-address.ts';
import { createInOrder } from '../lib/in-order.ts';
import { countUse } from '../lib/rate-limit.ts';
import type { RateLimit, RateLimiters } from '../lib/rate-limiters.ts';
import { USE_LIMITS as LIMITS } from '../limits.ts';
import type { TenantLimits, TenantRecord } from '../store/directory-records.ts';

/** What callers ask for often. */
export type Use = 'search' | 'question' | 'document';

/** What one organisation may have, where its own limits don't say otherwise; null for no limit. */
export type Quotas = { readonly [Key in keyof TenantLimits]-?: number | null };

/** Documents, and bytes of their originals. */
export interface Room {
  readonly documents: number;
  readonly bytes: number;
}

/** Limits on what callers ask for and keep. They throw AppError before any work is done. */
export interface UseLimits {
  /** Counts a use of a caller. @throws AppError `RATE_LIMITED`, also for a day's questions that are used up */
  count(caller: Identity, use: Use): Promise<void>;
  /** Counts the use of a refresh token from an address. @throws AppError `RATE_LIMITED` */
  countRefresh(address: string): Promise<void>;
  /** What an organisation may have: its own limits, else those of all. */
  quotasOf(tenant: Pick<TenantRecord, 'limits'>): Quotas;
  /**
   * Does what brings in so many more documents and bytes, if there is room for them beside what others bring in meanwhile.
   * @throws AppError `TOO_LARGE` that names the quota
   */
  inRoom<T>(caller: Identity, wanted: Room, work: () => Promise<T>): Promise<T>;
}

const DAY_SECONDS = 86_400;
/** Longer than it takes to store a document: what a process leaves behind that dies meanwhile is not counted for ever. */
const COMING_SECONDS = 600;
const NAMES: Record<Use, string> = { search: 'searches', question: 'questions', document: 'documents' };

/**
 * Limits that all processes count together. Searches and the like wait for nobody: what others have counted is known a
 * moment after. A day's questions, and what an organisation keeps, are counted to the last.
 */
export function createUseLimits({
  limiters,
  isOn,
  quotas,
  storedBy,
}: {
  limiters: RateLimiters;
  isOn: boolean;
  quotas: Quotas;
  /** All that an organisation keeps, whoever sees it. */
  storedBy: (id: TenantId) => Promise<Room>;
}): UseLimits {
  const make = (name: string, ofCaller: RateLimit, ofTenant: RateLimit) => ({
    ofCaller: limiters.create(name, ofCaller),
    ofTenant: limiters.create(`${name}-of-tenant`, ofTenant),
  });
  const perMinute = {
    search: make('searches', LIMITS.searches, LIMITS.searchesOfTenant),
    question: make('questions', LIMITS.questions, LIMITS.questionsOfTenant),
    document: make('documents', LIMITS.documents, LIMITS.documentsOfTenant),
  };
  const refreshes = limiters.create('refreshes-at-address', LIMITS.refreshesAtAddress);
  /** Each organisation may have its own quota, which may change within the day. */
  const questionsOfDay = limiters.create('questions-of-day', {
    points: Number.MAX_SAFE_INTEGER,
    duration: DAY_SECONDS,
  });

  /** What is being brought in, by all processes, and is not stored yet. */
  const coming = {
    documents: limiters.create('documents-coming', { points: Number.MAX_SAFE_INTEGER, duration: COMING_SECONDS }),
    bytes: limiters.create('bytes-coming', { points: Number.MAX_SAFE_INTEGER, duration: COMING_SECONDS }),
  };
  const inOrder = createInOrder();

  const quotasOf = ({ limits }: Pick<TenantRecord, 'limits'>): Quotas => ({ ...quotas, ...limits });

  return {
    quotasOf,

    count: async (caller, use) => {
      if (isOn) {
        const { ofCaller, ofTenant } = perMinute[use];
        const { credential, userId, tenantId } = caller;
        const who = credential.type === 'API_TOKEN' ? credential.token.id : userId;
        const refusal = await countUse([
          { limiter: ofCaller, key: who, asker: 'You have' },
          { limiter: ofTenant, key: tenantId, asker: 'Your organisation has' },
        ]);
        if (refusal) throw comeAgain(`${refusal.use.asker} asked for too many ${NAMES[use]} in a minute.`, refusal);
      }
      const perDay = use === 'question' ? quotasOf(caller.member.tenant).questionsPerDay : null;
      if (perDay === null) return;
      const ofDay = { limiter: questionsOfDay, key: caller.tenantId, points: perDay };
      const refusal = await countUse([ofDay], limiters.settled);
      if (!refusal) return;
      const used = `Your organisation has used up its ${perDay} questions of the day.`;
      throw comeAgain(`${used} Ask the operator of this server for more, or wait.`, refusal);
    },

    countRefresh: async (address) => {
      if (!isOn) return;
      const refusal = await countUse([{ limiter: refreshes, key: clientNetwork(address) }]);
      if (refusal) throw comeAgain('Too many sessions were refreshed from here.', refusal);
    },

    inRoom: async (caller, wanted, work) => {
      const { tenantId } = caller;
      const quota = quotasOf(caller.member.tenant);
      if (quota.documents === null && quota.storageBytes === null) return await work();
      // One after the other: what is stored, and still counted as coming, would take the room of two.
      return await inOrder(tenantId, async () => {
        await coming.documents.count(tenantId, wanted.documents);
        await coming.bytes.count(tenantId, wanted.bytes);
        try {
          await limiters.settled();
          const [documents, bytes] = [await coming.documents.look(tenantId), await coming.bytes.look(tenantId)];
          const stored = await storedBy(tenantId);
          requireWithin(quota, { documents: stored.documents + documents.uses, bytes: stored.bytes + bytes.uses });
          return await work();
        } finally {
          await coming.documents.takeBack(tenantId, wanted.documents);
          await coming.bytes.takeBack(tenantId, wanted.bytes);
          await limiters.settled();
        }
      });
    },
  };
}

/** How much there is it does not say: nobody sees what is private to others. @throws AppError `TOO_LARGE` */
function requireWithin({ documents, storageBytes }: Quotas, wanted: Room): void {
  if (documents !== null && wanted.documents > documents) throw full(`${documents} documents`);
  if (storageBytes !== null && wanted.bytes > storageBytes) throw full(inMegabytes(storageBytes));
}

function full(quota: string): AppError {
  const problem = `This would be more than the ${quota} that your organisation may keep.`;
  return new AppError('TOO_LARGE', `${problem} Delete documents, or ask the operator of this server for more.`);
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function comeAgain(problem: string, { retryAfterSeconds }: { retryAfterSeconds: number }): AppError {
  return new AppError('RATE_LIMITED', `${problem} Try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds });
}
