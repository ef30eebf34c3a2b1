import { GraphQLError } from 'graphql';
import { createTimeSlice } from '../lib/time-slice.ts';
import { unreadable } from './errors.ts';

/** What was read and is parsed later. */
export interface Unparsed {
  /** UTF-16 code units. */
  readonly length: number;
  /** @throws GraphQLError */
  parse(): unknown;
}

interface ReadOptions {
  readonly maxBytes?: number;
}

/** Bytes after which a body waits for a turn of the event loop: so many come in at once. */
const TURN_BYTES = 64 * 1024;

/**
 * Reads the whole body, as UTF-8, and hands each piece of its text on. However many long bodies come in at the same time,
 * a turn of the event loop reads a piece of one.
 * @returns the length of the text, in UTF-16 code units
 * @throws GraphQLError `BAD_INPUT`, `TOO_LARGE`, or what `write` throws, without reading on
 */
export async function readText(
  { body }: Request,
  write: (piece: string) => void,
  { maxBytes = Number.POSITIVE_INFINITY }: ReadOptions = {},
): Promise<number> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const slice = createTimeSlice(0);
  let length = 0;
  let bytes = 0;
  let bytesOfTurn = 0;
  const pass = (text: string) => {
    length += text.length;
    write(text);
  };
  try {
    // Node's types know that a stream is iterable, the DOM's don't.
    for await (const piece of (body ?? []) as unknown as AsyncIterable<Uint8Array>) {
      bytes += piece.byteLength;
      if (bytes > maxBytes) throw unreadable('TOO_LARGE', `A body of this type has at most ${maxBytes} bytes.`);
      bytesOfTurn += piece.byteLength;
      if (bytesOfTurn > TURN_BYTES) {
        await slice.next();
        bytesOfTurn = piece.byteLength;
      }
      pass(decoder.decode(piece, { stream: true }));
    }
    pass(decoder.decode());
    return length;
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    if (error instanceof TypeError) throw notUtf8();
    throw unreadable('BAD_INPUT', 'The body ended before it was complete.');
  }
}

/** What is refused instead of being read with other letters in it. */
export function notUtf8(): GraphQLError {
  return unreadable('BAD_INPUT', 'The request holds bytes that are not UTF-8. Send text in UTF-8 only.');
}
