import { createLocalJWKSet, errors, type JWK } from 'jose';
import { AppError } from '../errors.ts';
import {
  formatKeySet,
  generateSigningKey,
  importSigningKey,
  type KeySource,
  type PrivateJwk,
  parseKeySet,
  publicKeysOf,
  type SigningKeySet,
  type SigningKeys,
} from './signing-keys.ts';

/** The keys of a deployment, as they come and go: several processes follow the same ones. */
export interface KeyRing extends SigningKeys {
  /** What tokens can be verified by, as a JWK set (RFC 7517). */
  publicKeys(): { keys: JWK[] };
  /** Makes a new key, which signs as soon as every process knows it. Gives back its `kid`. */
  rotate(): Promise<string>;
  /** What the timer does: reads keys anew, rotates them when it is time, and drops those that are over. */
  follow(): Promise<void>;
  close(): void;
}

/** So long every process has to learn of a key before one signs with it. */
const KNOWN_MS = 60_000;
const REFRESH_MS = 20_000;
/** How often a token with an unknown key has the keys looked for anew. */
const UNKNOWN_MS = 5_000;
/** How often the log repeats that keys could not be replaced, as in a file that can only be read. */
const RETRY_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** What clocks may differ by. */
const SLACK_MS = 60_000;

/** Where the keys are, and how long each signs. */
export interface KeyRingOptions {
  readonly source: KeySource;
  /** How long a token is good, in ms: so long the key that signed it is kept. */
  readonly tokenMs: number;
  /** A key that has signed for so many days is followed by another; 0: never. */
  readonly rotationDays: number;
  now(): Date;
  /** The keys could not be read or written again; those that are known go on. */
  onUnexpected(error: unknown): void;
}

/** Reads the keys and follows them. @throws StartupError when they can't be read or made */
export async function openKeyRing(options: KeyRingOptions): Promise<KeyRing> {
  const { source, tokenMs, rotationDays, now, onUnexpected } = options;
  let text = '';
  let set: SigningKeySet = { keys: [] };
  let find = createLocalJWKSet({ keys: [] });
  const ready = new Map<string, SigningKeys['current']>();
  let lookedAt = 0;
  let failedAt = Number.NEGATIVE_INFINITY;

  const load = async () => {
    const read = await source.read();
    if (read === text) return;
    const next = parseKeySet(read);
    for (const key of next.keys) if (!ready.has(key.kid)) ready.set(key.kid, await importSigningKey(key));
    [text, set] = [read, next];
    find = createLocalJWKSet({ keys: publicKeysOf(next) });
  };

  const rotate = async (): Promise<string> => {
    for (;;) {
      await load();
      const key = await generateSigningKey(now());
      const kept = withoutRetired(set.keys, { nowMs: now().getTime(), tokenMs });
      if (!(await source.replace(text, formatKeySet({ keys: [...kept, key] })))) continue;
      await load();
      return key.kid;
    }
  };

  /** Looks for keys that others made, and does what is due; what another process did meanwhile need not be done again. */
  const follow = async () => {
    await load();
    const nowMs = now().getTime();
    if (nowMs - failedAt < RETRY_MS) return;
    const rotationMs = rotationDays === 0 ? Number.POSITIVE_INFINITY : rotationDays * DAY_MS;
    const next = await dueKeys(set.keys, { nowMs, tokenMs, rotationMs });
    if (!next) return;
    failedAt = nowMs;
    if (await source.replace(text, formatKeySet({ keys: next }))) await load();
    failedAt = Number.NEGATIVE_INFINITY;
  };

  await load();
  const timer = setInterval(() => {
    follow().catch((error) => {
      if (!(error instanceof AppError)) onUnexpected(error);
    });
  }, REFRESH_MS).unref();

  return {
    get current() {
      const { kid } = signingKeyAt(set.keys, now().getTime());
      const key = ready.get(kid);
      if (!key) throw new TypeError('Every key of the set is ready.');
      return key;
    },
    verify: async (header, token) => {
      try {
        return await find(header, token);
      } catch (error) {
        const time = now().getTime();
        if (!(error instanceof errors.JWKSNoMatchingKey) || time - lookedAt < UNKNOWN_MS) throw error;
        lookedAt = time;
        await load().catch(onUnexpected);
        return await find(header, token);
      }
    },
    publicKeys: () => ({ keys: publicKeysOf(set) }),
    rotate,
    follow,
    close: () => clearInterval(timer),
  };
}

/** The newest key that every process knows; the first one where there is none yet. */
function signingKeyAt(keys: readonly PrivateJwk[], nowMs: number): PrivateJwk {
  const [first, ...others] = keys;
  if (!first) throw new TypeError('A set of signing keys holds one at least.');
  return others
    .filter(({ createdAt }) => createdAt > 0 && createdAt + KNOWN_MS <= nowMs)
    .reduce((best, key) => (key.createdAt > best.createdAt ? key : best), first);
}

/** The keys that should be in the place of these by now; null where these are right. */
async function dueKeys(
  keys: readonly PrivateJwk[],
  { nowMs, tokenMs, rotationMs }: { nowMs: number; tokenMs: number; rotationMs: number },
): Promise<readonly PrivateJwk[] | null> {
  const newest = Math.max(...keys.map(({ createdAt }) => createdAt));
  // The first key of all, and those of earlier versions, don't say when they were made: the days of the one that signs
  // begin now, and are written down, or each restart would begin them again.
  if (newest === 0 && rotationMs < Number.POSITIVE_INFINITY)
    return keys.map((key, index) => (index === 0 ? { ...key, createdAt: nowMs } : key));
  const kept = withoutRetired(keys, { nowMs, tokenMs });
  if (nowMs - newest >= rotationMs) return [...kept, await generateSigningKey(new Date(nowMs))];
  return kept.length < keys.length ? kept : null;
}

/** Without the keys whose tokens have all ended: those that a newer one has followed for longer than tokens last. */
function withoutRetired(keys: readonly PrivateJwk[], { nowMs, tokenMs }: { nowMs: number; tokenMs: number }) {
  const signed = signingKeyAt(keys, nowMs);
  const isOver = signed.createdAt > 0 && signed.createdAt + KNOWN_MS + tokenMs + SLACK_MS < nowMs;
  return isOver ? keys.filter(({ createdAt }) => createdAt >= signed.createdAt) : keys;
}
