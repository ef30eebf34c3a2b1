import { isListMarker } from './list-marker.ts';
import { joinLoneMarkers } from './lone-markers.ts';
import { type Line, leftOf, MOST_LINES, mergeRuns, type Run } from './page-text.ts';
import { isNextLine, MOST_LINES_BETWEEN, rejoinRows } from './rejoin-rows.ts';
import { type TableRows, toTable } from './table-rows.ts';
import { joinWideLines } from './wide-lines.ts';

/** A line of running text, or the rows of a table: cells beside each other. */
export type PagePart = { readonly line: Line } | TableRows;

/** Letters of a cell without rows below it. */
const SHORT = 40;

/** Tells tables from text: where lines are in several runs, these are cells. */
export function splitTables(lines: readonly Line[]): PagePart[] {
  if (lines.length > MOST_LINES) return lines.map((line) => ({ line }));
  const { lines: joined, rest } = rejoinRows(joinWideLines(joinLoneMarkers(lines).map(joinMarker)));
  const parts: PagePart[] = [];
  for (let from = 0; from < joined.length; ) {
    const to = endOfTable(joined, from);
    const part = joined.slice(from, to);
    parts.push(...(isTable(part) ? [toTable(part, rest)] : part.map((line) => ({ line }))));
    from = to;
  }
  return parts;
}

/** A line alone may be text that is set wide; cells are short. */
function isTable(lines: readonly Line[]): boolean {
  const [first, ...more] = lines;
  return first !== undefined && first.length > 1 && (more.length > 0 || first.every((run) => run.text.length <= SHORT));
}

/** A bullet or number far before its text is no cell, and neither are the dots between a chapter and its page. */
function joinMarker(line: Line): Line {
  const [first, second, ...more] = line;
  if (!second) return line;
  if (line.some((run) => LEADER.test(run.text))) return [mergeRuns(line)];
  const isHeading = first.isBold && second.isBold && more.length === 0;
  if (isListMarker(first.text) || (isHeading && NUMBERING.test(first.text)))
    return [mergeRuns([first, second]), ...more];
  return line;
}

const LEADER = /^[.·…\s]{4,}$/;
const NUMBERING = /^(?:\d{1,3}(?:\.\d{1,3})*|[A-Z])\.?$/;

/** The line after a table's last. */
function endOfTable(lines: readonly Line[], from: number): number {
  let end = from + 1;
  let rows = 0;
  if ((lines[from]?.length ?? 0) < 2) return end;
  for (let at = from; at < lines.length && at - end <= MOST_LINES_BETWEEN; at++) {
    const line = lines[at];
    const above = lines[at - 1];
    if (!line || (at > from && above && !isNextLine(above, line))) break;
    if (line.length > 1) {
      end = at + 1;
      rows++;
    } else if (!lines.slice(from, end).some((row) => fitsCell(line[0], row))) break;
  }
  if (rows < 2) return from + 1;
  // What a last cell goes on with.
  while (end > from && end < lines.length && isRestOfCell(lines.slice(from, end), lines[end], lines[end - 1])) end++;
  return end;
}

/** Below one of the row's cells, and not reaching into another. */
function fitsCell(run: Run, row: Line): boolean {
  const { size } = run;
  return row.some((cell, index) => {
    const next = row[index + 1];
    return run.left > cell.left - size && (next ? run.right < next.left : run.right < cell.right + 3 * size);
  });
}

function isRestOfCell(rows: readonly Line[], line: Line | undefined, above: Line | undefined): boolean {
  if (line?.length !== 1 || !above) return false;
  const run = line[0];
  const isClose = above[0].baseline - run.baseline > 0 && above[0].baseline - run.baseline < 1.4 * run.size;
  const left = Math.min(...rows.map(leftOf));
  return isClose && run.left > left + 2 * run.size && rows.some((row) => fitsCell(run, row));
}
