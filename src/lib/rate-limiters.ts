import { RateLimiterMemory } from 'rate-limiter-flexible';
import { delay } from './delay.ts';

/** So many uses in so many seconds, from the first one on. */
export interface RateLimit {
  readonly points: number;
  readonly duration: number;
}

/** Uses of a key, and when they begin anew. */
export interface Count {
  readonly uses: number;
  readonly msLeft: number;
}

/** Counts the uses of keys, and refuses nothing itself. */
export interface RateLimiter {
  /** As many uses as there may be. */
  readonly points: number;
  /** Counts one, or so many, and gives back how many there are. */
  count(key: string, uses?: number): Promise<Count>;
  /** How many there are. */
  look(key: string): Promise<Count>;
  /** Takes one back, or so many, unless they count no more. */
  takeBack(key: string, uses?: number): Promise<void>;
}

/** The limiters of a process, which tell those of others what they count. */
export interface RateLimiters {
  /** Makes one. Those of one name, in whatever process, count together. */
  create(name: string, limit: RateLimit): RateLimiter;
  /** Sends what was counted. Resolves when it is known what others have counted under the same keys, or after half a second. */
  settled(): Promise<void>;
  /** Sends what was counted last, if that can be done within half a second. */
  close(): Promise<void>;
}

/** Where processes add what each has counted, and read what all have. */
export type Exchange = (
  counted: readonly { readonly key: string; readonly uses: number; readonly msLeft: number }[],
) => Promise<ReadonlyMap<string, Count>>;

/** Counted here, and not sent yet. */
interface Unsent {
  readonly memory: RateLimiterMemory;
  readonly key: string;
  readonly uses: number;
}

/**
 * How long anybody waits for an exchange: who is told that the database is away is told so within five seconds. In steps,
 * as a process that stood still has not looked at the answers yet.
 */
const PATIENCE_STEPS = 10;
const PATIENCE_STEP_MS = 50;
/** Before the next one after a failure. */
const RETRY_MS = 5_000;

/**
 * Makes the limiters of a process. They count in memory, so that counting waits for nothing, and goes on where the
 * exchange fails; every `everyMs` at most they send in one go what they have counted, and take over what all have.
 */
export function createRateLimiters({
  exchange,
  everyMs,
  onFailure,
}: {
  exchange: Exchange;
  everyMs: number;
  onFailure(error: unknown): void;
}): RateLimiters {
  let unsent = new Map<string, Unsent>();
  let timer: NodeJS.Timeout | null = null;
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  let isClosed = false;

  const note = (id: string, { memory, key, uses }: Unsent) => {
    const sum = uses + (unsent.get(id)?.uses ?? 0);
    if (sum === 0) unsent.delete(id);
    else unsent.set(id, { memory, key, uses: sum });
  };
  const sendIn = (ms: number) => {
    if (isClosed) return;
    timer ??= setTimeout(() => {
      timer = null;
      void sendNow();
    }, ms).unref();
  };
  /** One after the other: what was counted while one is under way goes with the next. */
  const sendNow = (): Promise<void> => {
    next ??= last.then(() => {
      next = null;
      last = send();
      return last;
    });
    return next;
  };
  const send = async () => {
    const batch = unsent;
    unsent = new Map();
    if (batch.size === 0) return;
    try {
      const counts = await exchange(await withTime(batch));
      for (const [id, { memory, key }] of batch) {
        const count = counts.get(id);
        if (!count || count.msLeft <= 0) continue;
        void memory.set(key, count.uses + (unsent.get(id)?.uses ?? 0), count.msLeft / 1_000);
      }
    } catch (error) {
      onFailure(error);
      // Perhaps it was added all the same: then it counts twice, and somebody waits who need not.
      for (const [id, counted] of batch) if (await counted.memory.get(counted.key)) note(id, counted);
      sendIn(RETRY_MS);
    }
  };
  const settled = async () => {
    const sent = new AbortController();
    void sendNow().then(() => sent.abort());
    for (let step = 0; step < PATIENCE_STEPS && !sent.signal.aborted; step += 1) await delay(PATIENCE_STEP_MS, sent);
  };

  return {
    create: (name, limit) => {
      const memory = new RateLimiterMemory(limit);
      const add = async (key: string, uses: number): Promise<Count> => {
        const { consumedPoints, msBeforeNext, isFirstInDuration } = await memory.penalty(key, uses);
        const id = `${name} ${key}`;
        // What was not sent in time is of a count that is over.
        if (isFirstInDuration) unsent.delete(id);
        note(id, { memory, key, uses });
        sendIn(everyMs);
        return { uses: consumedPoints, msLeft: msBeforeNext };
      };
      const look = async (key: string): Promise<Count> => {
        const known = await memory.get(key);
        // One that is over may still be there: timers are late.
        if (!known || known.msBeforeNext <= 0) return { uses: 0, msLeft: 0 };
        return { uses: known.consumedPoints, msLeft: known.msBeforeNext };
      };
      return {
        points: limit.points,
        count: (key, uses = 1) => add(key, uses),
        look,
        takeBack: async (key, uses = 1) => {
          if (uses > 0 && (await look(key)).msLeft > 0) await add(key, -uses);
        },
      };
    },
    settled,
    close: async () => {
      isClosed = true;
      if (timer) clearTimeout(timer);
      await settled();
    },
  };
}

/** What is to be sent, without what is over, each with the time that its count has left. */
async function withTime(batch: ReadonlyMap<string, Unsent>): Promise<Parameters<Exchange>[0]> {
  const counts = await Promise.all(
    Array.from(batch, async ([id, { memory, key, uses }]) => {
      const known = await memory.get(key);
      return { key: id, uses, msLeft: known?.msBeforeNext ?? 0 };
    }),
  );
  return counts.filter(({ msLeft }) => msLeft > 0);
}
