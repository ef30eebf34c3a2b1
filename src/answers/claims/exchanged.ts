import { termsOf } from '../../lib/terms.ts';
import { type Figure, fits } from './figures.ts';
import { firstTermOf, type Statement } from './statement.ts';

/**
 * Whether a number of a claim stands by another name in a sentence than in the claim, or a name by another number: "Spain in
 * 1979, Greece in 1985" for "Greece in 1979, Spain in 1985".
 */
export function areExchanged(claim: Statement, sentence: Statement, isNamed: (term: string) => boolean): boolean {
  const count = claim.figures.filter(isTelling).length;
  if (count === 0 || count > MOST_FIGURES) return false;
  const claimed = placesOf(claim, isNamed);
  const said = placesOf(sentence, isNamed);
  const figures = claimed.figures.filter(({ figure }) => isTelling(figure));
  return figures.some((claimedFigure) => {
    const name = nearest(claimed.names, claimedFigure.at);
    if (!name) return false;
    const distance = Math.abs(name.at - claimedFigure.at);
    // Others that stand as near to the name in the claim may be nearer in the sentence.
    const own = figures.filter(
      ({ at }) => Math.abs(name.at - at) <= distance || nearest(claimed.names, at)?.term === name.term,
    );
    const named = said.names.filter(({ term }) => term === name.term);
    const alike = said.figures.filter(({ figure }) => figure.kind === claimedFigure.figure.kind);
    const isRight = (other: Figure) => own.some(({ figure }) => fits(figure, other));
    const right = alike.filter(({ figure }) => isRight(figure));
    const wrong = alike.filter(({ figure }) => !isRight(figure));
    return right.length > 0 && between(named, wrong) < Math.min(between(named, right), NEAR);
  });
}

/** "One" and "first" tell little; a month stands with its year. */
function isTelling({ kind, isFirm, values }: Figure): boolean {
  return kind !== 'month' && (isFirm || !values.includes(1));
}

interface Place {
  readonly at: number;
}

interface Places {
  readonly names: readonly (Place & { readonly term: string })[];
  readonly figures: readonly (Place & { readonly figure: Figure })[];
}

/** Of a claim; the time that it takes grows with their square. */
const MOST_FIGURES = 20;

/** A number that stands farther from a name is not said of it alone. */
const NEAR = 5;

/** A comma or the like parts as much as some words. */
const PUNCTUATION = 3;

function placesOf(statement: Statement, isNamed: (term: string) => boolean): Places {
  const { text, language, terms, figures } = statement;
  const first = firstTermOf(statement);
  const names: (Place & { term: string })[] = [];
  const placed: (Place & { figure: Figure })[] = [];
  let at = 0;
  let end = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const figure = figures.find(({ start, end }) => start <= index && index < end);
    if (figure && index < end) continue;
    at += /^[\p{L}\p{N}]/u.test(token) ? 1 : PUNCTUATION;
    if (figure) {
      placed.push({ at, figure });
      end = figure.end;
    } else if (/^\p{Lu}/u.test(token)) {
      const [term] = termsOf(token, language);
      if (term !== undefined && (terms.get(term) || (term === first && isNamed(term)))) names.push({ at, term });
    }
  }
  return { names, figures: placed };
}

/** A run is looked at from its beginning alone: from each of a thousand accents it would take a second. */
const TOKEN = /(?:\p{Sc}|(?<![\p{L}\p{N}\p{M}'’.]))[\p{L}\p{N}\p{M}'’.]*[\p{L}\p{N}]|[,;:()]/gu;

function nearest<T extends Place>(places: readonly T[], at: number): T | null {
  let best: T | null = null;
  for (const place of places) if (!best || Math.abs(place.at - at) < Math.abs(best.at - at)) best = place;
  return best;
}

function between(some: readonly Place[], others: readonly Place[]): number {
  return Math.min(...some.flatMap((one) => others.map((other) => Math.abs(one.at - other.at))));
}
