import { Readable } from 'node:stream';
import { beginningOf, type Route, sendRequest } from './http-request.ts';
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
    if (type.startsWith('application/x-ndjson')) {
      const stream = Readable.toWeb(body) as ReadableStream<Uint8Array>;
      return new Response(stream.pipeThrough(wholeJsonLines()), { status });
    }
    const text = await beginningOf(body, LONGEST_JSON);
    // The package prints what is none, which may be a page with the key in it.
    if (!isJson(text)) throw new SyntaxError(`It answers with ${type || 'no type'} that is no JSON.`);
    return new Response(text, { status });
  };
}

/** The longest description of a model, in characters: its licence is part of it. */
const LONGEST_JSON = 2_000_000;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
