import { namedTermsOf, termsOf } from '../../lib/terms.ts';
import type { Language } from '../../lib/text/stop-words.ts';
import { type Figure, figuresOf } from './figures.ts';
import { clausesOf } from './negations.ts';
import { type Polarity, polarityOf } from './opposites.ts';

/** A sentence, read for what it says. */
export interface Statement {
  readonly text: string;
  readonly language: Language;
  /** Each term once, figures left out, and whether it is a name. */
  readonly terms: ReadonlyMap<string, boolean>;
  /** The term of a capital at the sentence's beginning, which may be a name's. */
  readonly first: string | null;
  readonly figures: readonly Figure[];
  readonly polarity: Polarity;
  readonly negations: number;
  /** Of each negated clause its terms. */
  readonly denied: readonly ReadonlySet<string>[];
}

/** Reads a sentence without its markers. */
export function readStatement(text: string, language: Language): Statement {
  const figures = figuresOf(text, language);
  const rest = figures.reduce((blanked, { start, end }) => blank(blanked, start, end), text);
  const named = HAS_WORDS.test(rest) ? namedTermsOf(rest, language) : [];
  const terms = new Map<string, boolean>();
  for (const { term, isName } of named) terms.set(term, isName || terms.get(term) === true);
  // "Cambridge University": a capital before another one is a name's.
  const [beginning] = named;
  if (beginning && language !== 'de' && TWO_CAPITALS.test(rest)) terms.set(beginning.term, true);
  const clauses = clausesOf(text, language);
  const capital = /^\P{L}*(\p{Lu}[\p{L}\p{M}]*)/u.exec(rest)?.[1];
  const [first] = capital ? termsOf(capital, language) : [];
  return {
    text,
    language,
    terms,
    first: first !== undefined && first === named[0]?.term ? first : null,
    figures,
    polarity: polarityOf(text),
    negations: clauses.reduce((total, clause) => total + clause.negations, 0),
    denied: clauses.flatMap((clause) => (clause.negations > 0 ? [new Set(termsOf(clause.text, language))] : [])),
  };
}

const TWO_CAPITALS = /^\P{L}*\p{Lu}[\p{L}\p{M}]*[ -]\p{Lu}/u;
const HAS_WORDS = /[\p{L}\p{N}]/u;

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
}
