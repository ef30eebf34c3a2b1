import { JSON_LIMITS } from '../limits.ts';
import { unreadable } from './errors.ts';

/**
 * Counts the keys and values of JSON, how deep they lie and how long the keys are, before anybody parses it. It takes what
 * is outside strings, one character code after the other, each with the length of the string before it; whether all that
 * is JSON is for the parser to say.
 * @throws GraphQLError `TOO_LARGE` as soon as there are too many or one is too long, `BAD_INPUT` as soon as they lie too
 *   deep
 */
export function createJsonMeter(): (code: number, lastStringLength: number) => void {
  let values = 1;
  let depth = 0;
  return (code, lastStringLength) => {
    if (code === COMMA) values += 1;
    else if (code === COLON) {
      values += 1;
      if (lastStringLength > JSON_LIMITS.keyLength) throw keyTooLong();
    } else if (code === BRACKET || code === BRACE) {
      values += 1;
      depth += 1;
      if (depth > JSON_LIMITS.depth) throw tooDeep();
    } else if (code === BRACKET + 2 || code === BRACE + 2) depth -= 1;
    if (values > JSON_LIMITS.values) throw tooMany();
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
      if (!Array.isArray(value)) {
        count();
        if (key.length > JSON_LIMITS.keyLength) throw keyTooLong();
      }
      visit((value as Record<string, unknown>)[key], depth + 1);
    }
  };
  visit(root, 1);
}

const [COMMA, COLON, BRACKET, BRACE] = [0x2c, 0x3a, 0x5b, 0x7b];

function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function tooMany() {
  return unreadable('TOO_LARGE', `A request holds at most ${JSON_LIMITS.values} keys and values; this one has more.`);
}

/** Without the key, which may be as long as a body. */
function keyTooLong() {
  return unreadable(
    'TOO_LARGE',
    `A key has at most ${JSON_LIMITS.keyLength} characters; this request has a longer one.`,
  );
}

function tooDeep() {
  return unreadable(
    'BAD_INPUT',
    `Lists and objects of a request lie at most ${JSON_LIMITS.depth} deep; these lie deeper.`,
  );
}
