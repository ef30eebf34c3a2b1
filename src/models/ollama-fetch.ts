import * as http from 'node:http';
import * as https from 'node:https';
import { Readable } from 'node:stream';
import { wholeJsonLines } from './json-lines.ts';

/** How patiently a server is asked. */
export interface Patience {
  /** For the connection to be made, in milliseconds. */
  readonly connectMs: number;
  /** For the next byte of the answer, in milliseconds; 0 waits for as long as the caller does. */
  readonly silenceMs: number;
}

/** A server that answered with an HTTP error. Its message is what the server said. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A server that said nothing for as long as it was given. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';
}

/** What an HTTP error says at most, in characters: proxies send whole pages. */
const LONGEST_MESSAGE = 500;

/**
 * A `fetch` for servers that may need minutes to their first byte, and as long between two: Node's own gives up after
 * 300 s. It ends with the signal, and rejects with what `node:http` says, `HttpError` or `SilenceError`.
 */
export function createPatientFetch(
  patience: Patience,
  { headers, signal }: { headers: Record<string, string>; signal: AbortSignal },
): typeof fetch {
  return async (url, init = {}) => {
    const signals = init.signal ? [signal, init.signal] : [signal];
    const response = await send(String(url), {
      ...patience,
      method: init.method ?? 'GET',
      headers: { ...(init.headers as Record<string, string>), ...headers },
      body: typeof init.body === 'string' ? init.body : undefined,
      signal: AbortSignal.any(signals),
    });
    const status = response.statusCode ?? 0;
    if (status < 200 || status > 299) throw new HttpError(status, await messageOf(response));
    const body = Readable.toWeb(response) as ReadableStream<Uint8Array>;
    const isLines = response.headers['content-type']?.startsWith('application/x-ndjson');
    return new Response(isLines ? body.pipeThrough(wholeJsonLines()) : body, { status });
  };
}

interface Sent extends Patience {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
}

/** Resolves with the answer once its headers are there. */
function send(
  url: string,
  { method, headers, body, signal, connectMs, silenceMs }: Sent,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { request } = url.startsWith('https:') ? https : http;
    const sent = request(url, { method, headers, signal, timeout: silenceMs });
    let response: http.IncomingMessage | undefined;
    const giveUp = (ms: number) => (response ?? sent).destroy(new SilenceError(`Nothing came for ${ms / 1_000} s.`));
    const connecting = setTimeout(() => giveUp(connectMs), connectMs);
    sent.on('socket', (socket) => {
      if (socket.connecting) socket.once('connect', () => clearTimeout(connecting));
      else clearTimeout(connecting);
    });
    sent.on('timeout', () => {
      // A caller who does not read is no silence of the server.
      if (response?.isPaused()) sent.setTimeout(silenceMs);
      else if (silenceMs > 0) giveUp(silenceMs);
    });
    sent.on('close', () => clearTimeout(connecting));
    sent.on('error', reject);
    sent.on('response', (begun) => {
      response = begun;
      resolve(begun);
    });
    sent.end(body);
  });
}

/** What the answer to a refused request says: Ollama's `error`, or the beginning of its text. */
async function messageOf(response: http.IncomingMessage): Promise<string> {
  const { location } = response.headers;
  if (location !== undefined) return `It redirects to ${location.slice(0, LONGEST_MESSAGE)}`;
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk;
    if (text.length > LONGEST_MESSAGE) break;
  }
  try {
    const { error } = JSON.parse(text);
    if (typeof error === 'string') return error;
  } catch {
    // A proxy's page.
  }
  return text.slice(0, LONGEST_MESSAGE) || http.STATUS_CODES[response.statusCode ?? 0] || 'no reason given';
}
