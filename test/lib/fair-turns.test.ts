import { describe, expect, it } from 'vitest';
import { createFairTurns } from '../../src/lib/fair-turns.ts';

const never = new AbortController().signal;

describe('fair turns', () => {
  it('let so many at once, and the others in turn by key', async () => {
    const turns = createFairTurns({ limit: 2, maxWaiting: 10 });
    const order: string[] = [];
    const held: (() => void)[] = [];
    const enter = async (key: string, name: string) => {
      const leave = await turns.take(key, never);
      order.push(name);
      if (leave) held.push(leave);
    };
    const all = [
      enter('a', 'a1'),
      enter('a', 'a2'),
      enter('a', 'a3'),
      enter('a', 'a4'),
      enter('b', 'b1'),
      enter('c', 'c1'),
    ];
    await Promise.all(all.slice(0, 2));
    expect(order).toEqual(['a1', 'a2']);
    while (order.length < 6) {
      held.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(all);
    expect(order).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'a4']);
  });

  it('are left by who waits no longer, and refused to who has too many waiting', async () => {
    const turns = createFairTurns({ limit: 1, maxWaiting: 1 });
    const leave = await turns.take('a', never);
    const stop = new AbortController();
    const waiting = turns.take('a', stop.signal);
    expect(await turns.take('a', never)).toBeNull();
    stop.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    const next = turns.take('b', never);
    leave?.();
    leave?.();
    const other = await next;
    expect(other).not.toBeNull();
    const last = turns.take('a', never);
    other?.();
    expect(await last).not.toBeNull();
  });
});
