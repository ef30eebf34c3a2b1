import { type Plugin, processRegularResult } from 'graphql-yoga';
import { writeJson } from '../lib/write-json.ts';
import type { ServerContext } from './server-context.ts';

/** UTF-16 code units of a result's strings that take a millisecond to be written as JSON. */
const LONG = 100_000;

/**
 * Writes long results in slices, between which others are heard: documents' texts of millions of characters take some tens
 * of milliseconds to become JSON, and as many to become bytes.
 */
export function useLongResults(): Plugin<object, ServerContext> {
  /** Results whose responses have no body yet. */
  const unwritten = new WeakMap<ServerContext, unknown>();
  return {
    onResultProcess({ result, resultProcessor, setResult, serverContext }) {
      if (resultProcessor !== processRegularResult || countCharacters(result) <= LONG) return;
      const stringify = (cleaned: unknown) => {
        unwritten.set(serverContext, cleaned);
        return '';
      };
      setResult({ ...result, stringify } as typeof result);
    },
    async onResponse({ response: { status, headers }, setResponse, serverContext, fetchAPI }) {
      const result = unwritten.get(serverContext);
      if (result === undefined) return;
      const body = await writeJson(result);
      setResponse(new fetchAPI.Response(body, { status, headers: withLength(headers, body.byteLength) }));
    },
  };
}

function withLength(headers: Headers, bytes: number): Record<string, string> {
  return { ...Object.fromEntries(headers.entries()), 'content-length': String(bytes) };
}

/** Of all strings of a value; it stops counting where there are more than are long. */
function countCharacters(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  for (const each of Object.values(value)) {
    count += countCharacters(each);
    if (count > LONG) break;
  }
  return count;
}
