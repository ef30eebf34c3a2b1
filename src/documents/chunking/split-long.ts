import type { Place } from '../../lib/blocks/blocks.ts';
import { characterBorder } from '../../lib/borders.ts';
import { type Limit, sizeOf } from './chunk-size.ts';
import type { Unit } from './unit.ts';

/**
 * Cuts what is too long for one chunk: between words, best at the end of a line or behind a comma; a single word that
 * is too long (an address, Base64, a text without whitespace) between words of its script, else between characters.
 */
export function splitLong(text: string, { start, end }: Place, target: Limit): Unit[] {
  const pieces: Unit[] = [];
  let first = start;
  let last = start;
  let words = 0;
  let tokens = 0;

  const cut = () => {
    if (words > 0) pieces.push({ start: first, end: last, words, tokens, isSentence: false });
    words = 0;
    tokens = 0;
  };
  for (const part of partsOf(text, { start, end }, target)) {
    const isNewWord = words === 0 || part.start > last;
    const isFull =
      (isNewWord && words === target.words) ||
      tokens + part.tokens > target.tokens ||
      part.end - first > target.characters;
    if (isFull || (words > target.words / 2 && isGoodBorder(text, last, part.start))) cut();
    if (words === 0) first = part.start;
    if (words === 0 || isNewWord) words += 1;
    tokens += part.tokens;
    last = part.end;
  }
  cut();
  return pieces;
}

function isGoodBorder(text: string, end: number, nextStart: number): boolean {
  return text.slice(end, nextStart).includes('\n') || /[,;:]/.test(text.charAt(end - 1));
}

interface Part extends Place {
  readonly tokens: number;
}

function* partsOf(text: string, { start, end }: Place, target: Limit): Generator<Part> {
  for (const { 0: word, index } of text.slice(start, end).matchAll(/\S+/g)) {
    yield* wordParts(word, start + index, target);
  }
}

const words = new Intl.Segmenter('en', { granularity: 'word' });
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The segmenters take time in proportion to the whole string for each segment: they get this much at once. */
const WINDOW = 200;

/** A longer segment is no word of any language, and a longer grapheme is a letter with far too many accents. */
const LONGEST_PART = 100;

function* wordParts(word: string, start: number, target: Limit): Generator<Part> {
  const whole = sizeOf(word);
  if (whole.tokens <= target.tokens && word.length <= target.characters) {
    yield { start, end: start + word.length, tokens: whole.tokens };
    return;
  }
  const tokensPerUnit = whole.tokens / word.length;
  for (let at = 0; at < word.length; ) {
    for (const part of firstParts(word, at)) {
      const tokens = Math.max(sizeOf(part).tokens, Math.ceil(part.length * tokensPerUnit));
      yield { start: start + at, end: start + at + part.length, tokens };
      at += part.length;
    }
  }
}

/** What follows `at`, cut between words of its script, else between characters; at least one part. */
function firstParts(word: string, at: number): string[] {
  const window = word.slice(at, at + WINDOW);
  const isLast = at + WINDOW >= word.length;
  for (const segmenter of [words, graphemes]) {
    const segments = Array.from(segmenter.segment(window), ({ segment }) => segment);
    // The window's edge may have cut the last one: the next window begins with it again.
    if (!isLast) segments.pop();
    if (segments.length > 0 && segments.every(({ length }) => length <= LONGEST_PART)) return segments;
  }
  return [window.slice(0, Math.max(1, characterBorder(window, LONGEST_PART)))];
}
