import { describe, expect, it } from 'vitest';
import { createFairTurns, type FairTurns } from '../../src/lib/fair-turns.ts';

const never = new AbortController().signal;
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Takes a turn, and notes the places on the way. */
async function take(turns: FairTurns, key: string, { signal = never, places = [] as number[] } = {}) {
  const waiting = turns.take(key, signal);
  for (;;) {
    const { done, value } = await waiting.next();
    if (done) return value;
    places.push(value);
  }
}

/** In which order turns are had by those who come at once, by the keys. */
async function orderOf(keys: string, limit: number): Promise<string> {
  const turns = createFairTurns({ limit, maxWaiting: 100, maxWaitingOfKey: 100 });
  const held: (() => void)[] = [];
  let order = '';
  const all = [...keys].map(async (key) => {
    const leave = await take(turns, key);
    order += key;
    if (leave) held.push(leave);
  });
  await settled();
  while (order.length < keys.length) {
    held.shift()?.();
    await settled();
  }
  await Promise.all(all);
  return order;
}

describe('fair turns', () => {
  it('let so many at once, and the others in turn by key', async () => {
    expect(await orderOf('aaaaabbc', 1)).toBe('abcabaaa');
    expect(await orderOf('aaaabc', 2)).toBe('aabcaa');
    expect(await orderOf(`${'a'.repeat(20)}b`, 1)).toBe(`ab${'a'.repeat(19)}`);
  });

  it('tell each who waits the place, whenever it changes', async () => {
    const turns = createFairTurns({ limit: 1, maxWaiting: 10, maxWaitingOfKey: 10 });
    const first = await take(turns, 'a');
    const places: Record<'second' | 'third' | 'other', number[]> = { second: [], third: [], other: [] };
    const second = take(turns, 'a', { places: places.second });
    const third = take(turns, 'a', { places: places.third });
    await settled();
    const other = take(turns, 'b', { places: places.other });
    await settled();
    expect(places).toEqual({ second: [1, 2], third: [2, 3], other: [1] });
    first?.();
    (await other)?.();
    (await second)?.();
    (await third)?.();
    expect(places).toEqual({ second: [1, 2, 1], third: [2, 3, 2, 1], other: [1] });
  });

  it('are left by who waits no longer, and refused where too many wait, of all or of a key', async () => {
    const turns = createFairTurns({ limit: 1, maxWaiting: 2, maxWaitingOfKey: 1 });
    const leave = await take(turns, 'a');
    const stop = new AbortController();
    const waiting = take(turns, 'a', { signal: stop.signal });
    expect(await take(turns, 'a')).toBeNull();
    const reader = turns.take('b', never);
    expect(await reader.next()).toEqual({ done: false, value: 1 });
    expect(await take(turns, 'c')).toBeNull();
    stop.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    await reader.return(null);
    const next = take(turns, 'b');
    await settled();
    leave?.();
    leave?.();
    const held = await next;
    const last = take(turns, 'a');
    held?.();
    expect(await last).not.toBeNull();
  });

  it('go on to the next where who was let in has left before hearing of it', async () => {
    const turns = createFairTurns({ limit: 1, maxWaiting: 10, maxWaitingOfKey: 10 });
    const leave = await take(turns, 'a');
    const gone = turns.take('b', never);
    expect(await gone.next()).toEqual({ done: false, value: 1 });
    const next = take(turns, 'c');
    await settled();
    leave?.();
    await gone.return(null);
    expect(await next).not.toBeNull();
  });
});
