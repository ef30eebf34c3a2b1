import type { Catalog } from './catalog.ts';
import { valueAt } from './values.ts';

/** Deletes what TTL indexes say is over by then. Gives back how many documents that were. */
export function expire(catalog: Catalog, now: Date): number {
  let deleted = 0;
  for (const collection of catalog.collections()) {
    for (const { spec } of collection.indexes.values()) {
      const [path = ''] = Object.keys(spec.key);
      if (spec.expireAfterSeconds === null) continue;
      const lifeMs = spec.expireAfterSeconds * 1000;
      for (const before of [...collection.docs.values()]) {
        const since = valueAt(before, path);
        if (!(since instanceof Date) || since.getTime() + lifeMs > now.getTime()) continue;
        catalog.apply({ type: 'delete', collection, before, after: null });
        deleted += 1;
      }
    }
  }
  return deleted;
}
