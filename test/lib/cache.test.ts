import { expect, it } from 'vitest';
import { createCache } from '../../src/lib/cache.ts';

it('a cache holds no more entries than it may', () => {
  const cache = createCache<number, string>(10);
  for (let key = 0; key < 100; key++) cache.set(key, `value ${key}`);
  const held = Array.from({ length: 100 }, (_, key) => key).filter((key) => cache.get(key) !== undefined);
  expect(held.length).toBeLessThanOrEqual(10);
  expect(held).toContain(99);
});

it('a cache keeps what is asked for now and then, and the last value that was set', () => {
  const cache = createCache<string, number>(10);
  cache.set('kept', 1);
  cache.set('kept', 2);
  for (let key = 0; key < 100; key++) {
    cache.set(`other ${key}`, key);
    expect(cache.get('kept')).toBe(2);
  }
  expect(cache.get('other 0')).toBeUndefined();
});
