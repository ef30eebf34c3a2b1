/** Does work of one name in the order in which it was asked for, one after the other; of different names side by side. */
export type InOrder = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** Begins with nothing to do. */
export function createInOrder(): InOrder {
  const last = new Map<string, Promise<unknown>>();
  return async (name, work) => {
    const before = last.get(name);
    const result = before ? before.then(work, work) : work();
    last.set(name, result);
    try {
      return await result;
    } finally {
      if (last.get(name) === result) last.delete(name);
    }
  };
}
