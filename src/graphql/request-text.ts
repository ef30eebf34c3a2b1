import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { GraphQLError } from 'graphql';
import { unreadable } from './errors.ts';
import { cutOff } from './request-body.ts';

/** What was read and is parsed later. */
export interface Unparsed {
  /** UTF-16 code units. */
  readonly length: number;
  /** @throws GraphQLError */
  parse(): unknown;
}

interface ReadOptions {
  /** Takes each piece of the text, and may throw. */
  write(piece: string): void;
  /** Resolves when work of this size may begin. */
  turn(size: number): Promise<void>;
}

/** What is read at once. Hundreds of bodies can come in at the same time, so that all that is longer waits for turns. */
const TURN_BYTES = 8 * 1024;

/**
 * Reads the whole body, as UTF-8.
 * @returns the length of its text, in UTF-16 code units
 * @throws GraphQLError `BAD_INPUT`, or what `write` throws
 */
export async function readText(request: IncomingMessage, { write, turn }: ReadOptions): Promise<number> {
  const body = request.pipe(new PassThrough());
  request.once('error', () => body.destroy(cutOff()));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let length = 0;
  let bytes = 0;
  let bytesSinceTurn = 0;
  const pass = (text: string) => {
    length += text.length;
    write(text);
  };
  try {
    for await (const piece of body as AsyncIterable<Uint8Array>) {
      bytes += piece.byteLength;
      bytesSinceTurn += piece.byteLength;
      if (bytesSinceTurn > TURN_BYTES) {
        await turn(bytes);
        bytesSinceTurn = 0;
      }
      pass(decoder.decode(piece, { stream: true }));
    }
    pass(decoder.decode());
    return length;
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    throw notUtf8();
  }
}

/** What is refused instead of being read with other letters in it. */
export function notUtf8(): GraphQLError {
  return unreadable('BAD_INPUT', 'The request holds bytes that are not UTF-8. Send text in UTF-8 only.');
}
