/** What to do with an iteration as it passes by. `onEnd` is called once, however it ends. */
export interface Observer<T> {
  map(value: T): T;
  mapError(error: unknown): unknown;
  onEnd(): void;
}

/**
 * The same iteration, seen and changed on its way. Unlike a generator it passes `return()` on at once, even while a
 * value is awaited.
 */
export function observed<T>(source: AsyncIterable<T>, observer: Observer<T>): AsyncIterableIterator<T> {
  const iterator = source[Symbol.asyncIterator]();
  let ended = false;
  const end = () => {
    if (!ended) observer.onEnd();
    ended = true;
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        const result = await iterator.next();
        if (!result.done) return { done: false, value: observer.map(result.value) };
        end();
        return result;
      } catch (error) {
        end();
        throw observer.mapError(error);
      }
    },
    async return(value?: unknown) {
      end();
      return (await iterator.return?.(value)) ?? { done: true, value: undefined };
    },
  };
}
