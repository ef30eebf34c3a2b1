import { setMaxListeners } from 'node:events';

/** A lock that one holder has at a time, handed on by urgency, then in the order of asking. */
export interface Turns {
  /**
   * Does the work when it is its turn: the urgent ones first, else in the order of asking. Whoever leaves while waiting
   * never has their work begun.
   * @throws the signal's reason, or what the work throws
   */
  take<T>(work: () => Promise<T>, options: { urgent?: boolean; signal: AbortSignal }): Promise<T>;
}

/** Makes a lock for work that must not run side by side. */
export function createTurns(): Turns {
  const urgents: (() => void)[] = [];
  const others: (() => void)[] = [];
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
    const enter = urgents.shift() ?? others.shift();
    // Handed over without being freed, so that no newcomer gets it in between.
    if (enter) enter();
    else taken = false;
  };

  return {
    take: async (work, { urgent = false, signal }) => {
      signal.throwIfAborted();
      if (taken) await wait(urgent ? urgents : others, signal);
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
