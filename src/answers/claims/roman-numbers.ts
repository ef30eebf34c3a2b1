import type { WordNumber } from './word-numbers.ts';

/** The Roman numerals below ninety that stand behind a name: "Henry IV", "Super Bowl XXXIII"; those above are mostly abbreviations. */
export function romanNumbersOf(text: string): WordNumber[] {
  return Array.from(text.matchAll(ROMAN), ({ 0: numeral, index }) => ({
    start: index,
    end: index + numeral.length,
    value: readRoman(numeral),
    isOrdinal: true,
  })).filter(({ value }) => value > 0);
}

const ROMAN = /(?=[IVXL])(?<=(?!The\s)\p{Lu}[\p{L}’']{2,}\s)(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\p{L}\p{N}’'&-])/gu;

const LETTERS: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50 };

function readRoman(numeral: string): number {
  const values = Array.from(numeral, (letter) => LETTERS[letter] ?? 0);
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0);
}
