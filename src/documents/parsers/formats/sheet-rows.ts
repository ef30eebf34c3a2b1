import type { ParsedBlock } from './parsed.ts';
import { createSheetTable, type SheetCell } from './sheet-table.ts';

/** The cells of a sheet that its file says are a table, with the names of its columns in the first row; all counted from 0. */
export interface TableRange {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/** Makes blocks out of the rows of a sheet. */
export interface SheetRows {
  /** Rows come in their order; `at` is its number, from 0. The blocks that are clear by now. */
  add(cells: readonly SheetCell[], options: { at: number; isHead?: boolean }): ParsedBlock[];
  end(): ParsedBlock[];
}

/** A sheet with rows has its name as a heading. */
export function createSheetRows(name: string, ranges: readonly TableRange[] = []): SheetRows {
  const areas = ranges.map((range) => ({ range, table: createSheetTable() }));
  const others = createSheetTable();
  let isHeaded = false;
  /** The last one with a cell outside of the ranges. */
  let above = -1;
  const headed = (blocks: ParsedBlock[]): ParsedBlock[] => {
    if (isHeaded || name === '' || blocks.length === 0) return blocks;
    isHeaded = true;
    return [{ kind: 'heading', level: 1, text: name }, ...blocks];
  };
  return {
    add: (given, { at, isHead = false }) => {
      const blocks: ParsedBlock[] = [];
      let rest = given;
      for (const { range, table } of areas) {
        if (at < range.firstRow || at > range.lastRow) continue;
        const isOutside = (column: number) => column < range.firstColumn || column > range.lastColumn;
        const cells = trimmed(given.slice(range.firstColumn, range.lastColumn + 1));
        rest = rest.map((cell, column) => (isOutside(column) ? cell : BLANK));
        if (cells.length > 0) blocks.push(...table.add({ cells, isHead: at === range.firstRow, isBelowGap: false }));
      }
      const cells = trimmed(rest);
      if (cells.length > 0) {
        blocks.push(...others.add({ cells, isHead, isBelowGap: at > above + 1 }));
        above = at;
      }
      return headed(blocks);
    },
    end: () => headed(others.end()),
  };
}

const BLANK: SheetCell = { text: '', isText: false };

function trimmed(cells: readonly SheetCell[]): readonly SheetCell[] {
  return cells.slice(0, cells.findLastIndex(({ text }) => text !== '') + 1);
}
