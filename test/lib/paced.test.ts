import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createPacedHandler, createPacedTurns } from '../../src/lib/paced.ts';

const work = (ms: number) => {
  for (const end = performance.now() + ms; performance.now() < end; );
};

describe('messages that come in together', () => {
  it('are handed on at once while they take little', () => {
    const seen: number[] = [];
    const handle = createPacedHandler<number>((message) => seen.push(message));
    for (let at = 0; at < 3; at += 1) handle(at);
    expect(seen).toEqual([0, 1, 2]);
  });

  it('have a turn of the event loop each, in order, once they take much', async () => {
    const seen: (number | string)[] = [];
    const handle = createPacedHandler<number>((message) => {
      work(6);
      seen.push(message);
    });
    for (let at = 0; at < 4; at += 1) handle(at);
    expect(seen).toEqual([0]);
    while (seen.length < 7) {
      await setImmediate();
      seen.push('turn');
      // What comes meanwhile stands behind.
      if (seen.length === 3) handle(4);
    }
    while (!seen.includes(4)) await setImmediate();
    expect(seen.filter((each) => each !== 'turn')).toEqual([0, 1, 2, 3, 4]);
    const places = [1, 2, 3].map((each) => seen.indexOf(each));
    expect(places.every((place, at) => at === 0 || place > (places[at - 1] ?? 0) + 1)).toBe(true);
    // And then as before.
    while (seen.at(-1) !== 5) {
      await setImmediate();
      if (!seen.includes(5)) handle(5);
    }
    expect(seen.filter((each) => each === 5)).toHaveLength(1);
  });
});

describe('paced turns', () => {
  it('come in order, and what follows each counts', async () => {
    const turn = createPacedTurns();
    const seen: (number | string)[] = [];
    const all = Array.from({ length: 4 }, async (_, at) => {
      await turn();
      work(6);
      seen.push(at);
    });
    expect(seen).toEqual([]);
    while (!seen.includes(3)) {
      await setImmediate();
      seen.push('turn');
    }
    await Promise.all(all);
    expect(seen.filter((each) => each !== 'turn')).toEqual([0, 1, 2, 3]);
    const places = [0, 1, 2, 3].map((each) => seen.indexOf(each));
    expect(places.every((place, at) => at === 0 || place > (places[at - 1] ?? 0) + 1)).toBe(true);
  });
});
