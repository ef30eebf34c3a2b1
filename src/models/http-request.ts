import { pipeline, type Readable, type Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, type Dispatcher, request } from 'undici';
import { readHttpError } from './http-error.ts';

/** How a model's server is reached, and how patiently. */
export interface Route {
  /** For the connection to be made, in milliseconds; a `dispatcher` has its own limit. */
  readonly connectMs: number;
  /** For the next byte of the answer, in milliseconds; 0 waits for as long as the caller does. */
  readonly silenceMs: number;
  /** Through what connections are made, where not every address may be reached. */
  readonly dispatcher?: Dispatcher | undefined;
}

/** An answer whose headers are there, and whose body is still coming. */
export interface HttpAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: Readable;
}

/** What of a refused request's answer is read. */
const ERROR_CHARACTERS = 10_000;
const ERROR_MS = 3_000;

/**
 * Sends a request to a server that may need minutes to its first byte, and as long between two: Node's `fetch` gives up
 * after 300 s. Redirections are not followed. It ends with the signal.
 * @throws HttpError where the server refuses it, and whatever undici says of the connection
 */
export async function sendRequest(
  url: string,
  init: {
    method?: string | undefined;
    headers: Record<string, string>;
    body?: string | undefined;
    signal: AbortSignal;
  },
  { connectMs, silenceMs, dispatcher = agentWith(connectMs) }: Route,
): Promise<HttpAnswer> {
  const {
    statusCode,
    headers,
    body: raw,
  } = await request(url, {
    method: (init.method ?? 'POST') as Dispatcher.HttpMethod,
    headers: init.headers,
    body: init.body ?? null,
    signal: init.signal,
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    dispatcher,
  });
  const body = unpacked(raw, headerOf(headers, 'content-encoding'));
  if (statusCode >= 200 && statusCode <= 299) {
    return { status: statusCode, type: headerOf(headers, 'content-type') ?? '', body };
  }
  throw readHttpError(statusCode, await beginningOf(body), {
    location: headerOf(headers, 'location'),
    retryAfter: headerOf(headers, 'retry-after'),
  });
}

/** Some proxies pack what they were asked not to. What came of it is unpacked at once, not when a block is full. */
function unpacked(body: Readable, encoding: string | undefined): Readable {
  const unpack = encoding === undefined ? undefined : UNPACKERS[encoding.trim().toLowerCase()];
  return unpack ? pipeline(body, unpack(), () => {}) : body;
}

const FLUSH = { flush: constants.Z_SYNC_FLUSH };
const UNPACKERS: Readonly<Record<string, () => Transform>> = {
  gzip: () => createGunzip(FLUSH),
  'x-gzip': () => createGunzip(FLUSH),
  deflate: () => createInflate(FLUSH),
  br: () => createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH }),
};

/** The beginning of a text that may be long, or may trickle without an end: what comes of it in a few seconds. */
export async function beginningOf(body: Readable, characters = ERROR_CHARACTERS): Promise<string> {
  let text = '';
  let isLate = false;
  const late = setTimeout(() => {
    isLate = true;
    body.destroy();
  }, ERROR_MS);
  try {
    for await (const chunk of body.setEncoding('utf8')) {
      text += chunk;
      if (text.length > characters) break;
    }
  } catch (error) {
    if (!isLate) throw error;
  } finally {
    clearTimeout(late);
  }
  return text.slice(0, characters);
}

function headerOf(headers: Dispatcher.ResponseData['headers'], name: string): string | undefined {
  return [headers[name]].flat()[0];
}

const agents = new Map<number, Agent>();

/** Those that wait equally long for a connection share theirs. */
function agentWith(connectMs: number): Agent {
  const agent = agents.get(connectMs) ?? new Agent({ connect: { timeout: connectMs } });
  agents.set(connectMs, agent);
  return agent;
}
