/** Lets a few at once, and the others in turn by key: whoever has many waiting delays nobody else. */
export interface FairTurns {
  /**
   * Waits for a turn: yields the place in the queue, from 1, each time that it changes, and returns what gives the turn
   * up, once. Null at once where too many wait already. Who stops reading leaves the queue.
   * @throws the signal's reason for who leaves while waiting
   */
  take(key: string, signal: AbortSignal): AsyncGenerator<number, (() => void) | null, undefined>;
}

interface Waiter {
  readonly key: string;
  place: number;
  isIn: boolean;
  wake(): void;
}

/**
 * Stride scheduling (Waldspurger and Weihl, 1995) with equal weights: a turn raises its key's pass by one, the least pass
 * goes next, and who was away begins at the present one.
 */
export function createFairTurns({
  limit,
  maxWaiting,
  maxWaitingOfKey,
}: {
  limit: number;
  maxWaiting: number;
  maxWaitingOfKey: number;
}): FairTurns {
  /** By key, each in the order of arrival. */
  const queues = new Map<string, Waiter[]>();
  const passes = new Map<string, number>();
  let present = 0;
  let running = 0;
  let waiting = 0;

  const passOf = (key: string) => Math.max(present, passes.get(key) ?? 0);

  const serve = (key: string) => {
    present = passOf(key);
    passes.set(key, present + 1);
    // Who is at or behind the present one begins there in any case.
    for (const [other, pass] of passes) if (pass <= present && !queues.has(other)) passes.delete(other);
  };

  const remove = (waiter: Waiter) => {
    const queue = queues.get(waiter.key);
    const at = queue?.indexOf(waiter) ?? -1;
    if (!queue || at < 0) return;
    queue.splice(at, 1);
    waiting -= 1;
    if (queue.length === 0) queues.delete(waiter.key);
    tellPlaces();
  };

  const next = () => {
    const [first] = inOrder();
    if (!first) {
      running -= 1;
      return;
    }
    // The turn goes straight on, so that no newcomer gets it in between.
    first.isIn = true;
    serve(first.key);
    remove(first);
    first.wake();
  };

  /** Those who wait, as they would be served if nobody else came. */
  function inOrder(): Waiter[] {
    return [...queues]
      .flatMap(([key, queue]) => {
        const pass = passOf(key);
        return queue.map((waiter, at) => ({ waiter, pass: pass + at }));
      })
      .sort((one, other) => one.pass - other.pass)
      .map(({ waiter }) => waiter);
  }

  function tellPlaces(): void {
    for (const [at, waiter] of inOrder().entries()) {
      if (waiter.place === at + 1) continue;
      waiter.place = at + 1;
      waiter.wake();
    }
  }

  const turn = () => {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      next();
    };
  };

  return {
    take: async function* (key, signal) {
      signal.throwIfAborted();
      if (running < limit) {
        running += 1;
        serve(key);
        return turn();
      }
      const queue = queues.get(key) ?? [];
      if (waiting >= maxWaiting || queue.length >= maxWaitingOfKey) return null;
      const waiter: Waiter = { key, place: 0, isIn: false, wake: () => {} };
      queue.push(waiter);
      queues.set(key, queue);
      waiting += 1;
      tellPlaces();
      let told = 0;
      let isTaken = false;
      try {
        while (!waiter.isIn) {
          if (told === waiter.place) await woken(waiter, signal);
          else {
            told = waiter.place;
            yield told;
          }
        }
        signal.throwIfAborted();
        isTaken = true;
        return turn();
      } finally {
        if (!waiter.isIn) remove(waiter);
        else if (!isTaken) next();
      }
    },
  };
}

/** Resolves when something has changed for a waiter. */
function woken(waiter: Waiter, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    waiter.wake = () => {
      signal.removeEventListener('abort', leave);
      waiter.wake = () => {};
      resolve();
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
}
