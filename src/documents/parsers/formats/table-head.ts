/** A table with fewer columns may be a list of names and values, or put things side by side, as well. */
const LEAST_COLUMNS = 3;

/**
 * The names of a table's columns by its first row, where nothing marks that as a head: as many names as there are columns,
 * all different, none of them a number or a date. Null where it may be a row like the others.
 */
export function guessHead(first: readonly string[], width: number): readonly string[] | null {
  const names = first.map((cell) => cell.trim());
  const isHead =
    width >= LEAST_COLUMNS &&
    names.length === width &&
    new Set(names).size === width &&
    names.every((name) => name !== '' && name.length <= LONGEST_NAME && !/^[\p{Sc}+-]?\s?\d/u.test(name));
  return isHead ? names : null;
}

const LONGEST_NAME = 60;
