import { runsLeftwards } from './line-geometry.ts';
import type { Line, Run } from './page-text.ts';
import { splitAtGaps, splitAtSharedGaps } from './shared-gaps.ts';

/** The rows of a table, and where its columns are; null where cells don't stand below each other. */
export interface TableRows {
  readonly rows: readonly (readonly string[])[];
  readonly places: readonly Column[] | null;
}

/**
 * The cells of a table's rows, in the order of reading, and under each other where the rows agree on columns.
 *
 * @param rest lines that go on with the cells above them
 */
export function toTable(given: readonly Line[], rest: ReadonlySet<Line>): TableRows {
  const lines = splitAtSharedGaps(given);
  const places = findColumns(lines);
  const isRest = (index: number) => given[index] !== undefined && rest.has(given[index]);
  const cells = places ? inColumns(lines, places, isRest) : lines.map((line) => line.map((run) => run.text));
  return { rows: inWritingDirection(cells), places };
}

function inColumns(lines: readonly Line[], columns: readonly Column[], isRest: (index: number) => boolean): string[][] {
  const rows: string[][] = [];
  let above: Line | undefined;
  for (const [index, line] of lines.entries()) {
    const cells = columns.map(() => '');
    for (const run of line.flatMap((run) => splitAtGaps(run))) {
      const at = columnOf(columns, run);
      cells[at] = cells[at] ? `${cells[at]} ${run.text}` : run.text;
    }
    const row = rows.at(-1);
    const only = columns.length > 1 && line.length === 1 ? columnOf(columns, line[0]) : 0;
    const isClose = above !== undefined && above[0].baseline - line[0].baseline < 1.4 * line[0].size;
    if (row && (isRest(index) || (only > 0 && isClose))) addTo(row, cells);
    else rows.push(cells);
    above = line;
  }
  return rows;
}

function addTo(row: string[], cells: readonly string[]): void {
  for (const [at, cell] of cells.entries()) row[at] = [row[at], cell].filter(Boolean).join(' ');
}

/** The columns of Arabic and Hebrew begin at the right. */
function inWritingDirection(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const cells = rows.flat().filter((cell) => /\p{L}/u.test(cell));
  const isLeftwards = cells.filter(runsLeftwards).length > cells.length / 2;
  const width = Math.max(...rows.map((row) => row.length));
  return isLeftwards ? rows.map((row) => Array.from({ length: width }, (_, at) => row[width - 1 - at] ?? '')) : rows;
}

/** Where a column of a table is, from left to right. */
export interface Column {
  readonly left: number;
  readonly right: number;
}

/** In heights of letters: how far a long cell may reach into the column of others. */
const MOST_OVERLAP = 0.5;

/** By the rows with the most cells. Null where their cells don't stand below each other. */
function findColumns(lines: readonly Line[]): readonly Column[] | null {
  const count = Math.max(...lines.map((line) => line.length));
  const full = lines.filter((line) => line.length === count);
  const columns: Column[] = [];
  for (let at = 0; at < count; at++) {
    const cells = full.flatMap((line) => line.toSorted((a, b) => a.left - b.left)[at] ?? []);
    const left = Math.min(...cells.map((cell) => cell.left));
    const right = Math.max(...cells.map((cell) => cell.right));
    const size = Math.max(...cells.map((cell) => cell.size));
    if (left < (columns.at(-1)?.right ?? -Infinity) - MOST_OVERLAP * size) return null;
    columns.push({ left, right });
  }
  return columns;
}

/** The column that the run shares most with, or else the nearest. */
function columnOf(columns: readonly Column[], run: Run): number {
  const shared = columns.map(({ left, right }) => Math.min(right, run.right) - Math.max(left, run.left));
  return shared.indexOf(Math.max(...shared));
}
