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

  it('rejects with the reason of a signal that has aborted', async () => {
    const controller = new AbortController();
    const slice = createTimeSlice(0, { signal: controller.signal });
    controller.abort(new Error('left'));
    await expect(slice.next()).rejects.toThrow('left');
  });
});
