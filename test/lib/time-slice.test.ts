import { describe, expect, it } from 'vitest';
import { createTimeSlice } from '../../src/lib/time-slice.ts';

describe('createTimeSlice', () => {
  it('lets other work run, and begins anew', async () => {
    const slice = createTimeSlice(0);
    expect(slice.isOver()).toBe(true);
    let ran = false;
    setImmediate(() => {
      ran = true;
    });
    await slice.next();
    expect(ran).toBe(true);
    expect(createTimeSlice(60_000).isOver()).toBe(false);
  });

  it('gives a turn of the event loop to one of many', async () => {
    let turns = 0;
    const count = () => {
      turns += 1;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    const turnsOf = await Promise.all(
      Array.from({ length: 5 }, async () => {
        await createTimeSlice(0).next();
        return turns;
      }),
    );
    clearImmediate(next);
    expect(new Set(turnsOf).size).toBe(5);
  });

  it('shares the time of a turn with all others that begin in it', async () => {
    await createTimeSlice(0).next();
    expect(createTimeSlice(60_000).isOver()).toBe(false);
    for (const end = performance.now() + 6; performance.now() < end; );
    expect(createTimeSlice(60_000).isOver()).toBe(true);
    await createTimeSlice(0).next();
    expect(createTimeSlice(60_000).isOver()).toBe(false);
  });

  it('rejects with the reason of a signal that has aborted', async () => {
    const controller = new AbortController();
    const slice = createTimeSlice(0, { signal: controller.signal });
    controller.abort(new Error('left'));
    await expect(slice.next()).rejects.toThrow('left');
  });
});
