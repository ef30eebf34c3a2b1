import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTurns, type Priority } from '../../src/lib/turns.ts';

describe('turns', () => {
  const { signal } = new AbortController();
  afterEach(() => void vi.restoreAllMocks());

  it('are one at a time, the urgent first, else in the order of asking', async () => {
    const turns = createTurns();
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
    };
    await Promise.all([
      turns.take(work('first'), { signal }),
      turns.take(work('second'), { signal }),
      turns.take(work('urgent'), { signal, priority: 'HIGH' }),
    ]);
    const order = ['first', 'urgent', 'second'];
    expect(log).toEqual(order.flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it('stay with what is urgent as long as it goes on', async () => {
    const turns = createTurns();
    const log: string[] = [];
    const steps = async (name: string, priority: Priority) => {
      for (let step = 1; step <= 3; step++)
        await turns.take(async () => void log.push(`${name} ${step}`), { signal, priority });
    };
    await Promise.all([steps('other', 'NORMAL'), steps('urgent', 'HIGH')]);
    expect(log).toEqual(['other 1', 'urgent 1', 'urgent 2', 'urgent 3', 'other 2', 'other 3']);
  });

  it('go to who had least of them lately, however many others ask, and the urgent before', async () => {
    let clock = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => clock);
    const turns = createTurns();
    const log: string[] = [];
    const work = (name: string, ms: number) => async () => {
      log.push(name);
      clock += ms;
    };
    const steps = async (user: string, ms: number) => {
      for (let step = 1; step <= 3; step++) await turns.take(work(`${user} ${step}`, ms), { user, signal });
    };
    const busy = [steps('busy', 20), steps('busy', 20)];
    await turns.take(work('urgent', 0), { priority: 'HIGH', user: 'busy', signal });
    await Promise.all([...busy, steps('other', 1)]);
    expect(log.slice(0, 5)).toEqual(['busy 1', 'urgent', 'other 1', 'other 2', 'other 3']);
    expect(log).toHaveLength(10);
  });

  it('go on after work that failed', async () => {
    const turns = createTurns();
    const failing = turns.take(() => Promise.reject(new Error('no')), { signal });
    const next = turns.take(async () => 'yes', { signal });
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
    expect(await turns.take(async () => 'again', { signal })).toBe('again');
  });

  it('are left by whoever aborts, and their work is never begun', async () => {
    const turns = createTurns();
    const controller = new AbortController();
    const log: string[] = [];
    const first = turns.take(async () => void log.push('first'), { signal });
    const leaving = turns.take(async () => void log.push('left'), controller);
    const last = turns.take(async () => void log.push('last'), { signal });
    controller.abort();
    await expect(leaving).rejects.toBe(controller.signal.reason);
    await Promise.all([first, last]);
    expect(log).toEqual(['first', 'last']);
  });

  it('may be waited for many times with one signal, without a warning', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on('warning', warn);
    const turns = createTurns();
    const request = new AbortController();
    await Promise.all(Array.from({ length: 20 }, () => turns.take(async () => {}, { signal: request.signal })));
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  });
});
