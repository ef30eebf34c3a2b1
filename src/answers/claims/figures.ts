import type { Language } from '../../lib/text/stop-words.ts';
import { digitNumbersOf, type Reading } from './digit-numbers.ts';
import { type Measure, measureAt, ratioOf } from './measures.ts';
import { monthsOf } from './months.ts';
import { romanNumbersOf } from './roman-numbers.ts';
import { wordNumbersOf } from './word-numbers.ts';

/** A number or a month in a text: what it may mean, and which numbers elsewhere say the same. */
export interface Figure {
  readonly start: number;
  readonly end: number;
  readonly kind: 'number' | 'year' | 'month';
  /** Several where it is written so: 1.234 is over a thousand in German. */
  readonly values: readonly number[];
  /** From and to: "about 17.8 million", "more than half", "the 1980s", "19th century". */
  readonly ranges: readonly (readonly [number, number])[];
  /** Whether it is written as a limit: "at least four". */
  readonly isBound: boolean;
  /** "About 20". */
  readonly isAbout: boolean;
  /** Which limit it is, where that is sure. */
  readonly limit: 'most' | 'least' | null;
  /** "From 18% to 23%", "by 5%". */
  readonly role: 'from' | 'to' | 'by' | null;
  /** What it counts or measures, as one of these; empty where nothing tells. */
  readonly measures: readonly Measure[];
  /** Where its unit ends, which is a part of it. */
  readonly unitEnd: number;
  /** Whether it must be found: "one" and "first" are words like others, "half" may be said otherwise. */
  readonly isFirm: boolean;
}

/** All figures of a text, by their places. */
export function figuresOf(text: string, language: Language): Figure[] {
  const months = monthsOf(text, language);
  const dated = months.filter(({ isNumeric }) => isNumeric);
  const digits = digitNumbersOf(text).filter((number) => isFree(number, dated));
  const taken = [...dated, ...digits];
  const words = wordNumbersOf(text, language).filter((word) => isFree(word, taken));
  const romans = romanNumbersOf(text).filter((roman) => isFree(roman, words));
  const shares = sharesOf(text).filter((share) => isFree(share, digits));
  const named = words.filter((word) => isFree(word, shares));
  return [
    ...months.map(({ start, end, values }) =>
      figure(text, { start, end, readings: values.map((value) => ({ value, step: 0 })) }, { kind: 'month' }),
    ),
    ...digits.map((number) => figure(text, number, { isDecade: number.isDecade })),
    ...[...named, ...romans].map(({ start, end, value, isOrdinal }) =>
      figure(
        text,
        { start, end, readings: [{ value, step: 1 }] },
        { isFirm: value > 1 && !isMoment(text, start, value, isOrdinal) },
      ),
    ),
    ...shares.map(({ start, end, value }) =>
      figure(text, { start, end, readings: [{ value, step: 5 }] }, { isFirm: false }),
    ),
  ].sort((a, b) => a.start - b.start);
}

/** Whether one of a passage says what one of a claim says. */
export function fits(claimed: Figure, said: Figure): boolean {
  if ((claimed.kind === 'month') !== (said.kind === 'month')) return false;
  const ratio = ratioOf(claimed.measures, said.measures);
  if (ratio === null) return false;
  // 18,400 MWh are no 18,400 kWh, although these might be 18.4.
  if (ratio !== 1 && claimed.values.every((value, at) => value === said.values[at])) return false;
  // A month has no fixed number of days, and a megabyte two numbers of bytes.
  const play = ratio === 1 ? 0 : CONVERTED;
  const isNear = (value: number, other: number) => Math.abs(value - other) <= play * value;
  // Of two limits only the same fits.
  if (claimed.isBound && said.isBound) {
    return claimed.values.some((value) => said.values.some((other) => isNear(value * ratio, other)));
  }
  if (ratio !== 1 && !claimed.isBound && !claimed.isAbout) {
    return claimed.values.some((value) => said.values.some((other) => isNear(value * ratio, other)));
  }
  return claimed.ranges.some(([from, to]) => said.values.some((other) => other >= from * ratio && other <= to * ratio));
}

const CONVERTED = 0.05;

interface Place {
  readonly start: number;
  readonly end: number;
}

function isFree({ start, end }: Place, taken: readonly Place[]): boolean {
  return taken.every((other) => other.end <= start || end <= other.start);
}

interface Written extends Place {
  readonly readings: readonly Reading[];
}

function figure(
  text: string,
  { start, end, readings }: Written,
  { kind, isFirm = true, isDecade = false }: { kind?: 'month'; isFirm?: boolean; isDecade?: boolean },
): Figure {
  const values = readings.map(({ value }) => value);
  const isYear = values.some((value) => Number.isInteger(value) && value >= 1000 && value <= 2100 && end - start === 4);
  const before = text.slice(Math.max(0, start - 24), start);
  const measured = kind === 'month' ? { measures: [], end } : measureAt(text, { start, end });
  const isCentury = CENTURY.test(text.slice(end, end + 16));
  const ranges = readings.flatMap(({ value, step }): (readonly [number, number])[] => {
    if (kind === 'month') return [[value, value]];
    if (isDecade) return [[value, value + 9]];
    const around = rangeOf(value, step, before);
    return isCentury ? [around, [value * 100 - 99, value * 100]] : [around];
  });
  return {
    start,
    end,
    values,
    ranges,
    isBound: ABOVE.test(before) || BELOW.test(before),
    isAbout: ABOUT.test(before),
    limit: kind === 'month' ? null : limitOf(before, text.slice(end, end + 30)),
    role: roleOf(before, isYear),
    measures: measured.measures,
    unitEnd: measured.end,
    isFirm,
    kind: kind ?? (isYear ? 'year' : 'number'),
  };
}

