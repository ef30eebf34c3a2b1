import { termsOf } from '../../lib/terms.ts';
import { type Figure, fits } from './figures.ts';
import type { Statement } from './statement.ts';

/**
 * Whether a number of a claim stands by another name in a sentence than in the claim, or a name by another number: "Spain in
 * 1979, Greece in 1985" for "Greece in 1979, Spain in 1985".
 */
export function areExchanged(claim: Statement, sentence: Statement): boolean {
  const claimed = placesOf(claim);
  const said = placesOf(sentence);
  return claimed.names.some(({ term }) => {
    const own = claimed.figures.filter(
      ({ figure, at }) => isTelling(figure) && nearest(claimed.names, at)?.term === term,
    );
    const named = said.names.filter((name) => name.term === term);
    return own.some(({ figure }) => {
      const alike = said.figures.filter((other) => other.figure.kind === figure.kind);
      const right = alike.filter((other) => own.some((each) => fits(each.figure, other.figure)));
      const wrong = alike.filter((other) => !right.includes(other));
      return right.length > 0 && between(named, wrong) < between(named, right);
    });
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

/** A comma or the like parts as much as some words. */
const PUNCTUATION = 3;

function placesOf({ text, language, terms, figures, first }: Statement): Places {
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
      if (term !== undefined && (terms.get(term) || term === first)) names.push({ at, term });
    }
  }
  return { names, figures: placed };
}

const TOKEN = /\p{Sc}?[\p{L}\p{N}\p{M}'’.]*[\p{L}\p{N}]|[,;:()]/gu;

function nearest<T extends Place>(places: readonly T[], at: number): T | null {
  let best: T | null = null;
  for (const place of places) if (!best || Math.abs(place.at - at) < Math.abs(best.at - at)) best = place;
  return best;
}

function between(some: readonly Place[], others: readonly Place[]): number {
  return Math.min(...some.flatMap((one) => others.map((other) => Math.abs(one.at - other.at))));
}
