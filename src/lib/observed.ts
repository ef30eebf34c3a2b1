/**
 * What to do with an iteration as it passes by, where anything. `onStart` is called when the first value is asked for, and what it returns
 * once the iteration has ended, however that was. One that nobody reads has neither.
 */
export interface Observer<T> {
  map?(value: T): T;
  mapError?(error: unknown): unknown;
  onStart?(): () => void;
}

/**
 * The same iteration, seen and changed on its way. Unlike a generator it passes `return()` on at once, even while a
 * value is awaited.
 */
export function observed<T>(source: AsyncIterable<T>, observer: Observer<T>): AsyncIterableIterator<T> {
  const iterator = source[Symbol.asyncIterator]();
  let onEnd: (() => void) | undefined;
  let started = false;
  const start = () => {
    if (!started) onEnd = observer.onStart?.();
    started = true;
  };
  const end = () => {
    started = true;
    onEnd?.();
    onEnd = undefined;
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      start();
      try {
        const result = await iterator.next();
        if (!result.done) return { done: false, value: observer.map?.(result.value) ?? result.value };
        end();
        return result;
      } catch (error) {
        end();
        throw observer.mapError ? observer.mapError(error) : error;
      }
    },
    async return(value?: unknown) {
      end();
      return (await iterator.return?.(value)) ?? { done: true, value: undefined };
    },
  };
}
