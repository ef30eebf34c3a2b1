import { JSON_LIMITS } from '../limits.ts';
import { unreadable } from './errors.ts';

/**
 * Counts the keys and values of JSON, and how deep they lie, before anybody parses it. It takes the bytes as they come;
 * whether they are JSON is for the parser to say.
 * @throws GraphQLError `TOO_LARGE` as soon as there are too many, `BAD_INPUT` as soon as they lie too deep
 */
export function createJsonMeter(): (bytes: Uint8Array) => void {
  let values = 1;
  let depth = 0;
  let isString = false;
  let isEscaped = false;
  return (bytes) => {
    for (const byte of bytes) {
      if (isString) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) isString = false;
      } else if (byte === QUOTE) isString = true;
      else if (byte === COMMA || byte === COLON) values += 1;
      else if (byte === BRACKET || byte === BRACE) {
        values += 1;
        depth += 1;
        if (depth > JSON_LIMITS.depth) throw tooDeep();
      } else if (byte === BRACKET + 2 || byte === BRACE + 2) depth -= 1;
      if (values > JSON_LIMITS.values) throw tooMany();
    }
  };
}

/**
 * Counts what is parsed already, as `createJsonMeter` does what is not. Anything but lists and plain objects is a value.
 * @throws GraphQLError `TOO_LARGE`, `BAD_INPUT`
 */
export function measure(root: unknown): void {
  let values = 0;
  const count = () => {
    values += 1;
    if (values > JSON_LIMITS.values) throw tooMany();
  };
  const visit = (value: unknown, depth: number): void => {
    count();
    if (!isContainer(value)) return;
    if (depth > JSON_LIMITS.depth) throw tooDeep();
    for (const key in value) {
      if (!Array.isArray(value)) count();
      visit((value as Record<string, unknown>)[key], depth + 1);
    }
  };
  visit(root, 1);
}

const [QUOTE, BACKSLASH, COMMA, COLON, BRACKET, BRACE] = [0x22, 0x5c, 0x2c, 0x3a, 0x5b, 0x7b];

function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function tooMany() {
  return unreadable('TOO_LARGE', `A request holds at most ${JSON_LIMITS.values} keys and values; this one has more.`);
}

function tooDeep() {
  return unreadable(
    'BAD_INPUT',
    `Lists and objects of a request lie at most ${JSON_LIMITS.depth} deep; these lie deeper.`,
  );
}
