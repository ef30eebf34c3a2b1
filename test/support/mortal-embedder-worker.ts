import { serveWorker } from '../../src/lib/worker-rpc.ts';
import type { TransformersWorker } from '../../src/models/transformers-worker.ts';

/** Does as its first text says: die, wait for ever, give numbers that are none, or live. */
serveWorker<TransformersWorker>({
  load: async () => ({ dimensions: 384, sha256: null }),
  rest: async () => {},
  embed: async ({ texts }) => {
    const vectors = new Float32Array(texts.length * 384).fill(1);
    switch (texts[0]) {
      case 'die':
        return process.exit(1);
      case 'wait':
        return new Promise(() => {});
      case 'nan':
        return vectors.fill(Number.NaN);
      case 'zero':
        return vectors.fill(0);
      default:
        return vectors;
    }
  },
});
