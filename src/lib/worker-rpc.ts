import { parentPort, type Transferable, Worker, workerData } from 'node:worker_threads';
import { createPacedHandler } from './paced.ts';

/** What a worker offers. Arguments and results are cloned; the last argument of a call is its signal. */
export type WorkerMethods = Record<string, (args: never, context: { signal: AbortSignal }) => unknown>;

type Args<M extends WorkerMethods, K extends keyof M> = Parameters<M[K]>[0];
type Result<M extends WorkerMethods, K extends keyof M> = Awaited<ReturnType<M[K]>>;

/** Errors cross with name, message and these own properties. */
interface CarriedError {
  name: string;
  message: string;
  stack?: string | undefined;
  code?: unknown;
}

type Request = { type: 'call'; id: number; method: string; args: unknown } | { type: 'abort'; id: number };
type Response =
  | { type: 'result'; id: number; value: unknown }
  | { type: 'error'; id: number; error: CarriedError }
  | { type: 'event'; event: unknown };

/** The side that calls. */
export interface WorkerClient<M extends WorkerMethods> {
  /**
   * Calls a method in the worker. When the signal aborts, the call rejects at once and the worker's own signal aborts.
   * @throws what the method throws (name, message and `code` are kept), or WorkerGone when the worker ends meanwhile
   */
  call<K extends keyof M & string>(
    method: K,
    args: Args<M, K>,
    options?: { signal?: AbortSignal | undefined; transfer?: readonly Transferable[] },
  ): Promise<Result<M, K>>;
  /** Settles when the worker has ended: with null after `close()`, else with why it died. */
  readonly ended: Promise<Error | null>;
  /** Ends the worker at once; pending calls reject. Let them finish first where that matters. */
  close(): Promise<void>;
}

/** The worker ended before it answered. */
export class WorkerGone extends Error {
  override readonly name = 'WorkerGone';
}

/** Compiled code starts a worker by its file; under tsx on Node 20 a bootstrap must register tsx first. */
function spawn(url: URL, data: unknown): Worker {
  if (!url.pathname.endsWith('.ts')) return new Worker(url, { workerData: data });
  const bootstrap = `import { register } from 'tsx/esm/api'; register(); await import(${JSON.stringify(url.href)});`;
  return new Worker(bootstrap, { eval: true, execArgv: ['--input-type=module'], workerData: data });
}

/** The file beside a module, with the extension of the module: `.ts` as it is written, `.js` once compiled. */
export function besideModule(moduleUrl: string, name: string): URL {
  return new URL(`./${name}${moduleUrl.endsWith('.ts') ? '.ts' : '.js'}`, moduleUrl);
}

/** Starts a worker that runs `serveWorker`, and speaks to it. `onEvent` gets what the worker emits unasked. */
export function startWorker<M extends WorkerMethods>(
  url: URL,
  options: { data?: unknown; onEvent?: (event: unknown) => void } = {},
): WorkerClient<M> {
  const worker = spawn(url, options.data);
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  let lastId = 0;
  let gone: Error | undefined;
  let closing = false;

  const onMessage = (message: Response) => {
    if (message.type === 'event') return options.onEvent?.(message.event);
    const waiter = pending.get(message.id);
    pending.delete(message.id);
    if (message.type === 'result') waiter?.resolve(message.value);
    else waiter?.reject(revive(message.error));
  };
  worker.on('message', createPacedHandler(onMessage));

  const ended = new Promise<Error | null>((resolve) => {
    let cause: Error | undefined;
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', (code) => {
      gone = new WorkerGone(`The worker ended (exit code ${code}).`, { cause });
      for (const { reject } of pending.values()) reject(gone);
      pending.clear();
      resolve(closing ? null : gone);
    });
  });

  return {
    ended,
    call: (method, args, { signal, transfer = [] } = {}) =>
      new Promise((resolve, reject) => {
        if (gone) return reject(gone);
        if (signal?.aborted) return reject(signal.reason);
        const id = ++lastId;
        const stop = () => {
          pending.delete(id);
          worker.postMessage({ type: 'abort', id } satisfies Request);
          reject(signal?.reason);
        };
        const settle =
          <T>(done: (value: T) => void) =>
          (value: T) => {
            signal?.removeEventListener('abort', stop);
            done(value);
          };
        // The worker answers with what the method returned, which is what the type says.
        pending.set(id, { resolve: settle(resolve as (value: unknown) => void), reject: settle(reject) });
        signal?.addEventListener('abort', stop, { once: true });
        worker.postMessage({ type: 'call', id, method, args } satisfies Request, transfer);
      }),
    close: async () => {
      closing = true;
      await worker.terminate();
      await ended;
    },
  };
}

/** Offers methods to the thread that started this one. Calls run side by side; what must not, queues by itself. */
export function serveWorker<M extends WorkerMethods>(methods: M): { emit(event: unknown): void } {
  if (!parentPort) throw new TypeError('serveWorker runs in a worker thread only.');
  const port = parentPort;
  const running = new Map<number, AbortController>();
  const send = (message: Response, transfer: readonly Transferable[] = []) => port.postMessage(message, transfer);

  port.on('message', async (message: Request) => {
    if (message.type === 'abort') return running.get(message.id)?.abort();
    const { id, method, args } = message;
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const run = methods[method];
      if (!run) throw new TypeError(`The worker has no method '${method}'.`);
      send({ type: 'result', id, value: await run(args as never, { signal: controller.signal }) });
    } catch (error) {
      send({ type: 'error', id, error: carry(error) });
    } finally {
      running.delete(id);
    }
  });
  return { emit: (event) => send({ type: 'event', event }) };
}

/** What `startWorker` was given as `data`. */
export function workerInput<T>(): T {
  return workerData as T;
}

function carry(error: unknown): CarriedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack } = error;
  return { name, message, stack, ...('code' in error && { code: error.code }) };
}

function revive({ name, message, stack, code }: CarriedError): Error {
  const error = new Error(message);
  return Object.assign(error, { name, ...(stack && { stack }), ...(code !== undefined && { code }) });
}
