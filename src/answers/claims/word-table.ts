import { createCache } from '../../lib/cache.ts';

/** A line of a table, and the place there of what a word stands for. */
export interface Side {
  readonly line: number;
  readonly place: number;
}

/**
 * Reads a table of words, in small letters: a line for what belongs together, with colons between its sides. A word that
 * ends in a dash stands for all that begin so.
 */
export function readWordTable(table: string): (word: string) => readonly Side[] {
  const whole = new Map<string, Side[]>();
  const beginnings = new Map<string, Side[]>();
  for (const [line, sides] of table.trim().split('\n').entries()) {
    for (const [place, words] of sides.split(' : ').entries()) {
      for (const word of words.trim().split(/\s+/)) {
        const [known, text] = word.endsWith('-') ? [beginnings, word.slice(0, -1)] : [whole, word];
        known.set(text, [...(known.get(text) ?? []), { line, place }]);
      }
    }
  }
  /** By word, as few make up most of all texts. */
  const read = createCache<string, readonly Side[]>(10_000);

  return (word) => {
    const known = read.get(word);
    if (known) return known;
    const sides = [...(whole.get(word) ?? [])];
    for (let length = SHORTEST; length <= word.length; length++)
      sides.push(...(beginnings.get(word.slice(0, length)) ?? []));
    if (word.length <= LONGEST_KEPT) read.set(word, sides);
    return sides;
  };
}

const SHORTEST = 3;

/** V8 cuts longer ones out of their text without a copy, so that a word that is kept would keep all of its text. */
const LONGEST_KEPT = 12;
