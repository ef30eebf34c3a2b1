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

/** A line of JSON lines that holds no value: one that was cut off, or that another program wrote between them. */
export interface OtherLine {
  readonly kind: 'line';
  readonly text: string;
}

/**
 * The values of JSON lines, and the lines between them that hold none.
 *
 * @throws Unreadable `TOO_DEEP`, or at the end `DAMAGED` where most are none
 */
export function* parseJsonLines(text: string): Generator<JsonValue | OtherLine> {
  const reader = { text, at: 0 };
  let [values, others] = [0, 0];
  while (peek(reader) !== '') {
    const start = reader.at;
    try {
      yield parseValue(reader, 0);
      values += 1;
    } catch (error) {
      if (!(error instanceof Unreadable) || error.reason !== 'DAMAGED') throw error;
      const end = text.indexOf('\n', start);
      reader.at = end < 0 ? text.length : end;
      others += 1;
      yield { kind: 'line', text: text.slice(start, reader.at) };
    }
  }
  if (others > values) throw new Unreadable('DAMAGED', `${others} lines are no JSON`);
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
    // Files of settings have one behind the last, too.
    if (peek(reader) === end) break;
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

/** The first sign of what comes next, behind comments, which files of settings have; empty at the end. */
function peek(reader: Reader): string {
  const { text } = reader;
  for (;;) {
    BLANKS.lastIndex = reader.at;
    BLANKS.test(text);
    reader.at = BLANKS.lastIndex;
    const end = COMMENTS.find(([begin]) => text.startsWith(begin, reader.at))?.[1];
    if (end === undefined) return text.charAt(reader.at);
    const at = text.indexOf(end, reader.at + 2);
    reader.at = at < 0 ? text.length : at + end.length;
  }
}

const COMMENTS = [
  ['//', '\n'],
  ['/*', '*/'],
] as const;

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
