import type { ParsedBlock } from './parsed.ts';

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
 * A sheet with rows has its name as a heading. The first row of two texts or more names the columns of those below; a cell
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
    if (isHead || filled.filter(({ isText }) => isText).length >= LEAST_NAMES) columns = texts;
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

const LEAST_NAMES = 2;
