/** Looks things up, and again only when what it knows is too old. */
export interface FreshCache<Key, Value> {
  get(key: Key): Promise<Value>;
  /** Forgets everything: the next look sees what has changed. */
  clear(): void;
}

/**
 * Looks things up, and again only when a second has passed since the last look began: what that second holds is shared,
 * also while it is under way. A look that fails is forgotten. Keeps at most `capacity`, those used last.
 */
export function createFreshCache<Key, Value>({
  find,
  nameOf,
  now,
  maxAgeMs = 1_000,
  capacity = 10_000,
}: {
  find: (key: Key) => Promise<Value>;
  nameOf: (key: Key) => string;
  now: () => Date;
  maxAgeMs?: number;
  capacity?: number;
}): FreshCache<Key, Value> {
  /** In the order of use: a Map keeps the order in which keys were set. */
  const looks = new Map<string, { begun: number; value: Promise<Value> }>();

  return {
    get: (key) => {
      const name = nameOf(key);
      const time = now().getTime();
      const known = looks.get(name);
      looks.delete(name);
      // A clock that was set back must not keep a value for longer.
      const age = known ? time - known.begun : -1;
      const look = known && age >= 0 && age < maxAgeMs ? known : { begun: time, value: find(key) };
      looks.set(name, look);
      look.value.catch(() => {
        if (looks.get(name) === look) looks.delete(name);
      });
      const oldest = looks.size > capacity ? looks.keys().next().value : undefined;
      if (oldest !== undefined) looks.delete(oldest);
      return look.value;
    },
    clear: () => looks.clear(),
  };
}
