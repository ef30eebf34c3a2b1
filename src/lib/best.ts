/** Keeps the best of many, so that memory holds no more than is wanted. */
export interface Best<T> {
  add(item: T, score: number): void;
  /** The best, best first; ties as `tie` orders them. */
  take(): T[];
}

/** Keeps up to `limit` items. */
export function createBest<T>(limit: number, tie: (a: T, b: T) => number): Best<T> {
  let kept: { item: T; score: number }[] = [];
  let worst = Number.NEGATIVE_INFINITY;
  const trim = () => {
    kept = kept.sort((a, b) => b.score - a.score || tie(a.item, b.item)).slice(0, limit);
    if (kept.length === limit) worst = kept.at(-1)?.score ?? worst;
  };
  return {
    add: (item, score) => {
      if (score < worst) return;
      kept.push({ item, score });
      if (kept.length >= Math.max(64, 2 * limit)) trim();
    },
    take: () => {
      trim();
      return kept.map(({ item }) => item);
    },
  };
}
