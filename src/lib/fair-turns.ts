/** Lets a few at once, and the others in turn by key: whoever has many waiting delays nobody else. */
export interface FairTurns {
  /**
   * Waits for a place, and gives back what gives it up, once. Null at once where `maxWaiting` of the key wait already.
   * @throws the signal's reason for who leaves while waiting
   */
  take(key: string, signal: AbortSignal): Promise<(() => void) | null>;
}

export function createFairTurns({ limit, maxWaiting }: { limit: number; maxWaiting: number }): FairTurns {
  /** In the order in which the keys' turns come: who had one goes to the end. */
  const waiting = new Map<string, (() => void)[]>();
  let running = 0;

  const next = () => {
    const [first] = waiting;
    if (!first) {
      running -= 1;
      return;
    }
    const [key, queue] = first;
    const enter = queue.shift();
    waiting.delete(key);
    if (queue.length > 0) waiting.set(key, queue);
    // The place goes straight on, so that no newcomer gets it in between.
    enter?.();
  };

  const place = () => {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      next();
    };
  };

  return {
    take: async (key, signal) => {
      signal.throwIfAborted();
      if (running < limit) {
        running += 1;
        return place();
      }
      const queue = waiting.get(key) ?? [];
      if (queue.length >= maxWaiting) return null;
      waiting.set(key, queue);
      await new Promise<void>((resolve, reject) => {
        const enter = () => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        const leave = () => {
          queue.splice(queue.indexOf(enter), 1);
          if (queue.length === 0 && waiting.get(key) === queue) waiting.delete(key);
          reject(signal.reason);
        };
        signal.addEventListener('abort', leave, { once: true });
        queue.push(enter);
      });
      return place();
    },
  };
}
