/**
 * Ends an iteration at once when the signal aborts or the reader leaves, even while the source awaits. A plain generator
 * can't: its `return()` queues behind the pending `await`. The source is told to return and is not waited for; it stops
 * what it does by the same signal.
 *
 * @throws the signal's reason, out of the pending `next()`, when the signal aborts
 */
export function abortable<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();

  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    // The source may never settle; its failure after the end interests nobody.
    void Promise.resolve(iterator.return?.()).catch(() => {});
    return { done: true, value: undefined };
  };

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () =>
      new Promise((resolve, reject) => {
        const stop = () => {
          void end();
          reject(signal.reason);
        };
        if (signal.aborted) return stop();
        signal.addEventListener('abort', stop, { once: true });
        const settled = () => signal.removeEventListener('abort', stop);
        iterator.next().then(
          (result) => {
            settled();
            resolve(result.done ? { done: true, value: undefined } : result);
          },
          (error) => {
            settled();
            reject(error);
          },
        );
      }),
    return: end,
    throw: async (error) => {
      await end();
      throw error;
    },
    [Symbol.asyncDispose]: async () => {
      await end();
    },
  };
}
