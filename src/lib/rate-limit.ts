import type { Count, RateLimiter } from './rate-limiters.ts';

/** A use that counts against a limit. */
export interface Use {
  readonly limiter: RateLimiter;
  readonly key: string;
  /** How many uses there may be, where not as many as the limiter says. */
  readonly points?: number;
}

/** The use for which there was no room, and the seconds to wait. */
export interface Refusal<Of extends Use> {
  readonly use: Of;
  readonly retryAfterSeconds: number;
}

/**
 * Counts a use against limits in turn, and gives back null; or, where one has no room, has none of them count it.
 * `settled` resolves when it is known what other processes counted, which is then looked at once more.
 */
export async function countUse<Of extends Use>(
  uses: readonly Of[],
  settled?: () => Promise<void>,
): Promise<Refusal<Of> | null> {
  const counted: Of[] = [];
  const refuse = async (use: Of, count: Count) => {
    for (const { limiter, key } of counted) await limiter.takeBack(key);
    return { use, retryAfterSeconds: secondsLeft(count) };
  };
  for (const use of uses) {
    counted.push(use);
    const count = await use.limiter.count(use.key);
    if (isOver(use, count)) return await refuse(use, count);
  }
  if (!settled) return null;
  await settled();
  for (const use of uses) {
    const count = await use.limiter.look(use.key);
    if (isOver(use, count)) return await refuse(use, count);
  }
  return null;
}

function isOver({ limiter, points = limiter.points }: Use, { uses }: Count): boolean {
  return uses > points;
}

/** Until the count begins anew: 1 at least. */
function secondsLeft({ msLeft }: Count): number {
  return Math.max(1, Math.ceil(msLeft / 1000));
}
