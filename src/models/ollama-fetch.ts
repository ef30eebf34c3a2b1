import { Readable } from 'node:stream';
import { type Route, sendRequest } from './http-request.ts';
import { wholeJsonLines } from './json-lines.ts';

/** A `fetch` for the `ollama` package by `sendRequest`, which ends with the signal too. */
export function createPatientFetch(
  route: Route,
  { headers, signal }: { headers: Record<string, string>; signal: AbortSignal },
): typeof fetch {
  return async (url, init = {}) => {
    const signals = init.signal ? [signal, init.signal] : [signal];
    const { status, type, body } = await sendRequest(
      String(url),
      {
        method: init.method ?? 'GET',
        headers: { ...(init.headers as Record<string, string>), ...headers },
        body: typeof init.body === 'string' ? init.body : undefined,
        signal: AbortSignal.any(signals),
      },
      route,
    );
    const stream = Readable.toWeb(body) as ReadableStream<Uint8Array>;
    const isLines = type.startsWith('application/x-ndjson');
    return new Response(isLines ? stream.pipeThrough(wholeJsonLines()) : stream, { status });
  };
}
