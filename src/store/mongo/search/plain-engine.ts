import type { Engine } from './engine.ts';
import { scanNearest } from './scan.ts';
import { findByTextIndex } from './text-index.ts';

/** MongoDB without a search engine: an exact scan for vectors, the text index for keywords. Both are never behind. */
export function createPlainEngine(): Engine {
  return {
    vectorFormat: 'binary',
    nearest: (db, vector, search) => scanNearest(db, vector, search, 'binary'),
    matching: findByTextIndex,
    follow: () => {},
  };
}
