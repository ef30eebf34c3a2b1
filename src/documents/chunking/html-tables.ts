import type { Place } from '../../lib/blocks/blocks.ts';

/** Follows the tables in HTML that stand in a text. */
export interface HtmlTables {
  /** The names of the columns of the table that this place is in, below its head; else null. Places come in order. */
  columnsAt(place: number): readonly string[] | null;
}

export function createHtmlTables(text: string): HtmlTables {
  let scanned = 0;
  let table: { readonly columns: readonly string[]; readonly firstRow: number } | null = null;
  return {
    columnsAt: (place) => {
      for (const { 0: tag, index } of text.slice(scanned, place).matchAll(/<\/?table\b/gi))
        table = tag.startsWith('</') ? null : headOf(text, scanned + index);
      scanned = Math.max(scanned, place);
      return table && table.firstRow <= place ? table.columns : null;
    },
  };
}

/** The rows of a text that holds some, each to its end; null where it holds none. */
export function htmlRowsOf(source: string): Place[] | null {
  if (!/<\/tr\s*>/i.test(source)) return null;
  return Array.from(source.matchAll(/[\s\S]+?(?:<\/tr\s*>|$)/gi), ({ 0: row, index }) => ({
    start: index,
    end: index + row.length,
  }));
}

/** In characters; what is longer is no head. */
const LONGEST_HEAD = 4_000;

/** The first row, where its cells are a head's. */
function headOf(text: string, start: number): { columns: readonly string[]; firstRow: number } | null {
  const beginning = text.slice(start, start + LONGEST_HEAD);
  const row = /<tr\b[^>]*>([\s\S]*?)<\/tr\s*>/i.exec(beginning);
  if (!row) return null;
  const cells = [...(row[1] ?? '').matchAll(/<th\b[^>]*>([\s\S]*?)(?=<\/?t[hd]\b|$)/gi)];
  const columns = cells.map(([, cell = '']) => wordsOf(cell));
  return columns.some((name) => name !== '') ? { columns, firstRow: start + row.index + row[0].length } : null;
}

function wordsOf(html: string): string {
  return html
    .replace(/<[^>]*>|&nbsp;/gi, ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}
