import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { countUse } from '../../src/lib/rate-limit.ts';
import { createRateLimiters, type Exchange, type RateLimiters } from '../../src/lib/rate-limiters.ts';

const EVERY_MS = 250;
const LIMIT = { points: 3, duration: 60 };

/** What processes exchange counts with. */
function createPlace() {
  const counts = new Map<string, { uses: number; endsAt: number }>();
  const batches: { key: string; uses: number }[][] = [];
  const failures: unknown[] = [];
  const place = {
    counts,
    batches,
    failures,
    exchange: (async (counted) => {
      batches.push(counted.map(({ key, uses }) => ({ key, uses })));
      for (const { key, uses, msLeft } of counted) {
        const before = counts.get(key);
        const isOver = !before || before.endsAt <= Date.now();
        counts.set(key, isOver ? { uses, endsAt: Date.now() + msLeft } : { ...before, uses: before.uses + uses });
      }
      return new Map(
        Array.from(counts, ([key, { uses, endsAt }]) => [key, { uses, msLeft: endsAt - Date.now() }] as const),
      );
    }) as Exchange,
    open: (): RateLimiters =>
      createRateLimiters({
        exchange: (counted) => place.exchange(counted),
        everyMs: EVERY_MS,
        onFailure: (error) => failures.push(error),
      }),
  };
  return place;
}

let place: ReturnType<typeof createPlace>;
beforeEach(() => {
  vi.useFakeTimers();
  place = createPlace();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('limiters', () => {
  it('count at once, and a moment later what other processes have counted', async () => {
    const [here, there] = [place.open().create('a', LIMIT), place.open().create('a', LIMIT)];
    await here.count('x');
    await here.count('x');
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(await there.count('x')).toMatchObject({ uses: 1 });
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(await there.look('x')).toEqual({ uses: 3, msLeft: 60_000 - 2 * EVERY_MS });
    await there.count('x');
    expect(await there.look('x')).toMatchObject({ uses: 4 });
    expect(await here.look('y')).toMatchObject({ uses: 0 });
  });

  it('end with the count of all, whenever a process came to it', async () => {
    const [here, there] = [place.open().create('a', LIMIT), place.open().create('a', LIMIT)];
    await here.count('x');
    await vi.advanceTimersByTimeAsync(59_000);
    await there.count('x');
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(await there.look('x')).toEqual({ uses: 2, msLeft: 1_000 - EVERY_MS });
    await vi.advanceTimersByTimeAsync(1_000 - EVERY_MS);
    expect(await there.look('x')).toMatchObject({ uses: 0 });
  });

  it('send in one go what was counted meanwhile, and nothing of what was taken back', async () => {
    const limiters = place.open();
    const [a, b] = [limiters.create('a', LIMIT), limiters.create('b', LIMIT)];
    await Promise.all([a.count('x'), a.count('x'), b.count('x'), b.count('y')]);
    await b.takeBack('y');
    await b.takeBack('never counted');
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(place.batches).toEqual([
      [
        { key: 'a x', uses: 2 },
        { key: 'b x', uses: 1 },
      ],
    ]);
  });

  it('keep what is counted while an exchange is under way for the next', async () => {
    const limiters = place.open();
    const limiter = limiters.create('a', LIMIT);
    const { exchange } = place;
    place.exchange = async (counted) => {
      const counts = await exchange(counted);
      place.exchange = exchange;
      await limiter.count('x');
      return counts;
    };
    await limiter.count('x');
    await limiters.settled();
    expect(await limiter.look('x')).toMatchObject({ uses: 2 });
    await limiters.settled();
    expect(await limiter.look('x')).toMatchObject({ uses: 2 });
    expect(place.counts.get('a x')?.uses).toBe(2);
  });

  it('count on while the exchange fails, and send it later, but for what is over by then', async () => {
    const limiters = place.open();
    const [short, long] = [
      limiters.create('short', { points: 3, duration: 1 }),
      limiters.create('long', { points: 3, duration: 3_600 }),
    ];
    const { exchange } = place;
    const away = new Error('The database is away.');
    place.exchange = async () => {
      throw away;
    };
    await Promise.all([short.count('x'), long.count('x')]);
    await limiters.settled();
    expect(place.failures).toEqual([away]);
    await long.count('x');
    expect(await long.look('x')).toMatchObject({ uses: 2 });
    await vi.advanceTimersByTimeAsync(30_000);
    place.exchange = exchange;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(place.batches).toEqual([[{ key: 'long x', uses: 2 }]]);
  });

  it('wait half a second for an exchange, and no longer, also when they are closed', async () => {
    const limiters = place.open();
    place.exchange = () => new Promise(() => {});
    await limiters.create('a', LIMIT).count('x');
    let isSettled = false;
    const settled = limiters.settled().then(() => {
      isSettled = true;
    });
    await vi.advanceTimersByTimeAsync(499);
    expect(isSettled).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await settled;
    const closed = limiters.close();
    await vi.advanceTimersByTimeAsync(500);
    await closed;
  });

  it('send what was counted last when they are closed', async () => {
    const limiters = place.open();
    await limiters.create('a', LIMIT).count('x');
    await limiters.close();
    expect(place.counts.get('a x')?.uses).toBe(1);
  });
});

describe('a use', () => {
  it('for which one limit has no room counts against none', async () => {
    const limiters = place.open();
    const [wide, narrow] = [limiters.create('wide', { points: 9, duration: 60 }), limiters.create('narrow', LIMIT)];
    const uses = [
      { limiter: wide, key: 'x' },
      { limiter: narrow, key: 'x' },
    ] as const;
    for (let at = 0; at < LIMIT.points; at += 1) expect(await countUse(uses)).toBeNull();
    await vi.advanceTimersByTimeAsync(10_000);
    for (let at = 0; at < 9; at += 1) {
      expect(await countUse(uses)).toEqual({ use: uses[1], retryAfterSeconds: 50 });
    }
    expect(await wide.look('x')).toMatchObject({ uses: 3 });
  });

  it('that waits for the counts of others is counted to the last, however many come at once', async () => {
    const open = () => {
      const limiters = place.open();
      const limiter = limiters.create('a', LIMIT);
      return () => countUse([{ limiter, key: 'x' }], limiters.settled);
    };
    const [here, there] = [open(), open()];
    const first = await Promise.all(Array.from({ length: LIMIT.points }, here));
    expect(first).toEqual([null, null, null]);
    for (const ask of [there, here, there]) expect(await ask()).toMatchObject({ retryAfterSeconds: 60 });
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(place.counts.get('a x')?.uses).toBe(3);
  });

  it('may have fewer points than its limiter', async () => {
    const limiter = place.open().create('a', LIMIT);
    const use = { limiter, key: 'x', points: 1 };
    expect(await countUse([use])).toBeNull();
    expect(await countUse([use])).toMatchObject({ use });
  });
});
