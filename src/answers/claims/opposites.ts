import { readMeasure } from './measures.ts';
import { OPPOSITE_WORDS } from './opposite-words.ts';
import { readWordTable, type Side } from './word-table.ts';

const sidesOf = readWordTable(OPPOSITE_WORDS);

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

/** They are compared by their figures. */
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
