import { type Line, leftOf, rightOf } from './page-text.ts';

/** Lines with one cell that a table may hold in a row: the rest of a long cell. */
export const MOST_LINES_BETWEEN = 3;
/** The same below a row whose columns tell that this is a table. */
const MOST_LINES_OF_CELL = 12;

/** Lines with the cells that stand beside each other in one, and those among them that go on with the cells above. */
export interface Rejoined {
  readonly lines: readonly Line[];
  readonly rest: ReadonlySet<Line>;
}

/** Where a cell has two lines, files often draw it whole before its neighbour: that comes back up to the row. */
export function rejoinRows(lines: readonly Line[]): Rejoined {
  const joined: Line[] = [];
  const isRest: boolean[] = [];
  for (const line of lines) {
    const before = joined.at(-1);
    const isLower = before === undefined || line[0].baseline < before[0].baseline - before[0].size / 2;
    const at = isLower ? -1 : joined.findLastIndex((_, index) => isRowOf(joined, index, line));
    const row = joined[at];
    if (!row) {
      joined.push(line);
      isRest.push(false);
      continue;
    }
    joined[at] = [...row, ...line];
    // What was drawn in between is of the cell before.
    if (!isRest[at]) isRest.fill(true, at + 1);
  }
  return { lines: joined, rest: new Set(joined.filter((_, index) => isRest[index])) };
}

function isRowOf(lines: readonly Line[], at: number, line: Line): boolean {
  const row = lines[at];
  if (!row || Math.abs(row[0].baseline - line[0].baseline) >= row[0].size / 2 || leftOf(line) <= rightOf(row))
    return false;
  const linesBack = lines.length - at;
  if (row.length + line.length > 2 && linesBack <= MOST_LINES_BETWEEN + 1) return true;
  return linesBack <= MOST_LINES_OF_CELL && isBelowColumns(lines, at, line);
}

/** Whether a row above, with nothing but cells of this one's columns in between, has other columns above it and above the line. */
function isBelowColumns(lines: readonly Line[], at: number, line: Line): boolean {
  const row = lines[at];
  for (let above = at - 1; row && above >= Math.max(0, at - MOST_LINES_OF_CELL); above -= 1) {
    const [columns, next] = [lines[above], lines[above + 1]];
    if (!columns || !next || !isNextLine(columns, next)) return false;
    if (columns.length < 2) continue;
    const column = columnAbove(columns, row[0]);
    const other = columnAbove(columns, line[0]);
    return column >= 0 && other > column;
  }
  return false;
}

function columnAbove(columns: Line, { left, right }: { left: number; right: number }): number {
  return columns.findIndex((cell) => cell.left < right && cell.right > left);
}

/** In rows the space between lines may be wide. */
export function isNextLine(above: Line, line: Line): boolean {
  const distance = above[0].baseline - line[0].baseline;
  return distance > 0 && distance < 5 * Math.max(above[0].size, line[0].size);
}
