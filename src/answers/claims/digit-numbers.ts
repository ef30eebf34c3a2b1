import { scaleOf } from './number-words.ts';

/** A number in digits, and its place in the text. */
export interface DigitNumber {
  readonly start: number;
  readonly end: number;
  /** What it may mean: "1.234" is over a thousand in German, "30m" may be metres. */
  readonly readings: readonly Reading[];
  readonly isDecade: boolean;
}

/** A number, and what its last digit counts: a hundred thousand for "17.8 million". */
export interface Reading {
  readonly value: number;
  readonly step: number;
}

/** The numbers of a text that are written in digits. Those in words such as "EC100" are no numbers, but names. */
export function digitNumbersOf(text: string): DigitNumber[] {
  const parted = text.replace(DATE, (date) => date.replace(/\D/g, '|'));
  return Array.from(parted.matchAll(NUMBER), (match): DigitNumber => {
    const { 0: written, index } = match;
    const { fraction = '', scale = '', suffix = '', head = '' } = match.groups ?? {};
    const factor = scaleOf(scale) ?? 1;
    const read = readDigits(head).map(({ value, step }) => ({ value: value + (FRACTIONS[fraction] ?? 0), step }));
    const readings = read.map(({ value, step }) => ({ value: value * factor, step: step * factor }));
    const short = SHORT_YEAR.exec(text.slice(Math.max(0, index - 5), index + head.length));
    if (short) readings.push({ value: Number(`${short[1]}${short[2]}`), step: 1 });
    // "30m" is thirty million, or thirty metres.
    if (scale.length === 1) readings.push(...read);
    if (/^\s?p\.?m\b/i.test(text.slice(index + head.length))) {
      readings.push(...read.map(({ value, step }) => ({ value: (value % 12) + 12, step })));
    }
    const isDecade = /^['’]?s$/i.test(suffix) && read.some(({ value }) => value % 10 === 0 && value > 0);
    return { start: index, end: index + written.length, readings, isDecade };
  });
}

const NUMBER =
  /(?<![\p{L}\p{Nd}])(?:(?<head>\p{Nd}{1,3}(?:[\u00a0\u202f ]\p{Nd}{3})+(?!\p{Nd})|\p{Nd}+(?:[.,'’]\p{Nd}+)*)(?<fraction>[½¼¾⅓⅔])?(?:\s*(?<scale>hundred|thousand|tausend|mille|mil|millions?|millionen|mio|mn|millón|millones|billions?|bn|milliarden?|mrd|milliards?|trillions?|tn|[mk])(?!\p{L}))?(?<suffix>['’]?s|st|nd|rd|th|er|re|e|ème)?)(?![\p{Lu}\p{Nd}])/giu;

/** Its day and year are numbers of their own. */
const DATE = /(?<![\d.])\d{1,2}[./]\d{1,2}[./]\d{4}(?![\d])/g;

const FRACTIONS: Readonly<Record<string, number>> = { '½': 0.5, '¼': 0.25, '¾': 0.75, '⅓': 1 / 3, '⅔': 2 / 3 };

/** The second year of "1922–26". */
const SHORT_YEAR = /^(?<!\d)(\d\d)\d\d[-–/](\d\d)$/;

/** What digits with separators may mean. */
function readDigits(written: string): Reading[] {
  const digits = written
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, toAscii)
    .replace(/[\s'’]/g, '');
  const separators = digits.match(/[.,]/g) ?? [];
  if (separators.length === 0) return [{ value: Number(digits), step: 1 }];
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  const decimals = digits.length - last - 1;
  const decimal = {
    value: Number(`${digits.slice(0, last).replace(/[.,]/g, '')}.${digits.slice(last + 1)}`),
    step: 10 ** -decimals,
  };
  const isGrouped = /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/.test(digits);
  const whole = { value: Number(digits.replace(/[.,]/g, '')), step: 1 };
  if (isGrouped) return separators.length === 1 ? [whole, decimal] : [whole];
  // Versions and sections: 4.2.0.
  return new Set(separators).size === 1 && separators.length > 1 ? [whole] : [decimal];
}

/** Digits of other scripts: their blocks of ten begin at multiples of 16, or at 6 more. */
function toAscii(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  if (code < 0x80) return digit;
  const within = code % 16;
  return String(within >= 6 && within <= 15 && code < 0x1000 ? within - 6 : within % 10);
}
