import type { Language } from '../../lib/text/stop-words.ts';
import { type NumberWord, readNumberWord } from './number-words.ts';

/** A number that is written in words, and its place in the text. */
export interface WordNumber {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  readonly isOrdinal: boolean;
}

/** The numbers that a text writes in words: "twenty-five", "two hundred and fifty thousand", "quatre-vingt-dix". */
export function wordNumbersOf(text: string, language: Language): WordNumber[] {
  const found: WordNumber[] = [];
  let open = null as Open | null;
  for (const { 0: written, index } of text.matchAll(WORD)) {
    const read = readNumberWord(written.toLowerCase(), language);
    if (!read) continue;
    const place = { start: index, end: index + written.length };
    const joined: Pick<Open, 'whole' | 'part' | 'isOrdinal'> | null =
      open && isJoint(text.slice(open.end, index), open) ? extended(open, read) : null;
    if (open && joined) {
      open = { ...open, ...joined, end: place.end };
      continue;
    }
    if (open) found.push(...closed(open));
    const isScale = read.type === 'scale';
    const isOrdinal = !isScale && read.isOrdinal;
    // "Hundreds of people" says no number.
    if (isScale && read.isPlural) open = null;
    else if (isScale && read.value > 100) open = { ...place, whole: read.value, part: 0, isOrdinal };
    else open = { ...place, whole: 0, part: read.value, isOrdinal };
  }
  return open ? [...found, ...closed(open)] : found;
}

interface Open {
  readonly start: number;
  readonly end: number;
  /** Whole thousands. */
  readonly whole: number;
  /** What is below them so far. */
  readonly part: number;
  readonly isOrdinal: boolean;
}

const WORD = /(?<!\p{L})(?:quatre-vingts?|\p{L}+)(?!\p{L})/giu;

/** "Two hundred and five" is one number, "five and ten" are two. */
function isJoint(between: string, open: Open): boolean {
  if (/^(?:\s+|-)$/.test(between)) return true;
  return /^\s+(?:and|und|et|y)\s+$/i.test(between) && (open.whole > 0 || open.part >= 20);
}

function extended(open: Open, word: NumberWord): Pick<Open, 'whole' | 'part' | 'isOrdinal'> | null {
  const { whole, part, isOrdinal } = open;
  if (isOrdinal) return null;
  if (word.type === 'scale') {
    if (word.value === 100) return part > 0 && part < 10 ? { whole, part: part * 100, isOrdinal } : null;
    return part > 0 ? { whole: whole + part * word.value, part: 0, isOrdinal } : null;
  }
  const tens = part % 100;
  // "Soixante-dix" and "quatre-vingt-dix" count on to nineteen, and "dix-sept" on ten.
  const isTen = tens > 0 && tens % 10 === 0;
  const room = tens === 60 || tens === 80 ? 20 : isTen && (tens >= 20 || word.value >= 7) ? 10 : 0;
  const fits = tens === 0 ? word.value < 1000 && (part > 0 || whole > 0) : word.value < room;
  return fits && word.value > 0 ? { whole, part: part + word.value, isOrdinal: word.isOrdinal } : null;
}

function closed({ start, end, whole, part, isOrdinal }: Open): WordNumber[] {
  return [{ start, end, value: whole + part, isOrdinal }];
}
