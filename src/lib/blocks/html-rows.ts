/** A row of a table in HTML. */
export interface HtmlRow {
  /** Behind its last character. */
  readonly end: number;
  /** Their words; one that spans several columns or rows is in each of them. */
  readonly cells: readonly string[];
  /** Whether it names the columns: by its cells, or as the first row by their bold letters. */
  readonly isHead: boolean;
}

/** The rows that stand in a text, to their ends. */
export function htmlRows(html: string): HtmlRow[] {
  const rows: HtmlRow[] = [];
  /** Cells that reach down into the next rows, by column. */
  let hanging = new Map<number, { words: string; rows: number }>();
  for (const { 0: row, index } of html.matchAll(ROW)) {
    const cells: string[] = [];
    const next: typeof hanging = new Map();
    const put = (words: string, count: number) => {
      if (count > 1) next.set(cells.length, { words, rows: count - 1 });
      cells.push(words);
    };
    const putHanging = () => {
      for (let above = hanging.get(cells.length); above; above = hanging.get(cells.length))
        put(above.words, above.rows);
    };
    const own = [...row.matchAll(CELL)];
    for (const [, , attributes = '', content = ''] of own) {
      putHanging();
      for (let left = spanOf(attributes, 'colspan'); left > 0; left -= 1)
        put(wordsOf(content), spanOf(attributes, 'rowspan'));
    }
    putHanging();
    hanging = next;
    const isNamed = own.every(([, kind]) => kind?.toLowerCase() === 'h');
    const isBold = rows.length === 0 && own.length > 1 && own.every(([, , , content = '']) => BOLD.test(content));
    rows.push({ end: index + row.length, cells, isHead: own.length > 0 && (isNamed || isBold) });
  }
  return rows;
}

/** The names of the columns by the rows at a table's head, the upper name before the lower; null without such rows. */
export function columnsOf(rows: readonly HtmlRow[]): string[] | null {
  const [first, ...more] = headOf(rows);
  return first
    ? first.cells.map((name, at) => [...new Set([name, ...more.map(({ cells }) => cells[at] ?? '')])].join(' ').trim())
    : null;
}

/** The rows at a table's head. */
export function headOf(rows: readonly HtmlRow[]): readonly HtmlRow[] {
  const end = rows.findIndex(({ isHead }) => !isHead);
  return end < 0 ? rows.slice(0, 1).filter(({ isHead }) => isHead) : rows.slice(0, end);
}

const ROW = /<tr\b[^>]{0,400}>[\s\S]*?<\/tr\s{0,9}>/gi;
const CELL = /<t([hd])\b([^>]{0,400})>([\s\S]*?)(?=<\/?t[hdr]\b)/gi;
const BOLD = /^\s*<(b|strong)>[\s\S]*<\/\1>\s*$/i;
/** More columns or rows than a table has that people read. */
const MOST_SPANNED = 50;

function spanOf(attributes: string, name: string): number {
  const span = Number(new RegExp(`\\b${name}\\s*=\\s*["']?(\\d{1,4})`, 'i').exec(attributes)?.[1] ?? 1);
  return Math.min(Math.max(span, 1), MOST_SPANNED);
}

function wordsOf(html: string): string {
  return html
    .replace(/<[^>]*>|&nbsp;/gi, ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}
