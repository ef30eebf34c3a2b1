/** What time it is by a clock that others share. */
export interface FollowedClock {
  /** By the clock that is followed; before that by this machine's own. */
  now(): Date;
  /** Follows a clock from here on; what it gives back ends that. @throws what the first reading throws */
  follow(read: () => Promise<Date>): Promise<() => void>;
}

/** Between two readings: what this machine counts in the meantime is off by less than a hundredth of a second. */
const READ_EVERY_MS = 30_000;
/** A reading that takes longer says too little of when it was true. */
const MOST_READING_MS = 1_000;

/** Between two readings it goes by the time that passes, so that a jump of this machine's own clock changes nothing. */
export function createFollowedClock(): FollowedClock {
  let known: { readonly timeMs: number; readonly at: number } | null = null;

  const take = async (read: () => Promise<Date>) => {
    const before = performance.now();
    const timeMs = (await read()).getTime();
    const tookMs = performance.now() - before;
    if (known === null || tookMs <= MOST_READING_MS) known = { timeMs, at: before + tookMs / 2 };
  };

  return {
    now: () => new Date(known === null ? Date.now() : known.timeMs + performance.now() - known.at),
    follow: async (read) => {
      await take(read);
      // One that fails is made up for by the next.
      const timer = setInterval(() => void take(read).catch(() => {}), READ_EVERY_MS).unref();
      return () => clearInterval(timer);
    },
  };
}
