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
    expect(done).toEqual(['event', 'a', 'event', 'b', 'event', 'c', 'event']);
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
