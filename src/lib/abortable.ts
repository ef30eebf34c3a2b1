/**
 * A stream for a reader who may leave at any moment. It makes its source with a signal that aborts as soon as the reader
 * leaves (`return()`) or `outer` aborts, and it ends at that moment, even while the source awaits. A plain generator
 * can't: its `return()` queues behind the pending `await`. The source is told to return and is not waited for; what it
 * awaits must end by the signal.
 *
 * @throws the reason of `outer`, once, out of the pending `next()` or the following one, when that aborts
 */
export function abortable<T>(
  outer: AbortSignal,
  open: (signal: AbortSignal) => AsyncIterable<T>,
): AsyncGenerator<T, void, undefined> {
  const inner = new AbortController();
  const iterator = open(inner.signal)[Symbol.asyncIterator]();
  /** Of the pending `next()`. */
  let pending: { resolve(end: IteratorReturnResult<undefined>): void; reject(reason: unknown): void } | undefined;
  /** What the following `next()` must tell, where none was pending. */
  let untold: { reason: unknown } | undefined;
  let done = false;

  const end = (reason: unknown) => {
    if (done) return;
    done = true;
    outer.removeEventListener('abort', onOuterAbort);
    inner.abort(reason);
    // The source may never settle; its failure after the end interests nobody.
    void Promise.resolve(iterator.return?.()).catch(() => {});
  };
  const onOuterAbort = () => {
    if (pending) pending.reject(outer.reason);
    else untold = { reason: outer.reason };
    end(outer.reason);
  };
  outer.addEventListener('abort', onOuterAbort, { once: true });
  if (outer.aborted) onOuterAbort();

  const leave = async (): Promise<IteratorReturnResult<undefined>> => {
    // It is the end of a pending `next()` too, and no failure.
    pending?.resolve({ done: true, value: undefined });
    end(new DOMException('The reader has left.', 'AbortError'));
    return { done: true, value: undefined };
  };

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () =>
      new Promise((resolve, reject) => {
        if (untold) {
          reject(untold.reason);
          untold = undefined;
          return;
        }
        if (done) return resolve({ done: true, value: undefined });
        pending = { resolve, reject };
        iterator.next().then(
          (result) => {
            pending = undefined;
            if (!result.done) return resolve(result);
            done = true;
            outer.removeEventListener('abort', onOuterAbort);
            resolve({ done: true, value: undefined });
          },
          (error) => {
            pending = undefined;
            done = true;
            outer.removeEventListener('abort', onOuterAbort);
            reject(error);
          },
        );
      }),
    return: leave,
    throw: async (error) => {
      pending?.reject(error);
      end(error);
      throw error;
    },
    [Symbol.asyncDispose]: async () => {
      await leave();
    },
  };
}
