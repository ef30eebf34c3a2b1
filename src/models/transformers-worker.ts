import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { env, type FeatureExtractionPipeline, pipeline } from '@xenova/transformers';
import { createTurns, type Priority } from '../lib/turns.ts';
import { serveWorker, workerInput } from '../lib/worker-rpc.ts';

/** Where a model comes from: a folder in transformers.js's layout, whose weights may have to be certain ones, or the hub. */
export type ModelSource =
  | { readonly type: 'folder'; readonly folder: string; readonly sha256?: string | undefined }
  | { readonly type: 'hub'; readonly id: string; readonly cacheFolder: string };

/** What the worker offers; vectors, not yet of unit length, come one after the other in one array. */
export type TransformersWorker = {
  load(args: null): Promise<{ dimensions: number; sha256: string | null }>;
  embed(
    args: { texts: readonly string[]; priority?: Priority | undefined; tenant?: string | undefined },
    context: { signal: AbortSignal },
  ): Promise<Float32Array>;
  /** Resolves between two texts, and no other begins: the runtime aborts the process when its thread ends in one. */
  rest(args: null): Promise<void>;
};

/**
 * Two of these workers share the processor (`embedder-workers.ts`). Where the runtime has threads of its own they don't
 * spin while they wait for each other: that takes as much CPU again.
 */
const SESSION = {
  intraOpNumThreads: Math.max(1, Math.floor(availableParallelism() / 2)),
  extra: { session: { intra_op: { allow_spinning: '0' } } },
};

interface LoadedModel {
  readonly extract: FeatureExtractionPipeline;
  readonly dimensions: number;
  readonly sha256: string | null;
}

const source = workerInput<ModelSource>();
const turns = createTurns();
let loading: Promise<LoadedModel> | undefined;

function loaded(): Promise<LoadedModel> {
  loading ??= load(source).catch((error) => {
    // Asked again, it is tried again: the folder may have been mended meanwhile.
    loading = undefined;
    throw error;
  });
  return loading;
}

serveWorker<TransformersWorker>({
  load: async () => {
    const { dimensions, sha256 } = await loaded();
    return { dimensions, sha256 };
  },
  embed: async ({ texts, priority, tenant }, { signal }) => {
    const { extract, dimensions } = await loaded();
    const vectors = new Float32Array(texts.length * dimensions);
    // One by one: integer arithmetic is scaled to all that is in a batch, so a text's vector would depend on its
    // neighbours, and padding costs more on a processor than batches gain. What is urgent waits for one text at most.
    for (const [place, text] of texts.entries()) {
      const vector = vectors.subarray(place * dimensions, (place + 1) * dimensions);
      await turns.take(() => embedOne(extract, text, vector), { priority, user: tenant, signal });
    }
    return vectors;
  },
  rest: async () => {
    await loaded().catch(() => {});
    const { signal } = new AbortController();
    await new Promise<void>((resolve) => {
      const keepTurn = () => new Promise<never>(() => resolve());
      void turns.take(keepTurn, { priority: 'HIGH', signal });
    });
  },
});

/**
 * Writes the mean of a text's token vectors. transformers.js's own `pooling: 'mean'` takes a quarter as long as the model
 * itself for a question; of one text alone no token is padding, so there is no mask to mind.
 */
async function embedOne(extract: FeatureExtractionPipeline, text: string, mean: Float32Array): Promise<void> {
  const output = await extract(text, { pooling: 'none' });
  meanOfRows(output.data as Float32Array, mean);
  output.dispose();
}

function meanOfRows(rows: Float32Array, mean: Float32Array): void {
  const { length } = mean;
  const sums = new Float64Array(length);
  for (let at = 0; at < rows.length; at += length) {
    for (let column = 0; column < length; column++) sums[column] = (sums[column] ?? 0) + (rows[at + column] ?? 0);
  }
  for (let column = 0; column < length; column++) mean[column] = ((sums[column] ?? 0) * length) / rows.length;
}

// Begun at once and in the background; whoever calls meets the failure.
loaded().catch(() => {});

async function load(from: ModelSource): Promise<LoadedModel> {
  const options = { device: 'cpu', dtype: 'q8', session_options: SESSION } as const;
  if (from.type === 'hub') {
    env.cacheDir = from.cacheFolder;
    return describe(await pipeline('feature-extraction', from.id, options), null);
  }
  const { folder } = from;
  env.allowRemoteModels = false;
  env.localModelPath = dirname(folder);
  const weights = await findWeights(folder);
  const sha256 = await hashFile(weights.file);
  if (from.sha256 !== undefined && sha256 !== from.sha256) {
    throw new Error(
      `The weights in ${weights.file} are not those that Carrel came with (sha256 ${sha256} instead of ${from.sha256}). Restore the file: git checkout -- weights`,
    );
  }
  return describe(await pipeline('feature-extraction', basename(folder), { ...options, dtype: weights.dtype }), sha256);
}

async function findWeights(folder: string): Promise<{ file: string; dtype: 'q8' | 'fp32' }> {
  const candidates = [
    { file: join(folder, 'onnx', 'model_quantized.onnx'), dtype: 'q8' as const },
    { file: join(folder, 'onnx', 'model.onnx'), dtype: 'fp32' as const },
  ];
  for (const candidate of candidates) {
    const there = await access(candidate.file).then(
      () => true,
      () => false,
    );
    if (there) return candidate;
  }
  throw new Error(
    `There are no weights in ${join(folder, 'onnx')}. The bundled ones come with the repository: git checkout -- weights`,
  );
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

async function describe(extract: FeatureExtractionPipeline, sha256: string | null): Promise<LoadedModel> {
  // The first run also sets up the runtime's memory, so that the first question does not wait for it.
  const output = await extract('Hello.', { pooling: 'none' });
  const dimensions = output.dims.at(-1) ?? 0;
  output.dispose();
  return { extract, dimensions, sha256 };
}
