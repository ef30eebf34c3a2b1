import { setImmediate } from 'node:timers/promises';

/** Lets the event loop turn while something long is computed. */
export interface TimeSlice {
  /** Whether the computation has run for as long as it may at once. */
  isOver(): boolean;
  /** Waits for one turn of the event loop; rejects with the signal's reason when it has aborted. */
  next(): Promise<void>;
}

/** Slices of at most about `milliseconds`: call `isOver` between steps that are short themselves. */
export function createTimeSlice(
  milliseconds: number,
  { signal }: { signal?: AbortSignal | undefined } = {},
): TimeSlice {
  let end = performance.now() + milliseconds;
  return {
    isOver: () => performance.now() >= end,
    next: async () => {
      await setImmediate();
      signal?.throwIfAborted();
      end = performance.now() + milliseconds;
    },
  };
}
