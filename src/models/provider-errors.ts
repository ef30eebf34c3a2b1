import { AppError } from '../errors.ts';
import type { ChosenBy } from './chosen-by.ts';
import { BrokenEventError } from './event-stream.ts';
import { HttpError, messageOf, withoutKey } from './http-error.ts';
import { type NetworkFault, networkFaultOf, PROXY_FAULTS, trustAdvice } from './network-faults.ts';

/**
 * What is wrong with a provider. `key`: it refuses the key. `lacking`: the model or the path. `foreign`: what answers is
 * no chat endpoint. `withheld`: its own filter stopped the answer.
 */
export type ProviderFault = NetworkFault | 'key' | 'lacking' | 'foreign' | 'loading' | 'busy' | 'withheld' | 'other';

/** What answers with success, but not with a stream of events. */
export class NoEventsError extends Error {
  override readonly name = 'NoEventsError';
}

/** A stream that ended without saying why the model did: it was cut. */
export class UnfinishedError extends Error {
  override readonly name = 'UnfinishedError';
}

/** An answer that the provider's filter stopped. */
export class WithheldError extends Error {
  override readonly name = 'WithheldError';
}

/** What an error means, wherever it was met. */
function providerFaultOf(error: unknown): ProviderFault {
  if (error instanceof HttpError) return faultOfStatus(error);
  if (error instanceof NoEventsError) return 'foreign';
  if (error instanceof UnfinishedError || error instanceof BrokenEventError) return 'cut';
  if (error instanceof WithheldError) return 'withheld';
  return networkFaultOf(error) ?? 'other';
}

function faultOfStatus(error: HttpError): ProviderFault {
  const { status } = error;
  if (status === 401 || status === 403) return 'key';
  if (status === 404) return 'lacking';
  if (status === 405 || (status >= 300 && status < 400)) return 'foreign';
  if (isLoading(error)) return 'loading';
  if (status === 429 || status === 503 || status === 529) return 'busy';
  return PROXY_FAULTS[status] ?? 'other';
}

/** Whether a server is still reading its model from the disk, as llama.cpp's says. */
export function isLoading(error: unknown): boolean {
  return error instanceof HttpError && error.status === 503 && /loading model/i.test(error.message);
}

/** Whether a prompt was refused as longer than the model's context. */
export function isTooLong(error: unknown): boolean {
  if (!(error instanceof HttpError)) return false;
  if (error.status === 413) return true;
  return error.status === 400 && (error.kinds.some((kind) => TOO_LONG_KIND.test(kind)) || TOO_LONG.test(error.message));
}

const TOO_LONG_KIND = /^(context_length_exceeded|exceed_context_size_error)$/;
/** As Anthropic, vLLM and Ollama say it. */
const TOO_LONG = /prompt is too long|maximum context length|exceeds the (available )?context/i;

/** Whether a server refused what it was sent, and not who sent it or when. */
export function isBadRequest(error: unknown): error is HttpError {
  return error instanceof HttpError && (error.status === 400 || error.status === 422);
}

/** The field that a model does not take, of those that it can be asked without; undefined where that is not what is wrong. */
export function refusedField(error: unknown, fields: readonly string[]): string | undefined {
  if (!isBadRequest(error)) return undefined;
  const { param, message } = error;
  if (param !== null) return fields.find((field) => param === field || param.startsWith(`${field}.`));
  // Servers that name no field in a place of its own do so in words.
  return NOT_TAKEN.test(message) ? fields.find((field) => message.includes(field)) : undefined;
}

const NOT_TAKEN = /support|deprecated|unrecognized|unknown|extra|not permitted|not allowed/i;

/** An error as the reader may see it: what happened, and what to do. Nothing that the provider said is in it, as cause neither. */
export function explainProviderError(
  error: unknown,
  { model, path, chosenBy }: { model: string; path: string; chosenBy?: ChosenBy | undefined },
): AppError {
  if (error instanceof AppError) return error;
  if (isTooLong(error)) return tooLong(model);
  const [message, seconds] = (chosenBy === 'ORGANIZATION' ? OF_ORGANIZATION : OF_OPERATOR)[providerFaultOf(error)];
  const retryAfterSeconds = (error instanceof HttpError && error.retryAfterSeconds) || seconds;
  const sentence = message.replaceAll('MODEL', model).replaceAll('PATH', path);
  return new AppError('MODEL_UNAVAILABLE', sentence, { retryAfterSeconds });
}

/** What is said where a prompt does not fit, even with less of the passages. */
export function tooLong(model: string): AppError {
  return new AppError(
    'TOO_LARGE',
    `The question and its passages are longer than ${model} can read. Ask a shorter question, or choose a model that reads more.`,
  );
}

type Explanations<Fault extends ProviderFault> = Readonly<
  Record<Fault, readonly [message: string, retryAfterSeconds: number]>
>;

/** In sentences, and after how many seconds to try again: where it is all the same who chose the model. */
const OF_ANYBODY = {
  untrusted: ["The certificate of MODEL's provider is not trusted. The operator's log says what to do.", 60],
  loading: ['MODEL is still being loaded. Try again in a moment.', 10],
  busy: ['The provider of MODEL is overloaded, or its limit is reached. Try again in a moment.', 5],
  withheld: ['The answer was withheld by the provider of MODEL. Ask the question in other words.', 5],
  slow: ['The provider of MODEL did not answer in time. Try again later.', 60],
  cut: ['The connection to MODEL ended before the answer did. Try again in a moment.', 5],
  other: [
    "The provider could not run MODEL. Try again in a moment; if it fails again, the operator's log says why.",
    10,
  ],
} satisfies Partial<Explanations<ProviderFault>>;

/** The same of the operator's model. */
const OF_OPERATOR: Explanations<ProviderFault> = {
  ...OF_ANYBODY,
  key: ['The provider of MODEL refused the key. Ask the operator to correct it.', 60],
  lacking: [
    'The provider does not have the model MODEL, or nothing at PATH behind its address. Ask the operator to correct the model or the address.',
    60,
  ],
  foreign: [
    'There is no chat endpoint at the address of MODEL. Ask the operator to correct the address, with its path.',
    60,
  ],
  away: ['The provider of MODEL does not answer. Try again in a moment; else ask the operator.', 5],
};

/** The same of a model that an organisation has chosen: what its owners can change. */
const OF_ORGANIZATION: Explanations<ProviderFault> = {
  ...OF_ANYBODY,
  key: ['The provider of MODEL refused the key. Correct the key in the model settings.', 60],
  lacking: [
    'The provider does not have the model MODEL, or nothing at PATH behind its address. Correct the model or the address in the model settings.',
    60,
  ],
  foreign: [
    'There is no chat endpoint at the address of MODEL. Correct the address in the model settings, with its path.',
    60,
  ],
  away: [
    'The provider of MODEL does not answer. Try again in a moment; else correct the address in the model settings.',
    5,
  ],
};

/** What operators read of an error, without the key, and without what a provider says to a wrong one: it may repeat it. */
export function reportProviderError(error: unknown, apiKey: string | null): string {
  const fault = providerFaultOf(error);
  if (fault === 'key') return 'the key was refused.';
  return withoutKey(messageOf(error), apiKey) + (fault === 'untrusted' ? trustAdvice(error) : '');
}
