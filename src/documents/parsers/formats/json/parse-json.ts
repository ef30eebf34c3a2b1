import { MARKUP_LIMITS } from '../../../../limits.ts';
import { Unreadable } from '../unreadable.ts';

/**
 * A value of JSON. Numbers are as they are written, digit by digit, which `JSON.parse` rounds; what is empty (`null`, `""`)
 * is an empty text. The members of objects are no properties of theirs: a name like `__proto__` is one like others.
 */
export type JsonValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly JsonValue[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [name: string, value: JsonValue])[] };

/**
 * The values of a text that holds one, or many behind each other (JSON lines). The items of an array that is the whole
 * text come one by one.
 *
 * @throws Unreadable `TOO_DEEP`, or `DAMAGED` for what is no JSON
 */
export function* parseJson(text: string): Generator<JsonValue> {
  const reader = { text, at: 0 };
  for (let next = peek(reader); next !== ''; next = peek(reader)) {
    if (next === '[') yield* parseItems(reader, 1);
    else yield parseValue(reader, 0);
  }
}

/** A text, and the place up to which it is read. */
interface Reader {
  readonly text: string;
  at: number;
}

function parseValue(reader: Reader, depth: number): JsonValue {
  switch (peek(reader)) {
    case '{':
      return { kind: 'object', members: [...parseMembers(reader, depth + 1)] };
    case '[':
      return { kind: 'array', items: [...parseItems(reader, depth + 1)] };
    case '"':
      return { kind: 'text', text: parseString(reader) };
    default: {
      const literal = takeLiteral(reader);
      return { kind: 'text', text: literal === 'null' ? '' : literal };
    }
  }
}

function* parseItems(reader: Reader, depth: number): Generator<JsonValue> {
  for (const _ of parseList(reader, ']', depth)) yield parseValue(reader, depth);
}

function* parseMembers(reader: Reader, depth: number): Generator<readonly [string, JsonValue]> {
  for (const _ of parseList(reader, '}', depth)) {
    peek(reader);
    const name = parseString(reader);
    takeSign(reader, ':');
    yield [name, parseValue(reader, depth)];
  }
}

/** What stands around the elements of an object or array, and between them. */
function* parseList(reader: Reader, end: string, depth: number): Generator<void> {
  if (depth > MARKUP_LIMITS.jsonDepth) throw new Unreadable('TOO_DEEP');
  reader.at += 1;
  for (let isFirst = true; peek(reader) !== end; isFirst = false) {
    if (!isFirst) takeSign(reader, ',');
    yield;
  }
  reader.at += 1;
}

function parseString(reader: Reader): string {
  const { text, at: start } = reader;
  if (text[start] !== '"') throw damaged(reader);
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (text[quote - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 1) continue;
    reader.at = quote + 1;
    const content = text.slice(start + 1, quote);
    return content.includes('\\') ? unescaped(content, reader) : content;
  }
  throw damaged(reader);
}

function unescaped(content: string, reader: Reader): string {
  try {
    return String(JSON.parse(`"${content.replace(CONTROL, ' ')}"`));
  } catch {
    throw damaged(reader);
  }
}

/** The first sign of what comes next; empty at the end. */
function peek(reader: Reader): string {
  BLANKS.lastIndex = reader.at;
  BLANKS.test(reader.text);
  reader.at = BLANKS.lastIndex;
  return reader.text.charAt(reader.at);
}

function takeSign(reader: Reader, sign: string): void {
  if (peek(reader) !== sign) throw damaged(reader);
  reader.at += 1;
}

function takeLiteral(reader: Reader): string {
  LITERAL.lastIndex = reader.at;
  const [found] = LITERAL.exec(reader.text) ?? [];
  if (found === undefined) throw damaged(reader);
  reader.at += found.length;
  return found;
}

function damaged(reader: Reader): Unreadable {
  return new Unreadable('DAMAGED', `no JSON at ${reader.at}`);
}

/** RFC 7464 puts a record separator before each value. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is one
const BLANKS = /[\s\x1e\ufeff]*/y;

/** Python writes NaN and Infinity, which are no JSON. */
const LITERAL = /(?:true|false|null|-?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|Infinity)|NaN)(?![\w.])/y;

/** Some programs leave line breaks in strings as they are. */
const CONTROL = /\p{Cc}/gu;
