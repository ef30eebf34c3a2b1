/** How much each of many users has had of something lately. What was long ago counts less and less. */
export interface RecentUse {
  add(user: string, amount: number): void;
  of(user: string): number;
}

/** Users that are remembered before those are forgotten whose use is nothing any more. */
const MANY = 100;
/** Of the unit that is counted. */
const NOTHING = 1;

/** `halfLifeMs`: after so long a use counts half. */
export function createRecentUse({
  halfLifeMs,
  now = () => performance.now(),
}: {
  halfLifeMs: number;
  now?(): number;
}): RecentUse {
  const uses = new Map<string, { amount: number; at: number }>();
  const of = (user: string): number => {
    const use = uses.get(user);
    return use ? use.amount * 0.5 ** ((now() - use.at) / halfLifeMs) : 0;
  };
  return {
    of,
    add: (user, amount) => {
      if (uses.size >= MANY) for (const each of uses.keys()) if (of(each) < NOTHING) uses.delete(each);
      uses.set(user, { amount: of(user) + amount, at: now() });
    },
  };
}
