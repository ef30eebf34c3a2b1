import { Ollama } from 'ollama';
import { AppError } from '../errors.ts';
import { createPatientFetch, HttpError, SilenceError } from './ollama-fetch.ts';

/** A model on an Ollama server, and how to reach it. */
export interface OllamaModel {
  /** Base URL; it may hold a user and a password for a proxy's basic authentication, so it is shown to nobody. */
  readonly host: string;
  readonly model: string;
  /** How long the server keeps the model in memory after its use, as its API takes it; its own setting where left out. */
  readonly keepAlive?: string | number | undefined;
  /** For how long it may be silent before it is given up; 0 or left out: for as long as the caller waits. */
  readonly timeoutSeconds?: number | undefined;
  /** Hears of each failure, in a sentence for operators: it names the host, but no password. */
  onFailure?(problem: string): void;
}

/** A host that is there takes a connection at once, however busy it is. */
const CONNECT_MS = 3_000;

/** A client for one call, which ends with the signal: the package's own `abort()` would end those of everybody. */
export function ollamaClient(
  { host, timeoutSeconds = 0 }: OllamaModel,
  signal: AbortSignal,
  { connectMs = CONNECT_MS }: { connectMs?: number } = {},
): Ollama {
  const { url, headers } = splitCredentials(host);
  const silenceMs = timeoutSeconds * 1_000;
  return new Ollama({ host: url, fetch: createPatientFetch({ connectMs, silenceMs }, { headers, signal }) });
}

/** A server's address as operators may see it, without user and password. */
export function addressOf(host: string): string {
  return splitCredentials(host).url;
}

function splitCredentials(host: string): { url: string; headers: Record<string, string> } {
  const url = new URL(host);
  const user = `${decode(url.username)}:${decode(url.password)}`;
  url.username = '';
  url.password = '';
  const headers = user === ':' ? {} : { authorization: `Basic ${Buffer.from(user).toString('base64')}` };
  return { url: url.href.replace(/\/+$/, ''), headers };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * `lacking`: without the model. `unauthorized`: behind a proxy that refuses user or password. `slow`: it takes the
 * connection, but did not answer in time. `silent`: nothing listens, or nothing like Ollama.
 */
export type OllamaState = 'ready' | 'lacking' | 'unauthorized' | 'slow' | 'silent';

/** What is there takes a connection within this time, however busy it is, and answers within the other. */
const PROBE_CONNECT_MS = 1_000;
const PROBE_MS = 5_000;

/** Whether a server answers and has the model. Never rejects, and takes no longer than `timeoutMs`. */
export async function probeOllama(server: OllamaModel, timeoutMs = PROBE_MS): Promise<OllamaState> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { models } = await ollamaClient(server, signal, { connectMs: PROBE_CONNECT_MS }).list();
    const hasModel = models.some(({ name }) => name === server.model || name === `${server.model}:latest`);
    return hasModel ? 'ready' : 'lacking';
  } catch (error) {
    if (isUnauthorized(error)) return 'unauthorized';
    return signal.aborted ? 'slow' : 'silent';
  }
}

/** What keeps a server from answering with a model, by its state: the beginning of a sentence on `subject`. */
export function describeOllama(subject: string, model: string): Record<OllamaState, string> {
  return {
    ready: `${subject} has ${model}`,
    lacking: `${subject} does not have ${model} (run \`ollama pull ${model}\`)`,
    unauthorized: `${subject} refuses the user or the password in OLLAMA_HOST`,
    slow: `${subject} does not answer in time`,
    silent: `${subject} does not answer`,
  };
}

/** What an error of the client means for the reader: what happened, and what to do. The operator learns more. */
export function explainOllamaError(error: unknown, { host, model, onFailure }: OllamaModel): AppError {
  if (error instanceof AppError) return error;
  const said = error instanceof Error ? error.message : String(error);
  onFailure?.(`Ollama at ${addressOf(host)} could not run ${model}: ${said}`);
  if (isTooLong(error)) return tooLong(model, error);
  const { message, retryAfterSeconds } = explain(error, model);
  return new AppError('MODEL_UNAVAILABLE', message, { retryAfterSeconds, cause: error });
}

/** What is said where a prompt does not fit, even with less of the passages. */
export function tooLong(model: string, cause?: unknown): AppError {
  return new AppError(
    'TOO_LARGE',
    `The question and its passages are longer than ${model} can read. Ask a shorter question, or raise OLLAMA_NUM_CTX.`,
    { cause },
  );
}

function explain(error: unknown, model: string): { message: string; retryAfterSeconds: number } {
  if (isUnauthorized(error)) {
    return {
      message: 'Ollama refuses the user or the password in OLLAMA_HOST. Ask the operator to correct it.',
      retryAfterSeconds: 60,
    };
  }
  if (error instanceof HttpError && error.status === 404) {
    return {
      message: `Ollama does not have the model ${model}. Run \`ollama pull ${model}\` where it runs.`,
      retryAfterSeconds: 60,
    };
  }
  if (error instanceof HttpError && error.status === 503) {
    return { message: 'Ollama is busy. Try again in a moment.', retryAfterSeconds: 5 };
  }
  if (error instanceof SilenceError) {
    return { message: 'Ollama did not answer in time. Try again later.', retryAfterSeconds: 60 };
  }
  if (isCutOff(error)) {
    return {
      message: 'The connection to Ollama ended before the answer did. Try again in a moment.',
      retryAfterSeconds: 5,
    };
  }
  if (isAway(error)) {
    return {
      message: 'Ollama does not answer. Start it with `ollama serve`, or correct OLLAMA_HOST.',
      retryAfterSeconds: 5,
    };
  }
  return {
    message: `Ollama could not run ${model}. Try again in a moment; if it fails again, the operator's log says why.`,
    retryAfterSeconds: 10,
  };
}

/** Whether the server refused a prompt as longer than the model's context. */
export function isTooLong(error: unknown): boolean {
  return error instanceof HttpError && error.status === 400 && error.message.includes('exceeds the context length');
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof HttpError && (error.status === 401 || error.status === 403);
}

/** The connection was there. */
function isCutOff(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    codeOf(error) === 'ECONNRESET' || error.name === 'AbortError' || error.message.startsWith('Did not receive done')
  );
}

/** The connection could not be made: an error of the system, of the name's look-up or of TLS. */
function isAway(error: unknown): boolean {
  return error instanceof Error && !(error instanceof HttpError) && codeOf(error) !== null;
}

function codeOf(error: Error): string | null {
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}
