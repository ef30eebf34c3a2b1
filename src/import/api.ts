import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** What the server, or what stands before it, says against a request; `UNREACHABLE` where nothing answers. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly retryAfterSeconds: number | null;

  constructor(code: string, message: string, retryAfterSeconds: number | null = null) {
    super(message);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** One operation. */
export interface Call {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The path of a file that stands for `variables.input.file`. */
  readonly file?: string;
}

/** GraphQL over HTTP. */
export interface Api {
  /** @throws ApiError */
  call<Data>(call: Call): Promise<Data>;
}

/** Longer than any limit counts but those of a day. */
const MAX_PAUSE_SECONDS = 600;
/** For a server that has never answered; each time is waited twice as long as the last. */
const FIRST_TRIES = 5;
/** For one that has: a restart is over within a minute. */
const TRIES = 12;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/** A client that waits where the server asks to, and asks again where it is away; `isPatient`: until it is back. */
export function createApi({
  url,
  token,
  isPatient,
  signal,
}: {
  url: string;
  token: string;
  isPatient: boolean;
  signal: AbortSignal;
}): Api {
  let hasAnswered = false;
  const triesFor = (error: unknown) => {
    if (!hasAnswered) return FIRST_TRIES;
    return isPatient && isAway(error) ? Number.POSITIVE_INFINITY : TRIES;
  };
  const once = async <Data>({ query, variables = {}, file }: Call): Promise<Data> => {
    const operation = JSON.stringify({ query, variables });
    const body = file ? await formOf(operation, file) : operation;
    const headers = { authorization: `Bearer ${token}`, ...(!file && { 'content-type': 'application/json' }) };
    try {
      // Where it may lead to, the token has no business.
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal });
      return readResult<Data>(response.status, await response.text());
    } catch (error) {
      throw error instanceof TypeError ? unsent(url, error) : error;
    }
  };
  return {
    call: async <Data>(call: Call) => {
      for (let failures = 0; ; ) {
        try {
          const data = await once<Data>(call);
          hasAnswered = true;
          return data;
        } catch (error) {
          // To be asked to wait is no failure.
          if (!(error instanceof ApiError && error.code === 'RATE_LIMITED')) failures += 1;
          const ms = failures < triesFor(error) ? pauseAfter(error, failures) : null;
          if (ms === null) throw error;
          await pause(ms, undefined, { signal });
        }
      }
    },
  };
}

/** By the GraphQL multipart request specification. The file is read as it is sent. */
async function formOf(operations: string, file: string): Promise<FormData> {
  const form = new FormData();
  form.set('operations', operations);
  form.set('map', '{"0":["variables.input.file"]}');
  form.set('0', await openAsBlob(file), basename(file));
  return form;
}

interface Result {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly retryAfterSeconds?: number };
  }[];
}

function readResult<Data>(status: number, text: string): Data {
  const { data, errors } = parseResult(status, text);
  const [error] = errors ?? [];
  if (error) {
    const { code = 'INTERNAL', retryAfterSeconds = null } = error.extensions ?? {};
    throw new ApiError(code, error.message, retryAfterSeconds);
  }
  return data as Data;
}

function parseResult(status: number, text: string): Result {
  try {
    const result: unknown = JSON.parse(text);
    if (typeof result === 'object' && result !== null && ('data' in result || 'errors' in result)) {
      return result as Result;
    }
  } catch {
    // It is no GraphQL, whoever wrote it.
  }
  const retryAfterSeconds = [429, 502, 503, 504].includes(status) ? 2 : null;
  throw new ApiError(`HTTP_${status}`, `Something that is no Carrel answered with HTTP ${status}.`, retryAfterSeconds);
}

/** `fetch` hides the reason. */
function unsent(url: string, { message, cause }: TypeError): ApiError {
  if (cause instanceof Error && cause.name === 'NotReadableError') {
    return new ApiError('UNREADABLE', 'It changed while it was sent. The next run brings it in.');
  }
  const reason = cause instanceof Error ? cause.message || cause.name : message;
  return new ApiError('UNREACHABLE', `Nothing answers at ${url} (${reason}). Look at CARREL_URL.`);
}

/** Whether the server, or what it needs, is not there for the moment. */
function isAway(error: unknown): boolean {
  return error instanceof ApiError && /^(UNREACHABLE|STORE_UNAVAILABLE|HTTP_5\d\d)$/.test(error.code);
}

/** How long to wait before the next try, in ms; null where another would be no better. */
function pauseAfter(error: unknown, failures: number): number | null {
  if (!(error instanceof ApiError)) return null;
  const { code, retryAfterSeconds } = error;
  if (code === 'UNREACHABLE') return Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  return retryAfterSeconds === null || retryAfterSeconds > MAX_PAUSE_SECONDS ? null : retryAfterSeconds * 1_000;
}
