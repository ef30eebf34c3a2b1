import type { Place } from '../../lib/blocks/blocks.ts';
import { columnsOf, headOf as headRows, htmlRows } from '../../lib/blocks/html-rows.ts';

/** Follows the tables in HTML that stand in a text. */
export interface HtmlTables {
  /** The names of the columns of the table that this place is in, below its head; else null. Places come in order. */
  columnsAt(place: number): readonly string[] | null;
}

/** Begins at the start of the text. */
export function createHtmlTables(text: string): HtmlTables {
  let scanned = 0;
  let table: Head | null = null;
  return {
    columnsAt: (place) => {
      const [last] = [...text.slice(scanned, place).matchAll(/<\/?table\b/gi)].slice(-1);
      if (last) table = last[0].startsWith('</') ? null : headOf(text, scanned + last.index);
      scanned = Math.max(scanned, place);
      return table && table.firstRow <= place ? table.columns : null;
    },
  };
}

/** The rows of a text that holds some, each to its end; null where it holds none. */
export function htmlRowsOf(source: string): Place[] | null {
  if (!/<\/tr\s{0,9}>/i.test(source)) return null;
  return Array.from(source.matchAll(/[\s\S]+?(?:<\/tr\s{0,9}>|$)/gi), ({ 0: row, index }) => ({
    start: index,
    end: index + row.length,
  }));
}

/** In characters; what is longer is no head. */
const LONGEST_HEAD = 4_000;

interface Head {
  readonly columns: readonly string[];
  readonly firstRow: number;
}

/** The first rows, where their cells are a head's. */
function headOf(text: string, start: number): Head | null {
  const rows = htmlRows(text.slice(start, start + LONGEST_HEAD));
  const columns = columnsOf(rows);
  const firstRow = start + (headRows(rows).at(-1)?.end ?? 0);
  return columns?.some((name) => name !== '') ? { columns, firstRow } : null;
}
