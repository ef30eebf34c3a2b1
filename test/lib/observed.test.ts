import { describe, expect, it } from 'vitest';
import { observed } from '../../src/lib/observed.ts';

/** Records what an observer is told, and doubles numbers. */
function recorder() {
  const told: string[] = [];
  return {
    told,
    observer: {
      map: (value: number) => value * 2,
      mapError: (error: unknown) => new Error(`mapped ${(error as Error).message}`),
      onStart: () => {
        told.push('start');
        return () => void told.push('end');
      },
    },
  };
}

async function* numbers(failure?: Error) {
  yield 1;
  yield 2;
  if (failure) throw failure;
}

describe('an observed iteration', () => {
  it('passes values on as they are mapped, and tells of its beginning and its end', async () => {
    const { told, observer } = recorder();
    const seen: number[] = [];
    for await (const value of observed(numbers(), observer)) seen.push(value);
    expect(seen).toEqual([2, 4]);
    expect(told).toEqual(['start', 'end']);
  });

  it('maps the error with which its source fails, and has ended', async () => {
    const { told, observer } = recorder();
    const read = async () => {
      for await (const _ of observed(numbers(new Error('broken')), observer));
    };
    await expect(read()).rejects.toThrow('mapped broken');
    expect(told).toEqual(['start', 'end']);
  });

  it('tells once of an end by leaving, and lets the source know', async () => {
    const { told, observer } = recorder();
    let left = false;
    const source = (async function* () {
      try {
        for (;;) yield 1;
      } finally {
        left = true;
      }
    })();
    const iteration = observed(source, observer);
    await iteration.next();
    await iteration.return?.();
    await iteration.return?.();
    expect(left).toBe(true);
    expect(told).toEqual(['start', 'end']);
  });

  it('passes leaving on at once, while a value is awaited', async () => {
    let returned = false;
    const never: AsyncIterableIterator<number> = {
      [Symbol.asyncIterator]: () => never,
      next: () => new Promise(() => {}),
      return: async () => {
        returned = true;
        return { done: true, value: undefined };
      },
    };
    const { told, observer } = recorder();
    const iteration = observed(never, observer);
    void iteration.next();
    await iteration.return?.();
    expect(returned).toBe(true);
    expect(told).toEqual(['start', 'end']);
  });

  it('that nobody reads has neither beginning nor end', async () => {
    const { told, observer } = recorder();
    await observed(numbers(), observer).return?.();
    expect(told).toEqual([]);
  });
});
