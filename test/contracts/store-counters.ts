import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';

const LONG_MS = 60_000;

export function describeCounters(store: () => Store): void {
  describe('the counters', () => {
    const add = (...counted: [key: string, uses: number, msLeft?: number][]) =>
      store().counters.add(counted.map(([key, uses, msLeft = LONG_MS]) => ({ key, uses, msLeft })));
    const newKeys = () => [`a ${randomUUID()}`, `b ${randomUUID()}`, `ü🙂 ${randomUUID()}`] as const;

    it('add up what is counted under each key, from the first use on', async () => {
      const [a, b, c] = newKeys();
      const first = await add([a, 2], [b, 1]);
      expect(first.get(a)).toEqual({ uses: 2, msLeft: LONG_MS });
      expect([...first.keys()].sort()).toEqual([a, b]);
      const second = await add([a, 3, 10 * LONG_MS], [c, 1]);
      expect(second.get(a)?.uses).toBe(5);
      // A later use makes the time of a count no longer.
      expect(second.get(a)?.msLeft).toBeLessThanOrEqual(LONG_MS);
      expect(second.get(c)).toEqual({ uses: 1, msLeft: LONG_MS });
      expect(second.has(b)).toBe(false);
    });

    it('take uses back, and begin no count with that', async () => {
      const [a, b] = newKeys();
      await add([a, 2]);
      const counts = await add([a, -1], [b, -1]);
      expect(counts.get(a)?.uses).toBe(1);
      expect(counts.has(b)).toBe(false);
    });

    it('begin anew once the time of a count is over', async () => {
      const [a, b] = newKeys();
      await add([a, 5, 1], [b, 5]);
      // By the store's clock.
      await expect.poll(async () => (await add([a, 1, 1])).get(a)?.uses).toBe(1);
      expect((await add([b, 1])).get(b)?.uses).toBe(6);
    });

    it('take nothing, too', async () => {
      expect((await add()).size).toBe(0);
    });
  });
}
