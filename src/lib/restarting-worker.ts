import type { WorkerClient, WorkerMethods } from './worker-rpc.ts';

/** Crashes in a row, without one call that succeeded in between, after which a worker is left dead. */
const MAX_CRASHES = 2;

/**
 * Supervises a worker: when it dies, its pending calls reject with WorkerGone and another is started; after two crashes
 * without a success in between it stays down, and every call rejects.
 */
export function keepWorker<M extends WorkerMethods>(
  start: () => WorkerClient<M>,
): Pick<WorkerClient<M>, 'call' | 'close'> {
  let crashes = 0;
  let closed = false;

  const begin = (): WorkerClient<M> => {
    const worker = start();
    void worker.ended.then((death) => {
      if (!death || closed) return;
      crashes += 1;
      if (crashes < MAX_CRASHES) current = begin();
    });
    return worker;
  };
  let current = begin();

  return {
    call: (method, args, options) => {
      const result = current.call(method, args, options);
      void result.then(
        () => {
          crashes = 0;
        },
        () => {},
      );
      return result;
    },
    close: async () => {
      closed = true;
      await current.close();
    },
  };
}
