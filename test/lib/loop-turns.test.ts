import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLoopTurns } from '../../src/lib/loop-turns.ts';

describe('turns of the event loop', () => {
  it('are one for each piece of work, with events between them', async () => {
    const turn = createLoopTurns();
    const done: string[] = [];
    const work = ['a', 'b', 'c'].map(async (name, at) => {
      await turn(at);
      done.push(name);
    });
    while (!done.includes('c')) {
      await setImmediate();
      if (done.at(-1) !== 'event') done.push('event');
    }
    await Promise.all(work);
    expect(done).toEqual(['a', 'event', 'b', 'event', 'c', 'event']);
  });

  it('come to who asks for little at once, and to others some loops of events later', async () => {
    const turn = createLoopTurns();
    const loopsUntil = async (size: number) => {
      let begun = false;
      void turn(size).then(() => {
        begun = true;
      });
      let loops = 0;
      for (; !begun; loops += 1) await setImmediate();
      return loops;
    };
    expect(await loopsUntil(5_000)).toBeGreaterThan(5);
    expect(await loopsUntil(50)).toBeLessThan(4);
    const [large, little] = await Promise.all([loopsUntil(5_000), loopsUntil(50)]);
    expect(little).toBeLessThan(4);
    expect(large).toBeGreaterThan(5);
  });

  it('go to the smallest, and now and then to who waits longest', async () => {
    const turn = createLoopTurns();
    const done: string[] = [];
    const take = async (name: string, size: number) => {
      await turn(size);
      done.push(name);
    };
    await Promise.all([take('large', 9), take('a', 1), take('b', 1), take('c', 1), take('d', 1), take('e', 1)]);
    expect(done).toEqual(['a', 'b', 'c', 'large', 'd', 'e']);
  });
});
