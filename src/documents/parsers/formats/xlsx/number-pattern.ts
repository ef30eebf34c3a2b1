/** What a part of a format shows: signs as they are, and the digits of a number in their places. */
type Token =
  | { readonly kind: 'sign'; readonly text: string }
  /** `0` is always shown, `#` and `?` only where the number has a digit there. */
  | { readonly kind: 'place'; readonly isNeeded: boolean }
  | { readonly kind: 'point' | 'comma' | 'percent' | 'general' }
  /** A fraction or an exponent, which say less than the number. */
  | { readonly kind: 'other' };

/** One part of a format, between its semicolons. */
interface Part {
  /** Which numbers it says that it is for: `[>=1000]`. */
  condition: ((value: number) => boolean) | null;
  readonly tokens: Token[];
}

/** How numbers are shown (ECMA-376, 18.8.31): by the first part, or by one each for positive numbers, negative ones and zero. */
export interface NumberPattern {
  readonly parts: readonly Part[];
}

/** Reads the code of a format. */
export function parsePattern(code: string): NumberPattern {
  const parts: Part[] = [{ condition: null, tokens: [] }];
  for (const [all, quoted, escaped, blank, currency, bracket] of code.matchAll(TOKEN)) {
    const part = parts.at(-1);
    const text = quoted ?? escaped ?? currency;
    if (text !== undefined) part?.tokens.push({ kind: 'sign', text });
    else if (blank !== undefined) part?.tokens.push({ kind: 'sign', text: ' ' });
    else if (bracket !== undefined && part) part.condition ??= conditionOf(bracket);
    else if (all === ';') parts.push({ condition: null, tokens: [] });
    else part?.tokens.push(tokenOf(all));
  }
  // The fourth is for texts.
  return { parts: parts.slice(0, 3) };
}

/** A quoted text, a sign, room for a sign, a currency, what colour or for which numbers; then single characters. */
const TOKEN = /"([^"]*)"?|\\([\s\S])|([_*][\s\S]?)|\[\$([^\]-]*)[^\]]*\]?|(\[[^\]]*\]?)|general|e[+-]|[\s\S]/gi;

function tokenOf(written: string): Token {
  switch (written) {
    case '0':
      return { kind: 'place', isNeeded: true };
    case '#':
    case '?':
      return { kind: 'place', isNeeded: false };
    case '.':
      return { kind: 'point' };
    case ',':
      return { kind: 'comma' };
    case '%':
      return { kind: 'percent' };
    case '@':
      return { kind: 'general' };
    case '/':
      return { kind: 'other' };
    default:
      if (written.length === 1) return { kind: 'sign', text: written };
      return { kind: /^g/i.test(written) ? 'general' : 'other' };
  }
}

function conditionOf(bracket: string): Part['condition'] {
  const [, operator = '', number] = /^\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]$/.exec(bracket) ?? [];
  const bound = Number(number);
  const holds = COMPARISONS[operator];
  return holds ? (value) => holds(value, bound) : null;
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '=': (value, bound) => value === bound,
  '<>': (value, bound) => value !== bound,
};

