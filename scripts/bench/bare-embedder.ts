import { fileURLToPath } from 'node:url';
import { env, pipeline } from '@xenova/transformers';

/** Transformers.js may have what it is quickest with. */
export const BATCHES: readonly number[] = [1, 2, 8];

/** The embedder as transformers.js has it, called directly, so many texts at once. */
export async function openBareEmbedder(): Promise<(passages: readonly string[], batch: number) => Promise<void>> {
  env.allowRemoteModels = false;
  env.localModelPath = fileURLToPath(new URL('../../weights/', import.meta.url));
  const extract = await pipeline('feature-extraction', 'all-MiniLM-L6-v2', { dtype: 'q8', device: 'cpu' });
  return async (passages, batch) => {
    const sorted = [...passages].sort((a, b) => a.length - b.length);
    for (let from = 0; from < sorted.length; from += batch) {
      const output = await extract(sorted.slice(from, from + batch), { pooling: 'mean', normalize: true });
      output.dispose();
    }
  };
}

/** How long something takes, in ms. */
export async function timed(run: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await run();
  return performance.now() - begin;
}
