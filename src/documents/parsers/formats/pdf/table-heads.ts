import { guessHead } from '../table-head.ts';
import type { Column, TableRows } from './table-rows.ts';

/** Lines between two parts of one table: the foot and the head of the pages, the rest of a cell that a page's end has cut. */
const MOST_LINES_BETWEEN = 4;

/** What the columns of a table are called, and whether that is its first row. */
export interface TableHead {
  readonly names: readonly string[] | null;
  readonly isFirstRow: boolean;
}

/** The names of the columns of a document's tables, which go on on the next page. */
export interface TableHeads {
  headOf(table: TableRows, page: number): TableHead;
  /** A line that is of no table. */
  passLine(): void;
}

interface Known {
  readonly names: readonly string[];
  readonly places: readonly Column[];
  /** Its rows look like heads themselves. */
  readonly isOfWords: boolean;
  page: number;
}

/** Begins at the first page; tables come in order. */
export function createTableHeads(): TableHeads {
  let known: Known | null = null;
  let linesSince = 0;

  function goesOn({ rows, places }: TableRows, page: number, guess: readonly string[] | null): Known | null {
    if (!known || !places || page > known.page + 1 || linesSince > MOST_LINES_BETWEEN) return null;
    if (guess && !known.isOfWords && !isSame(guess, known.names)) return null;
    return rows.length > 0 && areBelow(known.places, places) ? known : null;
  }

  return {
    passLine: () => {
      linesSince += 1;
    },
    headOf: (table, page) => {
      const [first = [], second = []] = table.rows;
      const width = Math.max(...table.rows.map((row) => row.length));
      const guess = guessHead(first, width);
      const before = goesOn(table, page, guess);
      linesSince = 0;
      if (before) {
        before.page = page;
        return { names: before.names, isFirstRow: guess !== null && isSame(guess, before.names) };
      }
      const isOfWords = guessHead(second, width) !== null;
      known = guess && table.places ? { names: guess, places: table.places, isOfWords, page } : null;
      return { names: guess, isFirstRow: true };
    },
  };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, at) => name === b[at]);
}

function areBelow(above: readonly Column[], below: readonly Column[]): boolean {
  return (
    above.length === below.length &&
    above.every(({ left, right }, at) => left < (below[at]?.right ?? left) && right > (below[at]?.left ?? right))
  );
}
