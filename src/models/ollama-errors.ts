import { AppError } from '../errors.ts';
import { HttpError, messageOf, withoutKey } from './http-error.ts';
import { BrokenLineError } from './json-lines.ts';
import { type NetworkFault, networkFaultOf, PROXY_FAULTS, trustAdvice } from './network-faults.ts';
import { addressOf, passwordIn } from './ollama-address.ts';
import type { OllamaModel } from './ollama-model.ts';

/**
 * What is wrong with a server. `unauthorized`: a proxy refuses user or password. `foreign`: what answers is not Ollama.
 * `lacking`: without the model.
 */
export type OllamaFault = NetworkFault | 'unauthorized' | 'foreign' | 'lacking' | 'busy' | 'other';

/** What an error of the client means. */
export function faultOf(error: unknown): OllamaFault {
  if (error instanceof HttpError) return faultOfStatus(error);
  if (error instanceof SyntaxError) return 'foreign';
  if (error instanceof BrokenLineError) return 'cut';
  if (error instanceof Error && error.message.startsWith('Did not receive done')) return 'cut';
  return networkFaultOf(error) ?? 'other';
}

function faultOfStatus({ status, message }: HttpError): OllamaFault {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return message.includes('model') ? 'lacking' : 'foreign';
  if (status === 405 || (status >= 300 && status < 400)) return 'foreign';
  if (status === 429 || status === 503) return 'busy';
  return PROXY_FAULTS[status] ?? 'other';
}

/** What an error of the client means for the reader: what happened, and what to do. The operator learns more. */
export function explainOllamaError(
  error: unknown,
  { host, model, apiKey, chosenBy, onFailure }: OllamaModel,
): AppError {
  if (error instanceof AppError) return error;
  const fault = faultOf(error);
  const secret = apiKey || passwordIn(host);
  // A server may repeat what it is sent, a wrong key above all.
  const said = apiKey && fault === 'unauthorized' ? 'the key was refused.' : withoutKey(messageOf(error), secret);
  onFailure?.(
    `Ollama at ${addressOf(host)} could not run ${model}: ${said}${fault === 'untrusted' ? trustAdvice(error) : ''}`,
  );
  if (isTooLong(error)) return tooLong({ model, chosenBy }, secret ? undefined : error);
  const explanations = chosenBy === 'ORGANIZATION' ? OF_ORGANIZATION : OF_OPERATOR;
  const [message, seconds] = apiKey && fault === 'unauthorized' ? KEY_REFUSED : explanations[fault];
  const retryAfterSeconds = (error instanceof HttpError && error.retryAfterSeconds) || seconds;
  const cause = secret ? undefined : error;
  return new AppError('MODEL_UNAVAILABLE', message.replaceAll('MODEL', model), { retryAfterSeconds, cause });
}

const KEY_REFUSED = ['Ollama refuses the key. Correct the key in the model settings.', 60] as const;

type Explanations<Fault extends OllamaFault> = Readonly<
  Record<Fault, readonly [message: string, retryAfterSeconds: number]>
>;

/** In sentences, and after how many seconds to try again: where it is all the same who chose the model. */
const OF_ANYBODY = {
  untrusted: ["Ollama's certificate is not trusted. The operator's log says what to do.", 60],
  busy: ['Ollama is busy. Try again in a moment.', 5],
  slow: ['Ollama did not answer in time. Try again later.', 60],
  cut: ['The connection to Ollama ended before the answer did. Try again in a moment.', 5],
  other: ["Ollama could not run MODEL. Try again in a moment; if it fails again, the operator's log says why.", 10],
} satisfies Partial<Explanations<OllamaFault>>;

/** The same of the operator's model, with the operator's settings. */
const OF_OPERATOR: Explanations<OllamaFault> = {
  ...OF_ANYBODY,
  unauthorized: ['Ollama refuses the user or the password in OLLAMA_HOST. Ask the operator to correct it.', 60],
  foreign: ['What answers at OLLAMA_HOST is not Ollama. Ask the operator to correct it.', 60],
  lacking: ['Ollama does not have the model MODEL. Run `ollama pull MODEL` where it runs.', 60],
  away: ['Ollama does not answer. Start it with `ollama serve`, or correct OLLAMA_HOST.', 5],
};

/** The same of a model that an organisation has chosen: what its owners can change. */
const OF_ORGANIZATION: Explanations<OllamaFault> = {
  ...OF_ANYBODY,
  unauthorized: ['Ollama asks for a key. Set one in the model settings.', 60],
  foreign: ['What answers at the endpoint of MODEL is not Ollama. Correct the endpoint in the model settings.', 60],
  lacking: [
    'Ollama does not have the model MODEL. Run `ollama pull MODEL` where it runs, or choose another in the model settings.',
    60,
  ],
  away: ['Ollama does not answer. Start it with `ollama serve`, or correct the endpoint in the model settings.', 5],
};

/** What is said where a prompt does not fit, even with less of the passages. */
export function tooLong({ model, chosenBy }: Pick<OllamaModel, 'model' | 'chosenBy'>, cause?: unknown): AppError {
  const remedy = chosenBy === 'ORGANIZATION' ? 'choose a model that reads more' : 'raise OLLAMA_NUM_CTX';
  return new AppError(
    'TOO_LARGE',
    `The question and its passages are longer than ${model} can read. Ask a shorter question, or ${remedy}.`,
    { cause },
  );
}

/** Whether the server refused a prompt as longer than the model's context. */
export function isTooLong(error: unknown): boolean {
  return error instanceof HttpError && error.status === 400 && error.message.includes('exceeds the context length');
}
