import { setMaxListeners } from 'node:events';

/** HIGH for what somebody waits for, LOW for what may as well be done later; NORMAL else. */
export type Priority = 'HIGH' | 'NORMAL' | 'LOW';

/** A lock that one holder has at a time, handed on by priority, then in the order of asking. */
export interface Turns {
  /**
   * Does the work when it is its turn: by priority (NORMAL by default), then in the order of asking. Whoever leaves while
   * waiting never has their work begun.
   * @throws the signal's reason, or what the work throws
   */
  take<T>(work: () => Promise<T>, options: { priority?: Priority; signal: AbortSignal }): Promise<T>;
}

/** Makes a lock for work that must not run side by side. */
export function createTurns(): Turns {
  const waiting: Record<Priority, (() => void)[]> = { HIGH: [], NORMAL: [], LOW: [] };
  let taken = false;

  const wait = (queue: (() => void)[], signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      // As many listeners as there are pieces of work that wait are no leak.
      setMaxListeners(0, signal);
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        queue.splice(queue.indexOf(enter), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.push(enter);
    });

  const handOn = () => {
    const enter = waiting.HIGH.shift() ?? waiting.NORMAL.shift() ?? waiting.LOW.shift();
    // Handed over without being freed, so that no newcomer gets it in between.
    if (enter) enter();
    else taken = false;
  };

  return {
    take: async (work, { priority = 'NORMAL', signal }) => {
      signal.throwIfAborted();
      if (taken) await wait(waiting[priority], signal);
      taken = true;
      try {
        return await work();
      } finally {
        // A turn of the event loop later, so that whoever goes on with something urgent, comes with it or leaves is heard
        // first: the work may have blocked this thread.
        setImmediate(handOn);
      }
    },
  };
}
