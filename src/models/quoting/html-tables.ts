import { columnsOf, headOf, htmlRows } from '../../lib/blocks/html-rows.ts';

/** A text with its tables of HTML as those of Markdown; what only lays a page out, with a cell a row, stays as it is. */
export function withMarkdownTables(text: string): string {
  return text.replace(TABLE, (source) => {
    const rows = htmlRows(source);
    if (rows.every(({ cells }) => cells.filter((cell) => cell !== '').length < 2)) return source;
    const columns = columnsOf(rows);
    const lines = rows.slice(headOf(rows).length).map(({ cells }) => rowOf(cells));
    const head = columns ? [rowOf(columns), `|${'---|'.repeat(columns.length)}`] : [];
    return `\n\n${[...head, ...lines].join('\n')}\n\n`;
  });
}

/** Rows, and nothing between them. */
const TABLE =
  /<tr\b[^>]*>[\s\S]*?<\/tr\s*>(?:\s*(?:<\/?(?:thead|tbody|tfoot)\b[^>]*>\s*)*<tr\b[^>]*>[\s\S]*?<\/tr\s*>)*/gi;

function rowOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
