import { GraphQLError } from 'graphql';
import { unreadable } from './errors.ts';
import { createJsonMeter } from './json-meter.ts';

/** What was read and is parsed later. */
export interface Unparsed {
  /** UTF-16 code units. */
  readonly length: number;
  /** @throws GraphQLError */
  parse(): unknown;
}

interface ReadOptions {
  /** Sees the bytes as they come, and may throw. */
  onBytes?(bytes: Uint8Array): void;
  readonly maxBytes?: number;
}

/**
 * The whole body, as UTF-8.
 * @throws GraphQLError `BAD_INPUT`, `TOO_LARGE`, or what `onBytes` throws, without reading on
 */
export async function readText({ body }: Request, options: ReadOptions): Promise<string> {
  const { onBytes, maxBytes = Number.POSITIVE_INFINITY } = options;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  try {
    // Node's types know that a stream is iterable, the DOM's don't.
    for await (const chunk of (body ?? []) as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw unreadable('TOO_LARGE', `A body of this type has at most ${maxBytes} bytes.`);
      onBytes?.(chunk);
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    if (error instanceof TypeError) throw notUtf8();
    throw unreadable('BAD_INPUT', 'The body ended before it was complete.');
  }
}

/** Parses JSON after counting what it holds. `what` begins the sentence of its error. @throws GraphQLError */
export function parseJson(text: string, what: string): unknown {
  createJsonMeter()(Buffer.from(text));
  return parseCountedJson(text, what);
}

/** The same, of what was counted while it came in. */
export function parseCountedJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without the cause: its message repeats what was sent, passwords too.
    throw unreadable('BAD_INPUT', `${what} is not valid JSON.`);
  }
}

/** What is refused instead of being read with other letters in it. */
export function notUtf8(): GraphQLError {
  return unreadable('BAD_INPUT', 'The request holds bytes that are not UTF-8. Send text in UTF-8 only.');
}
