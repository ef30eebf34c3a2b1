import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../errors.ts';
import { joinSignals } from '../lib/joined-signal.ts';
import { besideModule, startWorker, type WorkerClient, WorkerGone } from '../lib/worker-rpc.ts';
import type { Embedder } from './embedder.ts';
import { createEmbedderWorkers, type EmbedderWorkers } from './embedder-workers.ts';
import type { ModelSource, TransformersWorker } from './transformers-worker.ts';
import { toUnitVector } from './unit-vector.ts';

/** The default embedder. Integer matrix products: other vectors than those of the weights that are int8 in storage alone. */
export const MINILM_ID = 'all-MiniLM-L6-v2-int8';

const MINILM = {
  id: MINILM_ID,
  dimensions: 384,
  folder: fileURLToPath(new URL('../../weights/all-MiniLM-L6-v2', import.meta.url)),
  sha256: 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1',
};

type Start = (source: ModelSource) => WorkerClient<TransformersWorker>;

const startTransformers: Start = (source) =>
  startWorker<TransformersWorker>(besideModule(import.meta.url, 'transformers-worker'), { data: source });

/**
 * The default embedder: all-MiniLM-L6-v2 with the weights of the repository, 384 dimensions, in worker threads, of
 * which the first begins to load at once. `folder` and `start` are for tests.
 */
export function createMiniLmEmbedder({
  folder = MINILM.folder,
  start = startTransformers,
}: {
  folder?: string;
  start?: Start;
} = {}): Embedder {
  const workers = createEmbedderWorkers(() => start({ type: 'folder', folder, sha256: MINILM.sha256 }));
  const { id, dimensions } = MINILM;
  const reason = 'The weights in the repository: they need no download.';
  return workerEmbedder({ id, dimensions, language: 'en', reason, workers });
}

/**
 * Another model for transformers.js, loaded before this returns: a folder in its layout, or an id of the model hub, which
 * is downloaded once into `cacheFolder`. For models that take the mean of their tokens.
 * @throws AppError `MODEL_UNAVAILABLE` when there is no such model or it can't be loaded
 */
export async function openTransformersEmbedder(options: { model: string; cacheFolder: string }): Promise<Embedder> {
  const source = await locate(options.model, options.cacheFolder);
  const workers = createEmbedderWorkers(() => startTransformers(source));
  const { dimensions, sha256 } = await workers.load().catch(async (error) => {
    await workers.close();
    const where =
      source.type === 'hub'
        ? `can't be loaded from the model hub, nor from ${source.cacheFolder}`
        : 'holds no model that can be loaded';
    throw new AppError(
      'MODEL_UNAVAILABLE',
      `EMBEDDER is '${options.model}', which ${where} (${messageOf(error)}). Correct it, or leave it out for the bundled model.`,
      { cause: error },
    );
  });
  // Another folder of the same name holds other weights.
  const id = source.type === 'hub' ? source.id : `${basename(source.folder)}@${sha256?.slice(0, 12)}`;
  return workerEmbedder({ id, dimensions, reason: `EMBEDDER is ${options.model}.`, workers });
}

async function locate(model: string, cacheFolder: string): Promise<ModelSource> {
  const folder = resolve(model);
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return { type: 'folder', folder };
  if (/^\w[\w.-]*\/\w[\w.-]*$/.test(model)) return { type: 'hub', id: model, cacheFolder: resolve(cacheFolder) };
  throw new AppError(
    'MODEL_UNAVAILABLE',
    `EMBEDDER is '${model}', which is neither a folder nor an id of the model hub (owner/name). Correct it, or leave it out for the bundled model.`,
  );
}

function workerEmbedder({
  workers,
  ...model
}: Pick<Embedder, 'id' | 'dimensions' | 'language' | 'reason'> & { workers: EmbedderWorkers }): Embedder {
  const { dimensions } = model;
  const closing = new AbortController();
  return {
    ...model,
    embed: async (texts, { priority, tenant, signal }) => {
      signal?.throwIfAborted();
      if (texts.length === 0) return [];
      const ending = joinSignals(closing.signal, ...(signal ? [signal] : []));
      try {
        const flat = await workers.embed(texts, { priority, tenant, dimensions, signal: ending.signal });
        return texts.map((_, place) =>
          toUnitVector(flat.subarray(place * dimensions, (place + 1) * dimensions), dimensions),
        );
      } catch (error) {
        signal?.throwIfAborted();
        throw embedError(error);
      } finally {
        ending.release();
      }
    },
    ready: async () => {
      await workers.load().catch((error) => {
        throw loadError(error);
      });
    },
    close: async () => {
      closing.abort(
        new AppError('MODEL_UNAVAILABLE', 'The server is stopping. Try again in a moment.', { retryAfterSeconds: 5 }),
      );
      await workers.close();
    },
  };
}

/** For the operator: says what is wrong in full. */
function loadError(error: unknown): AppError {
  return new AppError('MODEL_UNAVAILABLE', `The embedding model could not be loaded. ${messageOf(error)}`, {
    cause: error,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** For whoever asked: the details stay in `cause`, as they may name files. */
function embedError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const message =
    error instanceof WorkerGone
      ? 'The embedding model broke down while it worked on this. Try again in a moment.'
      : 'The embedding model failed. The server log says why; try again later.';
  return new AppError('MODEL_UNAVAILABLE', message, { retryAfterSeconds: 5, cause: error });
}
