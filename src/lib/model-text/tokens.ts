import { disguise, MARKER_BRACKETS, ROUND_BRACKETS, TAG_BRACKETS, undisguise } from './brackets.ts';
import { type ControlToken, controlTokenAt, mayBecomeControlToken, squareTokenOf } from './control-tokens.ts';
import { fold } from './fold.ts';
import { LONGEST_MARKER, numbersIn } from './markers.ts';

/** A piece of a text, in the text's order; all `raw`s joined are the text. */
export type Token =
  | { readonly type: 'text'; readonly raw: string; readonly isCode?: boolean }
  | { readonly type: 'space'; readonly raw: string }
  /** A marker: it points at these passages, by number from 1. */
  | { readonly type: 'citation'; readonly raw: string; readonly numbers: readonly number[] }
  /** A marker that points at no passage. */
  | { readonly type: 'nowhere'; readonly raw: string }
  | { readonly type: 'control'; readonly raw: string; readonly control: Omit<ControlToken, 'length'> }
  /** A tag of HTML, or what else has nothing to say. */
  | { readonly type: 'gone'; readonly raw: string }
  /** The beginning of a control token at the very end of the text. */
  | { readonly type: 'cut'; readonly raw: string }
  /** What had been disguised (`brackets.ts`). */
  | { readonly type: 'disguised'; readonly raw: string }
  /** The address right behind a marker, as in `[1](https://…)`. */
  | { readonly type: 'address'; readonly raw: string };

/** The control token that a text begins with; null where it begins with none, `wait` where more of it must tell. */
export function readControl(text: string, isEnd: boolean): Token | 'wait' | null {
  const beginning = text.slice(0, LONGEST_TOKEN);
  const folded = fold(beginning);
  const token = controlTokenAt(folded.text);
  if (mayBecomeControlToken(folded.text)) {
    if (!isEnd) return 'wait';
    if (!token && /^.+[\w|]/.test(folded.text)) return { type: 'cut', raw: beginning };
  }
  if (!token) return null;
  const { length, ...control } = token;
  return { type: 'control', raw: beginning.slice(0, folded.ends[length - 1]), control };
}

/**
 * A citation between tags that a text begins with, as models write them that were trained to: `<cite>1</cite>`, Command R's
 * `<co: 1>25 days</co: 1>`, Granite's `<|start_of_cite|>{"document_id": "1"}<|end_of_cite|>`.
 */
export function readTaggedCitation(text: string, isEnd: boolean, count: number): Token | 'wait' | null {
  const head = text.slice(0, LONGEST_TOKEN);
  const opening = /^<co:\s*[\d,\s]+>/i.exec(head)?.[0];
  if (opening !== undefined) return { type: 'gone', raw: opening };
  const [raw, inside] = TAGGED.map((pattern) => pattern.exec(head)).find((found) => found !== null) ?? [];
  // Command R counts from 0.
  const numbers = raw?.startsWith('</')
    ? (inside?.match(/\d+/g) ?? []).map(Number)
    : numbersIn(inside ?? '', { needsLabel: false });
  if (raw !== undefined && numbers) {
    const known = numbers.filter((number) => number >= 1 && number <= count);
    return known.length > 0 ? { type: 'citation', raw, numbers: known } : { type: 'nowhere', raw };
  }
  return !isEnd && head.length < LONGEST_TOKEN && MAY_BECOME_TAGGED.test(head) ? 'wait' : null;
}

const NAMES = '(?:cite|citation|co|ref|source)';
const TAGGED = [
  new RegExp(`^<${NAMES}>([^<>]{1,${LONGEST_MARKER}})</${NAMES}>`, 'i'),
  /^<\/co:([\d,\s]+)>/i,
  /^<\|start_of_cite\|>\s*\{[^{}]*?"document_id"\s*:\s*"?(?:\w+[ _-])?(\d+)"?[^{}]*\}\s*<\|end_of_cite\|>/i,
];
const MAY_BECOME_TAGGED = new RegExp(
  `^<(?:/?(?:c|co|co:[\\d,\\s]*)|c(?:i(?:t(?:e|a(?:t(?:i(?:on?)?)?)?)?)?)?|r(?:ef?)?|s(?:o(?:u(?:r(?:ce?)?)?)?)?|${NAMES}>[^<>]{0,${LONGEST_MARKER}}(?:</?[a-z]{0,8})?|\\|(?:s|st|start|start_of_\\w{0,4})|\\|start_of_cite\\|?(?:>[^<>]{0,80}(?:<\\|?\\w{0,11}\\|?)?)?)$`,
  'i',
);

/** What a text begins with that had been disguised: a marker, or a control token. */
export function readDisguised(text: string, isEnd: boolean): Token | 'wait' | null {
  const disguised = text.slice(0, LONGEST_TOKEN);
  const original = undisguise(disguised);
  const open = original.charAt(0);
  if (open in TAG_BRACKETS) {
    const found = readTaggedCitation(original, isEnd, Number.POSITIVE_INFINITY) ?? readControl(original, isEnd);
    return found === 'wait' || !found ? found : { type: 'disguised', raw: disguised.slice(0, found.raw.length) };
  }
  const close = open in ROUND_BRACKETS ? roundEndOf(original) : disguised.search(DISGUISED_CLOSER);
  if (close < 0 && disguised.length <= LONGEST_MARKER && !isEnd) return 'wait';
  const inside = original.slice(1, Math.max(close, 1));
  const mark = squareTokenOf(fold(inside).text) ?? numbersIn(inside, { needsLabel: open in ROUND_BRACKETS });
  return mark === null ? null : { type: 'disguised', raw: disguised.slice(0, close + 1) };
}

/** Where the round bracket ends that a text begins with, others within it aside; -1: nowhere. */
export function roundEndOf(text: string): number {
  let depth = 0;
  for (const { 0: char, index } of text.matchAll(ROUND)) {
    depth += char in ROUND_BRACKETS ? 1 : -1;
    if (depth === 0) return index;
  }
  return -1;
}

/** The address in round brackets that a text begins with. */
export function readAddress(text: string, isEnd: boolean): Token | 'wait' | null {
  if (!isEnd && text.length <= LONGEST_ADDRESS && MAY_BECOME_ADDRESS.test(text)) return 'wait';
  const raw = ADDRESS.exec(text)?.[0];
  return raw === undefined ? null : { type: 'address', raw };
}

const ROUND = new RegExp(`[${Object.entries(ROUND_BRACKETS).flat().join('')}]`, 'g');
const LONGEST_TOKEN = 2 * LONGEST_MARKER;
const DISGUISED_CLOSER = new RegExp(`[${disguise(Object.values({ ...MARKER_BRACKETS, ...ROUND_BRACKETS }).join(''))}]`);
const ADDRESS =
  /^\((?:(?:https?:\/\/|www\.|#|\.{0,2}\/)(?:[^\s()<>]|\([^\s()<>]*\))*|[^\s()<>]+\.[A-Za-z]{2,8}(?:#[^\s()<>]*)?)?\)/;
/** Addresses have no whitespace in them. */
const MAY_BECOME_ADDRESS = /^\([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*(?:\([^\s()<>]*)?$/;
const LONGEST_ADDRESS = 200;
