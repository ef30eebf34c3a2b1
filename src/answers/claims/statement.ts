import { namedTermsOf, termsOf } from '../../lib/terms.ts';
import type { Language } from '../../lib/text/stop-words.ts';
import { type Figure, figuresOf } from './figures.ts';

/** A sentence, read for what it says. */
export interface Statement {
  readonly text: string;
  readonly language: Language;
  /** Each term once, figures left out, and whether it is a name. */
  readonly terms: ReadonlyMap<string, boolean>;
  readonly figures: readonly Figure[];
}

/** Reads a sentence without its markers. */
export function readStatement(text: string, language: Language): Statement {
  const figures = figuresOf(text, language);
  const rest = figures.reduce((blanked, { start, unitEnd }) => blank(blanked, start, unitEnd), text);
  const named = HAS_WORDS.test(rest) ? namedTermsOf(rest, language) : [];
  const terms = new Map<string, boolean>();
  for (const { term, isName } of named) terms.set(term, isName || terms.get(term) === true);
  // "Cambridge University": a capital before another one is a name's.
  const [first] = named;
  if (first && language !== 'de' && TWO_CAPITALS.test(rest)) terms.set(first.term, true);
  for (const { 1: name = '' } of rest.matchAll(TITLED)) {
    const [term] = termsOf(name, language);
    if (term !== undefined && terms.has(term)) terms.set(term, true);
  }
  return { text, language, terms, figures };
}

/** The term of a capital at a sentence's beginning, which may be a name's; null where there is none. */
export function firstTermOf({ text, language, terms }: Statement): string | null {
  const capital = CAPITAL.exec(text)?.[1];
  const [first] = capital ? termsOf(capital, language) : [];
  return first !== undefined && terms.has(first) ? first : null;
}

/** German writes all nouns with a capital: only a title tells a name. */
const TITLED = /(?<!\p{L})(?:Frau|Herrn?|Dr\.|Prof\.|Familie|Firma)\s+(\p{Lu}[\p{L}\p{M}]*)/gu;
const HAS_WORDS = /[\p{L}\p{N}]/u;
const CAPITAL = /^\P{L}*(\p{Lu}[\p{L}\p{M}]*)/u;
const TWO_CAPITALS = /^\P{L}*\p{Lu}[\p{L}\p{M}]*[ -]\p{Lu}/u;

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
}
