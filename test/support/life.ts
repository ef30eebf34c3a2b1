/** Counts the writes of a process until the one at which it dies. */
export function createLife() {
  let left = Number.POSITIVE_INFINITY;
  return {
    /** It dies before its n-th write from now on, counted from 0. */
    killAt: (write: number) => {
      left = write;
    },
    /** Whether it has died. From now on it lives. */
    revive: () => {
      const hasDied = left < 0;
      left = Number.POSITIVE_INFINITY;
      return hasDied;
    },
    /** Whether it is dead by now, and so does not carry this out. */
    step: (isWrite: boolean) => {
      if (left >= 0 && isWrite) left -= 1;
      return left < 0;
    },
  };
}
