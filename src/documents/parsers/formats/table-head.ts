/** A table with fewer columns may be a list of names and values, or put things side by side, as well. */
const LEAST_COLUMNS = 3;

/**
 * The names of a table's columns by its first row, where nothing marks that as a head: as many names as there are columns,
 * all different, none of them a number or a date but for a row of years. Only the corner, above the names of the rows, may be
 * empty. Null where it may be a row like the others.
 */
export function guessHead(first: readonly string[], width: number): readonly string[] | null {
  const names = first.map((cell) => cell.trim());
  const isHead =
    width >= LEAST_COLUMNS &&
    names.length === width &&
    new Set(names).size === width &&
    names.every((name, at) => (name !== '' || at === 0) && name.length <= LONGEST_NAME) &&
    areNames(names.filter((name) => name !== ''));
  return isHead ? names : null;
}

const LONGEST_NAME = 60;

/** Whether texts may name columns: no number or date is among them, but for years that follow each other. */
export function areNames(texts: readonly string[]): boolean {
  const figures = texts.filter((text) => /^[\p{Sc}+-]?\s?\d/u.test(text));
  return figures.length === 0 || areYears(figures);
}

/** Two that follow each other, or more at the same distance. */
function areYears(texts: readonly string[]): boolean {
  if (!texts.every(isYear)) return false;
  const years = texts.map((text) => Number(text.slice(0, 4)));
  const steps = new Set(years.slice(1).map((year, at) => year - (years[at] ?? 0)));
  const [step = 0] = steps;
  return steps.size === 1 && (Math.abs(step) === 1 || (step !== 0 && years.length > 2));
}

/** Whether a text is a year, or two that follow each other: `2021`, `2021/22`, `2021-2022`. */
export function isYear(text: string): boolean {
  return YEAR.test(text);
}

const YEAR = /^(?:19|20)\d\d(?:[/–-]\d{2}(?:\d{2})?)?$/;
