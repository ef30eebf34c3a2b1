/** What a turn of the event loop may take of work of one kind that could as well be done in the next one. */
const TURN_MS = 5;

/**
 * Tells when this turn of the event loop has taken its time (`performance.now()`): what can wait is then left to the next
 * one. The first to ask in a turn begins it, and all who ask the same share it.
 */
export function createTurnTime(): () => number {
  let end: number | null = null;
  return () => {
    if (end === null) {
      end = performance.now() + TURN_MS;
      setImmediate(() => {
        end = null;
      });
    }
    return end;
  };
}

/** Of all computations in slices: whoever waits for this thread waits for their sum. */
export const turnEnd = createTurnTime();
