/** What was computed before, for as long as it is asked for now and then. */
export interface Cache<Key, Value extends NonNullable<unknown>> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  delete(key: Key): void;
}

/**
 * Makes a cache of at most `capacity` entries. When a half of that has been used since, all that was not is forgotten: two
 * maps do that in constant time, where the order of use would have to be kept at each look.
 */
export function createCache<Key, Value extends NonNullable<unknown>>(capacity: number): Cache<Key, Value> {
  let used = new Map<Key, Value>();
  let older = new Map<Key, Value>();
  const set = (key: Key, value: Value) => {
    used.set(key, value);
    if (used.size < capacity / 2) return;
    older = used;
    used = new Map();
  };
  return {
    get: (key) => {
      const value = used.get(key);
      if (value !== undefined) return value;
      const old = older.get(key);
      if (old !== undefined) set(key, old);
      return old;
    },
    set,
    delete: (key) => {
      used.delete(key);
      older.delete(key);
    },
  };
}
