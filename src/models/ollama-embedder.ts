import { joinSignals } from '../lib/joined-signal.ts';
import { createTurns } from '../lib/turns.ts';
import type { Embedder } from './embedder.ts';
import { ollamaClient } from './ollama-client.ts';
import { explainOllamaError } from './ollama-errors.ts';
import type { OllamaModel } from './ollama-model.ts';
import { toUnitVector } from './unit-vector.ts';

/** Passages in one request: what is urgent waits for one such request at most. */
const BATCH = 8;

/**
 * An embedding model on an Ollama server; its vectors' length is asked once, here.
 * @throws AppError `MODEL_UNAVAILABLE` when the server does not answer or lacks the model
 */
export async function openOllamaEmbedder(server: OllamaModel): Promise<Embedder> {
  const closing = new AbortController();
  const turns = createTurns();
  const [probe] = await request(server, ['Hello.'], closing.signal);
  const dimensions = probe?.length ?? 0;

  return {
    id: `ollama:${server.model}`,
    dimensions,
    reason: `EMBEDDER is ollama:${server.model}.`,
    embed: async (texts, { priority, tenant, signal }) => {
      const either = joinSignals(closing.signal, ...(signal ? [signal] : []));
      const ending = either.signal;
      try {
        ending.throwIfAborted();
        const vectors: Float32Array[] = [];
        for (let from = 0; from < texts.length; from += BATCH) {
          const batch = texts.slice(from, from + BATCH);
          // One request at a time: the server answers in the order of asking, so what is urgent could not overtake there.
          vectors.push(
            ...(await turns.take(() => embedBatch(batch, ending), { priority, user: tenant, signal: ending })),
          );
        }
        return vectors;
      } finally {
        either.release();
      }
    },
    ready: async () => {
      await request(server, ['Hello.'], closing.signal);
    },
    close: async () => closing.abort(),
  };

  async function embedBatch(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    if (texts.length === 0) return [];
    const embeddings = await request(server, texts, signal);
    return texts.map((_, place) => toUnitVector(embeddings[place] ?? [], dimensions));
  }
}

async function request(server: OllamaModel, texts: readonly string[], signal: AbortSignal): Promise<number[][]> {
  const { model, keepAlive } = server;
  try {
    const body = { model, input: [...texts], ...(keepAlive !== undefined && { keep_alive: keepAlive }) };
    const { embeddings } = await ollamaClient(server, signal).embed(body);
    return embeddings;
  } catch (error) {
    signal.throwIfAborted();
    throw explainOllamaError(error, server);
  }
}