function rangeOf(value: number, step: number, before: string): readonly [number, number] {
  if (ABOVE.test(before)) return [value, value * 1.5];
  if (BELOW.test(before)) return [value * 0.5, value];
  const rounded = ABOUT.test(before) ? Math.max(step, Math.min(stepOf(value), value / 10)) : step;
  return [value - rounded / 2, value + rounded / 2];
}

/** Of a round number its last digit that is not 0: a hundred for 2,300. */
function stepOf(value: number): number {
  let step = 1;
  while (value > 0 && value % (step * 10) === 0) step *= 10;
  return step;
}

const ABOUT =
  /(?:about|around|approximately|roughly|some|circa|ca\.|c\.|~|≈|etwa|rund|ungefähr|environ|unos|unas|alrededor de|cerca de)\s*(?:an?\s+)?\p{Sc}?\s*$/iu;
const ABOVE =
  /(?:more than|over|above|at least|exceed(?:s|ed|ing)?|beyond|mehr als|über|mindestens|plus de|au moins|más de|al menos|>)\s*(?:an?\s+)?\p{Sc}?\s*$/iu;
const BELOW =
  /(?:less than|fewer than|under|below|nearly|almost|up to|at most|close to|weniger als|unter|fast|beinahe|bis zu|moins de|presque|menos de|casi|<)\s*(?:an?\s+)?\p{Sc}?\s*$/iu;
function limitOf(before: string, behind: string): Figure['limit'] {
  const isMost = AT_MOST.test(before) || OR_LESS.test(behind);
  const isLeast = AT_LEAST.test(before) || OR_MORE.test(behind);
  return isMost === isLeast ? null : isMost ? 'most' : 'least';
}

function roleOf(before: string, isYear: boolean): Figure['role'] {
  const [, from, to, by] = ROLE.exec(before) ?? [];
  // "By 1931" is until then.
  return from ? 'from' : to ? 'to' : by && !isYear ? 'by' : null;
}

const ROLE =
  /(?<!\p{L})(?:(from|von|desde)|(to|until|till|auf|bis(?: zu)?|hasta|jusqu['’]à)|(by|um))\s*(?:an?\s+)?\p{Sc}?\s*$/iu;

const AT_LEAST =
  /(?:more than|at least|(?:a )?minimum(?: of)?|no (?:less|fewer) than|mehr als|über|mindestens|minimal|ab|plus de|au moins|más de|(?:al|como|por lo) m[ei]n[oi](?:s|mo)|m[ií]n[ií]mo de)\s*(?:an?\s+)?\p{Sc}?\s*$/iu;
const AT_MOST =
  /(?:less than|fewer than|up to|at most|(?:a )?maximum(?: of)?|no(?:t)? more than|weniger als|unter|höchstens|maximal|bis(?: zu)?|moins de|au plus|jusqu['’]à|menos de|hasta|(?:como|a lo) (?:máximo|sumo|más)|máximo de|maximum de)\s*(?:an?\s+)?\p{Sc}?\s*$/iu;
const OR_MORE =
  /^[\s-]*(?:\p{L}+\s+){0,2}(?:(?:or|and|oder|und|ou|et|o|y) (?:more|above|over|mehr|plus|más)\b|at least\b|mindestens|au moins|(?:como|al) m[ií]n[ií]mo)/iu;
const OR_LESS =
  /^[\s-]*(?:\p{L}+\s+){0,2}(?:(?:or|and|oder|und|ou|et|o|y) (?:less|fewer|below|under|weniger|moins|menos)\b|at most\b|höchstens|au plus|au maximum|como máximo)/iu;
const CENTURY = /^\S{0,3}[\s-]*(?:century|centuries|jahrhundert|siècle|c\.)/iu;

/** "A second", "per second" are no ordinals. */
function isMoment(text: string, start: number, value: number, isOrdinal: boolean): boolean {
  return value === 2 && isOrdinal && /(?:\b(?:an?|per|one|every|each|split)[\s-]+|\d\s*)$/i.test(text.slice(0, start));
}

/** Shares of a whole, in percent. */
function sharesOf(text: string): (Place & { readonly value: number })[] {
  return Array.from(text.matchAll(SHARE), ({ 0: share, index }) => ({
    start: index,
    end: index + share.length,
    value: PERCENT[/half|hälfte|moitié|mitad/i.test(share) ? 'half' : share.toLowerCase().replace(/\W+/g, ' ')] ?? 50,
  }));
}

const SHARE =
  /\b(?:(?:one|two|a|three)[\s-]+(?:thirds?|quarters?|fifths?)(?=\s+(?:of|were|was|are|is)\b)|half|hälfte|moitié|mitad)\b/giu;
const PERCENT: Readonly<Record<string, number>> = {
  half: 50,
  'a third': 33.3,
  'one third': 33.3,
  'two thirds': 66.7,
  'a quarter': 25,
  'one quarter': 25,
  'three quarters': 75,
  'a fifth': 20,
  'one fifth': 20,
  'two fifths': 40,
};
