import type { Place } from '../../lib/blocks/blocks.ts';

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

/** The first row, where its cells are a head's. */
function headOf(text: string, start: number): Head | null {
  const beginning = text.slice(start, start + LONGEST_HEAD);
  const from = beginning.search(/<tr\b/i);
  const end = /<\/tr\s{0,9}>/i.exec(beginning.slice(Math.max(from, 0)));
  if (from < 0 || !end) return null;
  const cells = beginning
    .slice(from, from + end.index)
    .split(/<th\b[^>]{0,200}>/i)
    .slice(1);
  const columns = cells.map((cell) => wordsOf(cell.replace(/<\/?t[hd]\b[\s\S]*$/i, '')));
  const firstRow = start + from + end.index + end[0].length;
  return columns.some((name) => name !== '') ? { columns, firstRow } : null;
}

function wordsOf(html: string): string {
  return html
    .replace(/<[^>]*>|&nbsp;/gi, ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}