/** A number as its format shows it, `€ 1,200.00`: empty where that hides it, null where the number says more. */
export function patternText(value: number, { parts }: NumberPattern): string | null {
  const { part, isForNegatives } = choose(value, parts);
  if (!part) return null;
  if (part.tokens.length === 0) return parts.length > 1 ? '' : null;
  const shown = fill(Math.abs(value), part.tokens);
  // Zero is often a dash.
  if (shown === null || !/[\p{L}\p{N}]/u.test(shown)) return null;
  // Some formats show what is below zero in red alone.
  const saysSign =
    isForNegatives && part.tokens.some((token) => token.kind === 'sign' && /[-−–(\p{L}]/u.test(token.text));
  return value < 0 && !saysSign && /[1-9]/.test(shown) ? `-${shown.trim()}` : shown.trim();
}

function choose(value: number, parts: readonly Part[]): { part: Part | undefined; isForNegatives: boolean } {
  const [first, second, third] = parts;
  if (parts.some(({ condition }) => condition)) {
    const found = parts.find(({ condition }) => condition?.(value)) ?? parts.findLast(({ condition }) => !condition);
    return { part: found, isForNegatives: false };
  }
  if (value < 0 && second) return { part: second, isForNegatives: true };
  return { part: value === 0 && third ? third : first, isForNegatives: false };
}

/** Null for what is no decimal number. */
function fill(value: number, tokens: readonly Token[]): string | null {
  if (tokens.some(({ kind }) => kind === 'other' || kind === 'general')) return null;
  const point = tokens.findIndex(({ kind }) => kind === 'point');
  const before = point < 0 ? tokens : tokens.slice(0, point);
  const after = point < 0 ? [] : tokens.slice(point + 1);
  const [firstPlace, lastPlace] = [tokens.findIndex(isPlace), tokens.findLastIndex(isPlace)];
  if (firstPlace < 0) return tokens.map(textOf).join('');
  const commas = tokens.flatMap(({ kind }, at) => (kind === 'comma' ? [at] : []));
  const percents = tokens.filter(({ kind }) => kind === 'percent').length;
  // A comma behind the last digit leaves thousands out.
  const shift = 2 * percents - 3 * commas.filter((at) => at > lastPlace).length;
  const digits = decimalDigits(value, shift, after.filter(isPlace).length);
  if (!digits) return null;
  // Before a point a zero is written, as people read it.
  const least = Math.max(before.filter(isNeededPlace).length, digits.fraction === '' ? 0 : 1);
  const isGrouped = commas.some((at) => at > firstPlace && at < lastPlace);
  return fillWhole(digits.whole.padStart(least, '0'), before, isGrouped) + fillFraction(digits.fraction, after);
}

const isPlace = (token: Token) => token.kind === 'place';
const isNeededPlace = (token: Token) => token.kind === 'place' && token.isNeeded;

function textOf(token: Token): string {
  if (token.kind === 'sign') return token.text;
  return token.kind === 'percent' ? '%' : '';
}

/** From the right: the first place takes all digits that are left. */
function fillWhole(whole: string, tokens: readonly Token[], isGrouped: boolean): string {
  const first = tokens.findIndex(isPlace);
  let left = whole;
  let shown = '';
  for (const [at, token] of [...tokens.entries()].reverse()) {
    if (!isPlace(token)) shown = textOf(token) + shown;
    else if (at === first) shown = (isGrouped ? left.replace(/\B(?=(?:\d{3})+$)/g, ',') : left) + shown;
    else if (!isGrouped) {
      shown = left.slice(-1) + shown;
      left = left.slice(0, -1);
    }
  }
  return shown;
}

/** With its point, without the zeros at the end that are not needed. */
function fillFraction(fraction: string, tokens: readonly Token[]): string {
  const needed = tokens.filter(isPlace).findLastIndex(isNeededPlace) + 1;
  const shown = fraction.slice(0, needed) + fraction.slice(needed).replace(/0+$/, '');
  let at = 0;
  const text = tokens.map((token) => (isPlace(token) ? shown.charAt(at++) : textOf(token))).join('');
  return shown === '' ? text : `.${text}`;
}

/**
 * The digits of a number whose point is moved, rounded as decimal ones are: 1.005 to 1.01. The whole part of what is below 1
 * is empty. Null for what is too large to have digits.
 */
function decimalDigits(value: number, shift: number, places: number): { whole: string; fraction: string } | null {
  const [mantissa = '', exponent = '0'] = String(Number(value.toPrecision(SURE_DIGITS))).split('e');
  const digits = String(Math.round(Number(`${mantissa}e${Number(exponent) + shift + places}`)));
  if (!/^\d+$/.test(digits)) return null;
  const padded = digits.padStart(places, '0');
  const point = padded.length - places;
  return { whole: padded.slice(0, point).replace(/^0+/, ''), fraction: padded.slice(point) };
}

/** Beyond these comes what is left over from calculating in binary. */
export const SURE_DIGITS = 15;
