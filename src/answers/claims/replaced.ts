import { termsOf } from '../../lib/terms.ts';
import { fold } from '../../lib/text/fold.ts';
import { denies } from './negations.ts';
import { SAME_WORDS } from './same-words.ts';
import type { Statement } from './statement.ts';
import { readWordTable } from './word-table.ts';

/**
 * Whether a claim repeats a sentence nearly word for word, with another word in the place of one: "the dryer is run every
 * evening" for "the dishwasher is run every evening". What is said in quite other words is not judged here.
 */
export function isReplaced(claim: Statement, sentence: Statement): boolean {
  if (Math.max(claim.text.length, sentence.text.length) > LONGEST) return false;
  const claimed = wordsOf(claim);
  const said = wordsOf(sentence);
  if (claimed.length * said.length > MOST_COMPARED) return false;
  const pairs = align(claimed, said);
  if (pairs.length < NEARLY * claimed.length) return false;
  // "May not" and "must not" say the same.
  const rules = !denies(claim) && !denies(sentence);
  let [from, fromSaid] = [0, 0];
  for (const [to, toSaid] of [...pairs, [claimed.length, said.length] as const]) {
    const own = claimed.slice(from, to);
    const other = said.slice(fromSaid, toSaid);
    if (isOther(own, sentence) && isOther(other, claim) && !saySame(own, other)) return true;
    if (rules && ((has(own, MUST) && has(other, MAY)) || (has(own, MAY) && has(other, MUST)))) return true;
    [from, fromSaid] = [to + 1, toSaid + 1];
  }
  return false;
}

/** The share of a claim's words that stand in the sentence in the same order. */
const NEARLY = 0.75;

/** The time that it takes grows with the product of both. */
const MOST_COMPARED = 10_000;
const LONGEST = 3_000;

/** Words between two that are repeated, with `the` and `of` among them, and those that tell something. */
const MOST_WORDS = 3;
const MOST_TERMS = 2;

interface ReadWord {
  /** In small letters. */
  readonly word: string;
  /** By which it is compared. */
  readonly key: string;
  /** Null for a stop word, and for a figure, which is judged as such. */
  readonly term: string | null;
}

/** Whether these few words say something that stands nowhere in the other sentence. */
function isOther(words: readonly ReadWord[], { terms: others }: Statement): boolean {
  if (words.length > MOST_WORDS) return false;
  const terms = words.flatMap(({ term }) => term ?? []);
  return terms.length > 0 && terms.length <= MOST_TERMS && !terms.some((term) => others.has(term));
}

function has(words: readonly ReadWord[], some: ReadonlySet<string>): boolean {
  return words.some(({ key }) => some.has(key));
}

/** As they are compared: folded. */
const MUST = new Set(
  'must shall required has have muss mussen musste mussten doit doivent debe deben tiene tienen deve devono'.split(' '),
);
const MAY = new Set(
  'may can could might darf durfen durfte durften kann konnen konnte peut peuvent puede pueden puo possono'.split(' '),
);

/** Whether a word says the same as another, or is its form without its stem: "became" and "becoming", "Turnhalle" and "Halle". */
function saySame(some: readonly ReadWord[], others: readonly ReadWord[]): boolean {
  return some.some(({ word, term }) =>
    others.some((other) => term && other.term && (areForms(term, other.term) || areSame(word, other.word))),
  );
}

function areSame(one: string, other: string): boolean {
  const lines = linesOf(other);
  return linesOf(one).some(({ line }) => lines.some((each) => each.line === line));
}

const linesOf = readWordTable(SAME_WORDS);

function areForms(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  const least = Math.ceil(Math.max(SHORTEST, ALIKE * short.length));
  return short.slice(0, least) === long.slice(0, least) || (short.length > SHORTEST && long.endsWith(short));
}

const SHORTEST = 3;
const ALIKE = 0.6;

function wordsOf({ text: whole, language, terms, figures }: Statement): ReadWord[] {
  return Array.from(whole.matchAll(WORD), ({ 0: text, index }) => {
    if (figures.some(({ start, unitEnd }) => start <= index && index < unitEnd))
      return { word: '', key: FIGURE, term: null };
    const [term] = termsOf(text, language);
    const word = text.toLowerCase();
    return term !== undefined && terms.has(term) ? { word, key: term, term } : { word, key: fold(word), term: null };
  });
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*/gu;
const FIGURE = '#';

/** The longest sequence of words that both have in common, by their places. */
function align(some: readonly ReadWord[], others: readonly ReadWord[]): (readonly [number, number])[] {
  const isSame = (i: number, j: number) => some[i]?.key === others[j]?.key;
  const width = others.length + 1;
  /** Of what both have in common from a place in each to their ends. */
  const lengths = new Uint16Array((some.length + 1) * width);
  const lengthAt = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = some.length - 1; i >= 0; i--) {
    for (let j = others.length - 1; j >= 0; j--) {
      lengths[i * width + j] = isSame(i, j)
        ? lengthAt(i + 1, j + 1) + 1
        : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < some.length && j < others.length; ) {
    if (isSame(i, j)) pairs.push([i++, j++]);
    else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
