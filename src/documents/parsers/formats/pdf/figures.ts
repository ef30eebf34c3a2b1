/** On no fewer pages than this a figure must be the same, or count them. */
const LEAST_PAGES = 3;

/**
 * The figures in lines that are else alike. Those of a running head count the pages, or stay as they are for some pages, as a
 * chapter's do; the rows of a table, or the numbers of invoices, have figures that say something.
 */
export interface Figures {
  see(figures: readonly string[], page: number): void;
  tellNothing(figures: readonly string[], page: number): boolean;
}

/** Begins before the first line; all lines are seen before any is judged. */
export function createFigures(): Figures {
  const seen = new Map<string, Set<number>>();
  const namesOf = (figures: readonly string[], page: number) =>
    figures.map((figure, at) => [`${at} is ${figure}`, `${at} counts ${numberOf(figure) - page}`] as const);
  return {
    see: (figures, page) => {
      for (const name of namesOf(figures, page).flat()) {
        const pages = seen.get(name) ?? new Set();
        seen.set(name, pages.add(page));
      }
    },
    tellNothing: (figures, page) =>
      namesOf(figures, page).every((names) => names.some((name) => (seen.get(name)?.size ?? 0) >= LEAST_PAGES)),
  };
}

const ROMAN: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100 };

function numberOf(figure: string): number {
  if (/^\d/.test(figure)) return Number(figure);
  let value = 0;
  for (const [at, letter] of [...figure].entries()) {
    const one = ROMAN[letter] ?? 0;
    value += one < (ROMAN[figure[at + 1] ?? ''] ?? 0) ? -one : one;
  }
  return value;
}
