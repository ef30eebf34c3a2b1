import type { ParsedBlock } from './parsed.ts';
import { areNames, isYear } from './table-head.ts';

/** A cell of a spreadsheet. */
export interface SheetCell {
  /** Trimmed; empty for the ones that a merged cell covers. */
  readonly text: string;
  /** Not a number, a date, or anything else that is calculated with. */
  readonly isText: boolean;
  /** Names what it looks like, where the file says so. */
  readonly style?: number | string;
}

/** A row of a spreadsheet. */
export interface SheetRow {
  readonly cells: readonly SheetCell[];
  /** The file says that it names the columns. */
  readonly isHead: boolean;
  /** There is an empty row above it. */
  readonly isBelowGap: boolean;
}

/** Makes blocks out of the rows of a table of a sheet, or of several that stand below each other. */
export interface SheetTable {
  /** The blocks that are clear by now. */
  add(row: SheetRow): ParsedBlock[];
  /** The others. */
  end(): ParsedBlock[];
}

/**
 * The first row of two texts or more, or of years, names the columns of those below; a cell alone in its row above that is
 * a title. Another table begins below an empty row with a row of names, which may have a title too.
 */
export function createSheetTable(): SheetTable {
  let columns: readonly string[] | null = null;
  /** What the rows below the head look like. */
  let styles = new Set<SheetCell['style']>();
  /** They may begin the next table, which the row below them tells. */
  let waiting: SheetRow[] = [];

  const blockOf = ({ cells, isHead }: SheetRow): ParsedBlock => {
    const filled = filledOf(cells);
    const [first] = filled;
    if (columns === null && first && filled.length === 1) return { kind: 'paragraph', text: first.text };
    const row = { kind: 'table-row', cells: cells.map(({ text }) => text), columns } as const;
    if (columns === null && (isHead || mayName(filled, cells[0]))) columns = row.cells;
    else for (const { style } of filled) styles.add(style);
    return row;
  };
  const settle = (below: SheetRow | null): ParsedBlock[] => {
    const head = waiting.at(-1);
    if (head && below && namesThose(head, below, styles)) {
      columns = null;
      styles = new Set();
    }
    return waiting.splice(0).map(blockOf);
  };
  return {
    add: (row) => {
      const last = waiting.at(-1);
      if (waiting.length === 1 && last && filledOf(last.cells).length === 1) {
        waiting.push(row);
        return [];
      }
      const settled = settle(row);
      if (columns === null || !row.isBelowGap) return [...settled, blockOf(row)];
      waiting = [row];
      return settled;
    },
    end: () => settle(null),
  };
}

function filledOf(cells: readonly SheetCell[]): readonly SheetCell[] {
  return cells.filter(({ text }) => text !== '');
}

/** Two texts do, or years behind a text or an empty corner. */
function mayName(filled: readonly SheetCell[], corner: SheetCell | undefined): boolean {
  const texts = filled.filter(({ isText }) => isText).length;
  const hasCorner = texts > 0 || corner?.text === '';
  const areYears = filled.every(({ text, isText }) => isText || isYear(text));
  return texts >= LEAST_NAMES || (hasCorner && areYears && areNames(filled.map(({ text }) => text)));
}

const LEAST_NAMES = 2;
const LONGEST_NAME = 60;

/**
 * Whether a row names the columns of the one right below: it has different names, none missing, above cells that are
 * something else than names, or it looks as no row above does.
 */
function namesThose(row: SheetRow, below: SheetRow, styles: ReadonlySet<SheetCell['style']>): boolean {
  if (row.isHead) return true;
  const filled = filledOf(row.cells);
  const names = filled.map(({ text }) => text);
  const areDifferent = new Set(names).size === names.length && names.every(({ length }) => length <= LONGEST_NAME);
  const mayBe = names.length >= LEAST_NAMES && areDifferent && filled.every(({ isText }) => isText) && areNames(names);
  const isMissing = below.cells.some(({ text }, at) => text !== '' && (row.cells[at]?.text ?? '') === '');
  if (!mayBe || isMissing || below.isBelowGap) return false;
  const values = filledOf(below.cells);
  if (values.some(({ text, isText }) => !isText || !areNames([text]))) return true;
  const others = new Set([...styles, ...values.map(({ style }) => style)]);
  return filled.every(({ style }) => style !== undefined && !others.has(style));
}
