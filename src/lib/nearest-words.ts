import { editDistance } from './edit-distance.ts';

/** Of each word this many are given. */
const MOST_NEAREST = 3;

/** Words from this length on may have two wrong letters, shorter ones one. */
const LONG_WORD = 8;
/** Too many short words are like each other. */
const SHORTEST_WORD = 4;
const LETTERS = /^\p{L}+$/u;

/**
 * The known words that each of some words may be a misspelling of: nearest first, at most three; null for a word that is
 * known itself. They begin alike, as nearly all misspellings do, and differ by one letter, long ones by two.
 */
export function nearestWords(words: readonly string[], known: Iterable<string>): (string[] | null)[] {
  const asked = words.map((word) => ({
    word,
    letters: lettersOf(word),
    found: [] as { word: string; distance: number }[],
  }));
  const open = new Map<string, typeof asked>();
  for (const each of asked) {
    const first = each.word.charAt(0);
    open.set(first, [...(open.get(first) ?? []), each]);
  }
  for (const other of known) {
    for (const { word, letters, found } of open.get(other.charAt(0)) ?? []) {
      const most = word.length < SHORTEST_WORD || !LETTERS.test(word) ? 0 : word.length < LONG_WORD ? 1 : 2;
      if (Math.abs(other.length - word.length) > most || countBits(letters ^ lettersOf(other)) > 2 * most) continue;
      const distance = editDistance(word, other);
      if (distance <= most) found.push({ word: other, distance });
    }
  }
  return asked.map(({ found }) => {
    if (found.some(({ distance }) => distance === 0)) return null;
    found.sort((a, b) => a.distance - b.distance || (a.word < b.word ? -1 : 1));
    return found.slice(0, MOST_NEAREST).map(({ word }) => word);
  });
}

/** A bit for each letter that a word has, of 32 kinds: one wrong letter changes two of them at most. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

function countBits(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}
