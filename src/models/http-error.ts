import { STATUS_CODES } from 'node:http';
import { z } from 'zod';

/** What a model's server says of a request that it refuses, or of an answer that it breaks off. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  /** The server's own words for the kind of error, such as `context_length_exceeded`. */
  readonly kinds: readonly string[];
  /** The field of the request that it does not take. */
  readonly param: string | null;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    status: number,
    message: string,
    details: { kinds?: readonly string[]; param?: string | null; retryAfterSeconds?: number | undefined } = {},
  ) {
    super(message);
    this.status = status;
    this.kinds = details.kinds ?? [];
    this.param = details.param ?? null;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** What an error says at most, in characters: proxies send whole pages. */
const LONGEST_MESSAGE = 500;

/** As OpenAI, Anthropic, vLLM and llama.cpp have it. Ollama says a text alone. */
const ErrorObject = z.object({
  message: z.string().catch(''),
  type: z.string().nullish().catch(null),
  code: z.union([z.string(), z.number()]).nullish().catch(null),
  param: z.string().nullish().catch(null),
});

/** The error that the beginning of a refused request's body tells. */
export function readHttpError(
  status: number,
  text: string,
  { location, retryAfter }: { location?: string | undefined; retryAfter?: string | undefined } = {},
): HttpError {
  if (location !== undefined) return new HttpError(status, `It redirects to ${location.slice(0, LONGEST_MESSAGE)}`);
  const retryAfterSeconds = retryAfter === undefined ? undefined : toSeconds(retryAfter);
  try {
    const body = JSON.parse(text);
    const error = readErrorObject(body?.error ?? body, status);
    if (error.message !== '')
      return new HttpError(status, error.message, { kinds: error.kinds, param: error.param, retryAfterSeconds });
  } catch {
    // A proxy's page.
  }
  const message = text.slice(0, LONGEST_MESSAGE) || STATUS_CODES[status] || 'no reason given';
  return new HttpError(status, message, { retryAfterSeconds });
}

/** The error that an event of a stream holds, or a body; `status` where it names none itself. */
export function readErrorObject(error: unknown, status = 500): HttpError {
  if (typeof error === 'string') return new HttpError(status, error.slice(0, LONGEST_MESSAGE));
  const { data } = ErrorObject.safeParse(error);
  if (!data) return new HttpError(status, JSON.stringify(error)?.slice(0, LONGEST_MESSAGE) ?? '');
  const kinds = [data.type, data.code].filter((kind) => typeof kind === 'string');
  const named = typeof data.code === 'number' && data.code >= 400 ? data.code : kinds.map(statusOf).find(Boolean);
  return new HttpError(named ?? status, data.message.slice(0, LONGEST_MESSAGE), { kinds, param: data.param ?? null });
}

/** The HTTP status that goes with a provider's word, where it has one. */
function statusOf(kind: string): number | undefined {
  return STATUS_OF_KIND.find(([word]) => word.test(kind))?.[1];
}

const STATUS_OF_KIND: readonly (readonly [RegExp, number])[] = [
  [/^overloaded/, 529],
  [/^rate_limit|^insufficient_quota/, 429],
  [/^authentication_error|^invalid_api_key/, 401],
  [/^permission_error/, 403],
  [/^not_found_error|^model_not_found/, 404],
  [/^unavailable_error/, 503],
];

/** A `retry-after`: whole seconds, or a date. */
function toSeconds(retryAfter: string, now = Date.now()): number | undefined {
  const seconds = /^\d+(\.\d+)?$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - now) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(1, Math.ceil(seconds)), LONGEST_WAIT);
}

const LONGEST_WAIT = 86_400;

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.trim() : String(error);
}

/**
 * A text for operators in which a server may have repeated the key that it was sent, or a part of it, in whatever case,
 * and as programs write it in headers and addresses.
 */
export function withoutKey(text: string, apiKey: string | null | undefined): string {
  if (!apiKey) return text;
  const ways = [apiKey, ...waysToWrite(apiKey)].map((way) => way.toLowerCase());
  const lower = text.toLowerCase();
  const size = Math.min(apiKey.length, TELLING);
  let passed = '';
  let hiddenUntil = -1;
  for (let at = 0; at < text.length; at += 1) {
    if (lower.length === text.length && at + size <= text.length && isOf(ways, lower.slice(at, at + size))) {
      if (at > hiddenUntil) passed += '(key)';
      hiddenUntil = at + size;
    }
    if (at >= hiddenUntil) passed += text.charAt(at);
  }
  return passed;
}

/** Characters of a key that tell something of it. */
const TELLING = 8;

const isOf = (ways: readonly string[], part: string) => ways.some((way) => way.includes(part));

/** A key percent-encoded, in hex, and in Base64, also where something stands before it there. */
function waysToWrite(key: string): string[] {
  const bytes = Buffer.from(key);
  const shifted = [0, 1, 2].map((count) => Buffer.concat([Buffer.alloc(count), bytes]));
  // The characters at both ends depend on what is around it.
  const base64 = (['base64', 'base64url'] as const).flatMap((encoding) =>
    shifted.map((each) => each.toString(encoding).replace(/=+$/, '').slice(2, -1)),
  );
  return [encodeURIComponent(key), bytes.toString('hex'), ...base64];
}
