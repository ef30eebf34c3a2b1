import { termsOf } from '../../lib/terms.ts';
import { type Clause, clausesOf, mainClausesOf } from './clauses.ts';
import { fits } from './figures.ts';
import type { Statement } from './statement.ts';
import type { Unit } from './units.ts';

/**
 * Whether a claim joins what a sentence says in different clauses: "Ann left in 1931" for "founded by Ann in 1904 and led by
 * Eve until 1931".
 */
export function isCrossed(claim: Statement, units: readonly Unit[], sentence: Statement): boolean {
  const said = clausesOf(sentence.text);
  const main = mainClausesOf(sentence.text);
  const claimed = clausesOf(claim.text);
  const mayBeMixed = main.length > 1 && units.some(({ kind }) => kind !== 'term');
  const mayShare = said.length > 1 && claimed.length > 1;
  if (!mayBeMixed && !mayShare) return false;
  const own = claimed.length > 1 ? read(claimed, claim) : [claim];
  const parts = mayBeMixed ? read(main, sentence) : [];
  if (own.some((clause) => isMixed(placesOf(units, clause, parts), parts, units))) return true;
  if (!mayShare) return false;
  const all = read(said, sentence);
  return areMixed(own.map((clause) => placesOf(units, clause, all)));
}

interface Placed {
  readonly unit: Unit;
  /** The clause of the sentence that alone holds it. */
  readonly at: number;
}

/** What of a sentence stands in each of these parts. */
function read(clauses: readonly Clause[], { language, terms, figures }: Statement): Statement[] {
  return clauses.map(({ start, text }) => ({
    text,
    language,
    terms: new Map(
      termsOf(text, language).flatMap((term) => (terms.has(term) ? [[term, terms.get(term) === true]] : [])),
    ),
    figures: figures.filter((figure) => figure.start >= start && figure.start < start + text.length),
  }));
}

/** What of a clause stands in a single one of these. */
function placesOf(units: readonly Unit[], clause: Statement, said: readonly Statement[]): Placed[] {
  return units.flatMap((unit) => {
    if (!unit.isIn(clause)) return [];
    const [at, ...others] = said.flatMap((other, at) => (unit.isIn(other) ? [at] : []));
    return at === undefined || others.length > 0 ? [] : [{ unit, at }];
  });
}

/** A name or figure of another clause than what it stands with, which has others of its kind. */
function isMixed(placed: readonly Placed[], said: readonly Statement[], units: readonly Unit[]): boolean {
  return placed.some(({ unit, at }) => {
    if (unit.kind === 'term' || (unit.figure && !unit.isFirm)) return false;
    const core = coreOf(placed.filter((other) => other.unit.kind !== unit.kind));
    const clause = core === null || core === at ? undefined : said[core];
    if (!clause) return false;
    const { figure } = unit;
    if (figure) {
      const others = units.flatMap((each) => each.figure ?? []);
      return clause.figures.some((said) => said.kind === figure.kind && !others.some((other) => fits(other, said)));
    }
    return [...clause.terms].some(([term, isName]) => isName && !units.some((other) => other.term === term));
  });
}

/** Two clauses may have their subject in common. */
const LEAST = 2;

/** The clause that most stand in; null where two hold as many. */
function coreOf(placed: readonly Placed[]): number | null {
  const counts = new Map<number, number>();
  for (const { at } of placed) counts.set(at, (counts.get(at) ?? 0) + 1);
  const [first, second] = [...counts].sort(([, a], [, b]) => b - a);
  return first && first[1] >= LEAST && first[1] > (second?.[1] ?? 0) ? first[0] : null;
}

/** Two clauses that both take from the same two. */
function areMixed(claimed: readonly (readonly Placed[])[]): boolean {
  const pairs = claimed.map((placed) => new Set(placed.map(({ at }) => at))).filter(({ size }) => size === 2);
  return pairs.some((one, at) => pairs.slice(at + 1).some((other) => [...one].every((place) => other.has(place))));
}
