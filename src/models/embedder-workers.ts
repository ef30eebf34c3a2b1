import { keepWorker } from '../lib/restarting-worker.ts';
import type { Priority } from '../lib/turns.ts';
import type { WorkerClient } from '../lib/worker-rpc.ts';
import type { TransformersWorker } from './transformers-worker.ts';

interface EmbedOptions {
  readonly priority?: Priority | undefined;
  /** Whose texts. */
  readonly tenant?: string | undefined;
  readonly signal: AbortSignal;
}

/** Worker threads that hold the same model. */
export interface EmbedderWorkers {
  load(): ReturnType<TransformersWorker['load']>;
  /** The vectors, one after the other in one array, in the texts' order. */
  embed(texts: readonly string[], options: EmbedOptions & { dimensions: number }): Promise<Float32Array>;
  /** Ends all at once. Closing twice is fine. */
  close(): Promise<void>;
}

/** So many texts at once are a long document's: worth the start of a thread. */
const MANY = 16;

/** After so long without work the second thread ends. */
const IDLE_MS = 30_000;

/**
 * Two threads that embed one text each take two thirds of the time of one that has two cores for each text. The second
 * is there only while long documents come in, as it takes some 90 MiB and a second of a core to load.
 */
export function createEmbedderWorkers(start: () => WorkerClient<TransformersWorker>): EmbedderWorkers {
  const first = createEmbedderWorker(start);
  let second: EmbedderWorker | null = null;
  let isLoaded = false;
  let rest: Promise<void> | undefined;

  const openSecond = () => {
    const opened = createEmbedderWorker(start, {
      onIdle: () => {
        second = null;
        isLoaded = false;
        rest = opened.close();
      },
    });
    // Until then the first one does all: what is given to the second would wait.
    opened.load().then(
      () => {
        isLoaded = second === opened;
      },
      () => {},
    );
    return opened;
  };

  return {
    load: () => first.load(),
    embed: async (texts, { dimensions, ...options }) => {
      if (options.priority !== 'HIGH' && texts.length >= MANY) second ??= openSecond();
      // Questions of several readers are done no sooner by two threads: the rest of their requests wants a core too.
      if (!second || !isLoaded || texts.length === 1) return await first.embed(texts, options);

      // Of texts in the order of their length every other one, so that both threads have as much to do.
      const order = [...texts.keys()].sort((a, b) => (texts[b]?.length ?? 0) - (texts[a]?.length ?? 0));
      const vectors = new Float32Array(texts.length * dimensions);
      await Promise.all(
        [first, second].map(async (worker, at) => {
          const places = order.filter((_, rank) => rank % 2 === at);
          const share = places.map((place) => texts[place] ?? '');
          const flat = await worker.embed(share, options);
          for (const [row, place] of places.entries()) {
            vectors.set(flat.subarray(row * dimensions, (row + 1) * dimensions), place * dimensions);
          }
        }),
      );
      return vectors;
    },
    close: async () => {
      await Promise.all([first.close(), second?.close(), rest]);
    },
  };
}

interface EmbedderWorker {
  load(): ReturnType<TransformersWorker['load']>;
  embed(texts: readonly string[], options: EmbedOptions): Promise<Float32Array>;
  close(): Promise<void>;
}

function createEmbedderWorker(
  start: () => WorkerClient<TransformersWorker>,
  { onIdle }: { onIdle?: () => void } = {},
): EmbedderWorker {
  const worker = keepWorker(start);
  let calls = 0;
  let idle: NodeJS.Timeout | undefined;
  const counted = async <T>(call: () => Promise<T>): Promise<T> => {
    clearTimeout(idle);
    calls += 1;
    try {
      return await call();
    } finally {
      calls -= 1;
      if (calls === 0 && onIdle) idle = setTimeout(onIdle, IDLE_MS).unref();
    }
  };
  return {
    load: () => counted(() => worker.call('load', null)),
    embed: (texts, { signal, ...options }) => counted(() => worker.call('embed', { texts, ...options }, { signal })),
    close: async () => {
      clearTimeout(idle);
      // A worker that is dead needs no rest.
      await worker.call('rest', null).catch(() => {});
      await worker.close();
    },
  };
}
