import { randomUUID } from 'node:crypto';
import { JSON_LIMITS } from '../limits.ts';
import { unreadable } from './errors.ts';
import { createJsonMeter } from './json-meter.ts';

/** Reads JSON as it comes in. */
export interface JsonReader {
  /** The next piece of the text. @throws GraphQLError as soon as it holds more than it may */
  write(piece: string): void;
  /** The value that all pieces together are. @throws GraphQLError `BAD_INPUT` */
  end(): unknown;
}

/** UTF-16 code units of a string, as it is written, above which it is parsed as it comes. */
const LONG = 1_000;

/**
 * Reads JSON of any length without parsing much of it at once, which would make others wait: a long string is taken out
 * and parsed piece by piece, and only what is around it is left for the end.
 * @param what begins the sentence of the error that it is not JSON
 */
export function createJsonReader(what: string): JsonReader {
  const count = createJsonMeter();
  /** With a number behind it, this stands where a long string was. Nobody can know it, and so nobody can write it. */
  const mark = randomUUID();
  const longs: string[] = [];
  let around = '';
  let isInString = false;
  /** Of the last string: its length as it is written, the part that is parsed, and the part that is not. */
  let length = 0;
  let parsed = '';
  let unparsed = '';
  /** The first half of an escape sequence. */
  let rest = '';

  const keep = (text: string) => {
    around += text;
    if (around.length > JSON_LIMITS.aroundLength) throw tooMuchAround();
  };

  /** Reads up to the next string. @returns where to go on */
  const readAround = (text: string, from: number): number => {
    let at = from;
    while (at < text.length && text.charCodeAt(at) !== QUOTE) {
      count(text.charCodeAt(at), length);
      at += 1;
    }
    keep(text.slice(from, at));
    if (at < text.length) {
      isInString = true;
      [length, parsed, unparsed] = [0, '', ''];
    }
    return at + 1;
  };

  /** Reads up to the end of the string. @returns where to go on */
  const readString = (text: string, from: number): number => {
    let at = from;
    while (at < text.length && text.charCodeAt(at) !== QUOTE) {
      const step = text.charCodeAt(at) !== BACKSLASH ? 1 : text[at + 1] === 'u' ? 6 : 2;
      if (at + step > text.length) break;
      at += step;
    }
    length += at - from;
    unparsed += text.slice(from, at);
    if (length > LONG) {
      parsed += parse(`"${unparsed}"`, what);
      unparsed = '';
    }
    if (text.charCodeAt(at) !== QUOTE) {
      rest = text.slice(at);
      return text.length;
    }
    keep(length > LONG ? `"${mark}${longs.push(parsed) - 1}"` : `"${unparsed}"`);
    isInString = false;
    return at + 1;
  };

  return {
    write: (piece) => {
      const text = rest + piece;
      rest = '';
      for (let at = 0; at < text.length; ) at = isInString ? readString(text, at) : readAround(text, at);
    },
    end: () => {
      if (isInString) throw notJson(what);
      if (longs.length === 0) return parse(around, what);
      return parse(around, what, (_key, value) =>
        typeof value === 'string' && value.startsWith(mark) ? longs[Number(value.slice(mark.length))] : value,
      );
    },
  };
}

/** Reads JSON that is all there. @throws GraphQLError */
export function readJson(text: string, what: string): unknown {
  const reader = createJsonReader(what);
  reader.write(text);
  return reader.end();
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];

function parse(text: string, what: string, reviver?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, reviver);
  } catch {
    throw notJson(what);
  }
}

/** Without the parser's message: it repeats what was sent, passwords too. */
function notJson(what: string) {
  return unreadable('BAD_INPUT', `${what} is not valid JSON.`);
}

function tooMuchAround() {
  return unreadable(
    'TOO_LARGE',
    `A request has at most ${JSON_LIMITS.aroundLength} characters beside its long strings; this one has more.`,
  );
}
