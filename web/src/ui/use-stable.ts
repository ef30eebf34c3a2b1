import { useCallback, useLayoutEffect, useRef } from 'react';

/** A function that stays the same one, and does what the last drawn one does: what it is given to need not be drawn again. */
export function useStable<Args extends readonly unknown[], Result>(work: (...args: Args) => Result) {
  const latest = useRef(work);
  useLayoutEffect(() => {
    latest.current = work;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
}
