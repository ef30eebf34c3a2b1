import { setMaxListeners } from 'node:events';
import { createRecentUse } from './recent-use.ts';

/** HIGH for what somebody waits for, LOW for what may as well be done later; NORMAL else. */
export type Priority = 'HIGH' | 'NORMAL' | 'LOW';

/** A lock that one holder has at a time, handed on by priority, then to who had least of it lately. */
export interface Turns {
  /**
   * Does the work when it is its turn: by priority (NORMAL by default), then for whose work took least time lately (`user`;
   * work without one is all the same's), then in the order of asking. Whoever leaves while waiting never has their work begun.
   * @throws the signal's reason, or what the work throws
   */
  take<T>(
    work: () => Promise<T>,
    options: { priority?: Priority | undefined; user?: string | undefined; signal: AbortSignal },
  ): Promise<T>;
}

interface Waiter {
  readonly user: string;
  enter(): void;
}

/** Who has had little begins before who has had much for some seconds, and not for ever. */
const HALF_LIFE_MS = 5_000;

/** Makes a lock for work that must not run side by side. */
export function createTurns(): Turns {
  const waiting: Record<Priority, Waiter[]> = { HIGH: [], NORMAL: [], LOW: [] };
  const used = createRecentUse({ halfLifeMs: HALF_LIFE_MS });
  let taken = false;

  const wait = (queue: Waiter[], user: string, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      // As many listeners as there are pieces of work that wait are no leak.
      setMaxListeners(0, signal);
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const waiter = { user, enter };
      const leave = () => {
        queue.splice(queue.indexOf(waiter), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.push(waiter);
    });

  const handOn = () => {
    const waiter = next(waiting.HIGH) ?? next(waiting.NORMAL) ?? next(waiting.LOW);
    // Handed over without being freed, so that no newcomer gets it in between.
    if (waiter) waiter.enter();
    else taken = false;
  };

  /** Takes out who had least; of several, who came first. */
  const next = (queue: Waiter[]): Waiter | undefined => {
    // Each user's once: it becomes less while one looks.
    const uses = new Map(queue.map(({ user }) => [user, 0]));
    for (const user of uses.keys()) uses.set(user, used.of(user));
    const least = Math.min(...uses.values());
    const at = queue.findIndex(({ user }) => uses.get(user) === least);
    return queue.splice(at, 1)[0];
  };

  return {
    take: async (work, { priority = 'NORMAL', user = '', signal }) => {
      signal.throwIfAborted();
      if (taken) await wait(waiting[priority], user, signal);
      taken = true;
      const begunAt = performance.now();
      try {
        return await work();
      } finally {
        used.add(user, performance.now() - begunAt);
        // A turn of the event loop later, so that whoever goes on with something urgent, comes with it or leaves is heard
        // first: the work may have blocked this thread.
        setImmediate(handOn);
      }
    },
  };
}
