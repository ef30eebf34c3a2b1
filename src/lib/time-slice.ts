import { setImmediate } from 'node:timers/promises';
import { turnEnd } from './turn-time.ts';

/** Lets the event loop turn while something long is computed. */
export interface TimeSlice {
  /** Whether the computation has run for as long as it may at once, or the turn has taken its time with that of others. */
  isOver(): boolean;
  /**
   * Waits for a turn of the event loop that no other slice has; rejects with the signal's reason when it has aborted.
   */
  next(): Promise<void>;
}

/** The end of the line: all slices share one event loop, which would stand still for the sum of those of one turn. */
let lastTurn: Promise<void> = Promise.resolve();

/**
 * Slices of at most about `milliseconds`: call `isOver` between steps that are short themselves. However many
 * computations work in slices, a turn of the event loop has one slice.
 */
export function createTimeSlice(
  milliseconds: number,
  { signal }: { signal?: AbortSignal | undefined } = {},
): TimeSlice {
  let end = endOf(milliseconds);
  return {
    isOver: () => performance.now() >= end,
    next: async () => {
      lastTurn = lastTurn.then(() => setImmediate());
      await lastTurn;
      signal?.throwIfAborted();
      end = endOf(milliseconds);
    },
  };
}

/** No later than the turn's own end. */
function endOf(milliseconds: number): number {
  return Math.min(performance.now() + milliseconds, turnEnd());
}
