import { Ollama } from 'ollama';
import { AppError } from '../errors.ts';

/** A model on an Ollama server; `host` is its base URL. */
export interface OllamaModel {
  readonly host: string;
  readonly model: string;
}

/** How long the server keeps a model in memory after its last use. */
export const KEEP_ALIVE = '10m';

/** A client for one call, which ends with the signal: the package's own `abort()` would end those of everybody. */
export function ollamaClient(host: string, signal: AbortSignal | undefined): Ollama {
  return new Ollama({
    host,
    fetch: (url, init) => {
      const signals = [signal, init?.signal].filter((each) => each instanceof AbortSignal);
      return fetch(url, { ...init, signal: AbortSignal.any(signals) });
    },
  });
}

const PROBE_MS = 1_000;

/** Whether a server answers and has the model. Never rejects, and takes no longer than `timeoutMs`. */
export async function probeOllama(
  { host, model }: OllamaModel,
  timeoutMs = PROBE_MS,
): Promise<'ready' | 'lacking' | 'silent'> {
  try {
    const { models } = await ollamaClient(host, AbortSignal.timeout(timeoutMs)).list();
    const hasModel = models.some(({ name }) => name === model || name === `${model}:latest`);
    return hasModel ? 'ready' : 'lacking';
  } catch {
    return 'silent';
  }
}

/** What an error of the client means for the reader: what happened, and what to do. */
export function explainOllamaError(error: unknown, { host, model }: OllamaModel): AppError {
  if (error instanceof AppError) return error;
  const unavailable = (message: string, retryAfterSeconds: number) =>
    new AppError('MODEL_UNAVAILABLE', message, { retryAfterSeconds, cause: error });
  const said = error instanceof Error ? error.message : String(error);

  switch (statusOf(error)) {
    case 404:
      return unavailable(`Ollama at ${host} does not have the model ${model}. Run \`ollama pull ${model}\` there.`, 60);
    case 503:
      return unavailable(`Ollama at ${host} is busy. Try again in a moment.`, 5);
    case 400:
      if (!isTooLong(error)) break;
      return new AppError(
        'TOO_LARGE',
        `The question and its passages are longer than ${model} can read. Ask a shorter question, or raise OLLAMA_NUM_CTX.`,
        { cause: error },
      );
    case undefined:
      if (said === 'fetch failed' && !isTimeout(error)) {
        return unavailable(
          `Ollama does not answer at ${host}. Start it with \`ollama serve\`, or correct OLLAMA_HOST.`,
          5,
        );
      }
      if (!(error instanceof TypeError) && !said.startsWith('Did not receive done')) break;
      return unavailable(`The connection to Ollama at ${host} ended before it was done. Try again in a moment.`, 5);
  }
  return unavailable(`Ollama at ${host} could not run ${model}: ${said}`, 10);
}

/** Whether the server refused a prompt as longer than the model's context. */
export function isTooLong(error: unknown): boolean {
  return statusOf(error) === 400 && error instanceof Error && error.message.includes('exceeds the context length');
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status_code' in error)) return undefined;
  return Number(error.status_code);
}

function isTimeout(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && String(cause.code).endsWith('_TIMEOUT');
}
