/** Memory that holders may take up at the same time, counted in bytes. */
export interface ByteBudget {
  /** Takes bytes for a holder, until they are given back; null where the holder, or all together, would hold too many. */
  take(holder: string, bytes: number): (() => void) | null;
}

/** Makes a budget of `total` bytes, of which one holder gets at most `perHolder`. */
export function createByteBudget({ total, perHolder }: { total: number; perHolder: number }): ByteBudget {
  const held = new Map<string, number>();
  let sum = 0;
  const add = (holder: string, bytes: number) => {
    const now = (held.get(holder) ?? 0) + bytes;
    if (now > 0) held.set(holder, now);
    else held.delete(holder);
    sum += bytes;
  };
  return {
    take: (holder, bytes) => {
      if (sum + bytes > total || (held.get(holder) ?? 0) + bytes > perHolder) return null;
      add(holder, bytes);
      let isHeld = true;
      return () => {
        if (isHeld) add(holder, -bytes);
        isHeld = false;
      };
    },
  };
}
