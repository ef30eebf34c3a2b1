import type { ParsedBlock } from './parsed.ts';
import { areNames } from './table-head.ts';

/** A cell of a spreadsheet. */
export interface SheetCell {
  /** Trimmed; empty for the ones that a merged cell covers. */
  readonly text: string;
  /** Not a number, a date, or anything else that is calculated with. */
  readonly isText: boolean;
}

/** Makes blocks out of the rows of a sheet. */
export interface SheetRows {
  /** The row's blocks: none for an empty one. */
  add(cells: readonly SheetCell[], options?: { isHead?: boolean }): ParsedBlock[];
}

/**
 * A sheet with rows has its name as a heading. The first row of two texts or more, or of years, names the columns of those below; a cell
 * alone in its row above that is a title.
 */
export function createSheetRows(name: string): SheetRows {
  let columns: readonly string[] | null = null;
  let isHeaded = false;
  const blockOf = (cells: readonly SheetCell[], isHead: boolean): ParsedBlock => {
    const texts = cells.map(({ text }) => text);
    const filled = cells.filter(({ text }) => text !== '');
    const row = { kind: 'table-row', cells: texts, columns } as const;
    if (columns !== null) return row;
    const [first] = filled;
    if (first && filled.length === 1) return { kind: 'paragraph', text: first.text };
    if (isHead || mayName(cells)) columns = texts;
    return row;
  };
  return {
    add: (given, { isHead = false } = {}) => {
      const cells = given.slice(0, given.findLastIndex(({ text }) => text !== '') + 1);
      if (cells.length === 0) return [];
      const block = blockOf(cells, isHead);
      if (isHeaded || name === '') return [block];
      isHeaded = true;
      return [{ kind: 'heading', level: 1, text: name }, block];
    },
  };
}

/** Two texts do, or years behind a text or an empty corner. */
function mayName(cells: readonly SheetCell[]): boolean {
  const filled = cells.filter(({ text }) => text !== '');
  const texts = filled.filter(({ isText }) => isText).length;
  const hasCorner = texts > 0 || cells[0]?.text === '';
  return texts >= LEAST_NAMES || (hasCorner && areNames(filled.map(({ text }) => text)));
}

const LEAST_NAMES = 2;
