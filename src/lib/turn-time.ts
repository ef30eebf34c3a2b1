/** What a turn of the event loop may take, in all, of work that could as well be done in the next one. */
const TURN_MS = 5;

let end: number | null = null;

/**
 * When this turn of the event loop has taken its time (`performance.now()`): what can wait is then left to the next one.
 * The first to ask in a turn begins it, and all share it, since whoever waits for this thread waits for the sum.
 */
export function turnEnd(): number {
  if (end === null) {
    end = performance.now() + TURN_MS;
    setImmediate(() => {
      end = null;
    });
  }
  return end;
}
