import { createCache } from '../../lib/cache.ts';
import { readMeasure } from './measures.ts';
import { OPPOSITE_WORDS } from './opposite-words.ts';

/** A line of the table, and the place there of what a word stands for. */
interface Side {
  readonly line: number;
  readonly place: number;
}

const SIDES = new Map<string, Side[]>();
const BEGINNINGS = new Map<string, Side[]>();
for (const [line, sides] of OPPOSITE_WORDS.trim().split('\n').entries()) {
  for (const [place, words] of sides.split(' : ').entries()) {
    for (const word of words.trim().split(/\s+/)) {
      const [known, text] = word.endsWith('-') ? [BEGINNINGS, word.slice(0, -1)] : [SIDES, word];
      known.set(text, [...(known.get(text) ?? []), { line, place }]);
    }
  }
}

function sidesOf(word: string): readonly Side[] {
  const known = read.get(word);
  if (known) return known;
  const sides = [...(SIDES.get(word) ?? [])];
  for (let length = 3; length <= word.length; length++) sides.push(...(BEGINNINGS.get(word.slice(0, length)) ?? []));
  if (word.length <= LONGEST_KEPT) read.set(word, sides);
  return sides;
}

/** By word, as few make up most of all texts. */
const read = createCache<string, readonly Side[]>(10_000);

/** V8 cuts longer ones out of their text without a copy, so that a word that is kept would keep all of its text. */
const LONGEST_KEPT = 12;

/** The words of a sentence, in small letters, and the sides of those that have opposites. */
interface Polarity {
  readonly words: ReadonlySet<string>;
  readonly sides: ReadonlyMap<string, readonly Side[]>;
}

function polarityOf(whole: string): Polarity {
  const text = whole.replace(LIMITS, ' ');
  const words = new Set(text.toLowerCase().match(/\p{L}+/gu));
  const sides = new Map<string, readonly Side[]>();
  for (const word of words) {
    const stands = sidesOf(word);
    if (stands.length > 0) sides.set(word, stands);
  }
  for (const { groups } of text.matchAll(RATE)) {
    const measure = readMeasure(groups?.['unit'] ?? '').find(({ kind }) => kind === 'time');
    if (measure) sides.set(`per ${measure.size}`, [{ line: RATES, place: measure.size }]);
  }
  return { words, sides };
}

/** They are told apart by their figures. */
const LIMITS = /(?<!\p{L})(?:at (?:least|most)|up to|no (?:more|less|fewer) than)(?!\p{L})/giu;

/** "Per week", "im Monat"; not "in the year 1904". */
const RATE =
  /(?<!\p{L})(?:per|each|every|pro|je|jede[nrsm]?|par|chaque|por|cada|al|a la|au|à la|an?|im|in der)\s+(?:calendar\s+)?(?<unit>\p{L}+)(?!\s*\p{N}|\s+(?:ago|before|after|later|earlier))/giu;
/** The line of the table that they would be. */
const RATES = -1;

/** Whether one says a word whose opposite the other says, and not the word itself. */
export function areOpposed(claimText: string, evidenceText: string): boolean {
  const claim = polarityOf(claimText);
  const evidence = polarityOf(evidenceText);
  const said = [...evidence.sides.values()].flat();
  const own = [...claim.sides.values()].flat();
  const holds = (sides: readonly Side[], { line, place }: Side) =>
    sides.some((each) => each.line === line && each.place === place);
  for (const [word, sides] of claim.sides) {
    if (evidence.words.has(word)) continue;
    const others = (side: Side) => said.filter(({ line, place }) => line === side.line && place !== side.place);
    if (sides.some((side) => !holds(said, side) && others(side).some((other) => !holds(own, other)))) return true;
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
