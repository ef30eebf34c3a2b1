/** Places of which each key may hold a few at once, such as a user's streams. */
export interface Slots {
  /** Takes one; null where all are taken. What it returns gives it back, once. */
  take(key: string): (() => void) | null;
}

/** As many as `perKey` for each key, and `total` for all of them. */
export function createSlots({ perKey, total = Number.POSITIVE_INFINITY }: { perKey: number; total?: number }): Slots {
  const taken = new Map<string, number>();
  let all = 0;
  return {
    take: (key) => {
      const ofKey = taken.get(key) ?? 0;
      if (ofKey >= perKey || all >= total) return null;
      taken.set(key, ofKey + 1);
      all += 1;
      let isTaken = true;
      return () => {
        if (!isTaken) return;
        isTaken = false;
        all -= 1;
        const left = (taken.get(key) ?? 1) - 1;
        if (left > 0) taken.set(key, left);
        else taken.delete(key);
      };
    },
  };
}
