import { createCache } from '../../lib/cache.ts';
import { OPPOSITE_WORDS } from './opposite-words.ts';

/** Of each word the sides that it stands on: twice the line's place, and one more on the right. */
const SIDES = new Map<string, number[]>();
const BEGINNINGS = new Map<string, number[]>();
for (const [line, pair] of OPPOSITE_WORDS.trim().split('\n').entries()) {
  for (const [right, words] of pair.split(' : ').entries()) {
    for (const word of words.trim().split(/\s+/)) {
      const [sides, known] = word.endsWith('-') ? [BEGINNINGS, word.slice(0, -1)] : [SIDES, word];
      sides.set(known, [...(sides.get(known) ?? []), 2 * line + right]);
    }
  }
}

function sidesOf(word: string): readonly number[] {
  const known = read.get(word);
  if (known) return known;
  const sides = [...(SIDES.get(word) ?? [])];
  for (let length = 3; length <= word.length; length++) sides.push(...(BEGINNINGS.get(word.slice(0, length)) ?? []));
  if (word.length <= LONGEST_KEPT) read.set(word, sides);
  return sides;
}

/** By word, as few make up most of all texts. */
const read = createCache<string, readonly number[]>(10_000);

/** V8 cuts longer ones out of their text without a copy, so that a word that is kept would keep all of its text. */
const LONGEST_KEPT = 12;

/** The words of a sentence, in small letters, and the sides of those that have opposites. */
interface Polarity {
  readonly words: ReadonlySet<string>;
  readonly sides: ReadonlyMap<string, readonly number[]>;
}

function polarityOf(text: string): Polarity {
  const words = new Set(text.toLowerCase().match(/\p{L}+/gu));
  const sides = new Map<string, readonly number[]>();
  for (const word of words) {
    const stands = sidesOf(word);
    if (stands.length > 0) sides.set(word, stands);
  }
  return { words, sides };
}

/** Whether one says a word whose opposite the other says, and not the word itself. */
export function areOpposed(claimText: string, evidenceText: string): boolean {
  const claim = polarityOf(claimText);
  const evidence = polarityOf(evidenceText);
  const said = new Set([...evidence.sides.values()].flat());
  const own = new Set([...claim.sides.values()].flat());
  for (const [word, sides] of claim.sides) {
    if (evidence.words.has(word)) continue;
    if (sides.some((side) => said.has(side ^ 1) && !said.has(side) && !own.has(side ^ 1))) return true;
  }
  return denies(claim, evidence) || denies(evidence, claim);
}

/** "Possible" in one, and "impossible" in the other. */
function denies(one: Polarity, other: Polarity): boolean {
  for (const word of one.words) {
    if (word.length < 4 || other.words.has(word)) continue;
    if (DENYING.some((prefix) => other.words.has(prefix + word) && !one.words.has(prefix + word))) return true;
  }
  return false;
}

const DENYING = ['un', 'in', 'im', 'il', 'ir', 'dis', 'non', 'mis'];
