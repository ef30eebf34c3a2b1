import type { Span } from '../reader/cuts.ts';

/** Some five lines. */
const LENGTH = 420;
/** What may stand before the first mark, so that one sees what it belongs to. */
const BEFORE = 60;

/** The part of a text that holds the most marks, from the beginning of a word to the end of one; a short text is whole. */
export function excerptOf(text: string, marks: readonly Span[]): Span {
  if (text.length <= LENGTH) return { start: 0, end: text.length };
  const held = (from: number) => marks.filter(({ start, end }) => start >= from && end <= from + LENGTH).length;
  const places = [0, ...marks.map(({ start }) => Math.max(0, Math.min(start - BEFORE, text.length - LENGTH)))];
  const best = places.reduce((one, other) => (held(other) > held(one) ? other : one));
  const start = best === 0 ? 0 : afterBlank(text, best);
  const rest = text.length - start;
  return { start, end: rest <= LENGTH ? text.length : beforeBlank(text, start + LENGTH) };
}

function afterBlank(text: string, at: number): number {
  const blank = text.slice(at, at + BEFORE).search(/\s/);
  return blank < 0 ? at : at + blank + 1;
}

function beforeBlank(text: string, at: number): number {
  const blank = text.slice(at - BEFORE, at).search(/\s\S*$/);
  return blank < 0 ? at : at - BEFORE + blank;
}
