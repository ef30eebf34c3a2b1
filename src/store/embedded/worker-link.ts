import { AppError } from '../../errors.ts';
import { keepWorker } from '../../lib/restarting-worker.ts';
import { besideModule, startWorker } from '../../lib/worker-rpc.ts';
import type { RemoteCall } from './remote.ts';
import { toStoreError } from './sqlite-errors.ts';
import type { SqliteMethods, SqliteWorkerInput } from './sqlite-worker.ts';
import type { TenantChange } from './tenant-methods.ts';

/** The main thread's end of the one thread that speaks to SQLite. */
export interface WorkerLink {
  readonly call: RemoteCall;
  /** Lets running calls finish, closes all files, and ends the thread. Closing twice is fine. */
  close(): Promise<void>;
}

/** Starts the thread, and starts it again when it dies. */
export function linkWorker(data: SqliteWorkerInput, onChange: (change: TenantChange) => void): WorkerLink {
  const worker = keepWorker(() =>
    startWorker<SqliteMethods>(besideModule(import.meta.url, 'sqlite-worker'), {
      data,
      onEvent: (event) => onChange(event as TenantChange),
    }),
  );
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  const forward: RemoteCall = (method, args, options) => {
    const result = worker.call(method, args, options).catch((error) => {
      throw toStoreError(error);
    });
    const settled = () => running.delete(result);
    running.add(result);
    result.then(settled, settled);
    return result;
  };

  const finish = async () => {
    await Promise.allSettled(running);
    try {
      await forward('store.close', [], {});
    } finally {
      await worker.close();
    }
  };

  return {
    call: (method, args, options) =>
      closing
        ? Promise.reject(new AppError('STORE_UNAVAILABLE', 'The store is closed. Start the server again.'))
        : forward(method, args, options),
    close: () => {
      closing ??= finish();
      return closing;
    },
  };
}
