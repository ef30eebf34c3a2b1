import type { Place } from '../../lib/blocks/blocks.ts';
import { headingTitle } from '../../lib/blocks/markdown-lines.ts';
import { createHtmlTables } from './html-tables.ts';

/** Knows the names of a table's columns for chunks that begin within it, and hold rows without their head. */
export interface TableColumns {
  /** Takes the tables of Markdown in order; those in HTML are found in the text. `continues`: a further part of the last one. */
  add(table: Place, options: { continues: boolean }): void;
  /** As "Country | Price", for a chunk that begins there; null outside of tables. Chunks come in order. */
  at(start: number): string | null;
}

/** In characters: of wide tables the last columns are left out. */
const LONGEST = 400;

/** For the tables of one document. */
export function createTableColumns(text: string): TableColumns {
  const tables: { readonly columns: string | null; readonly firstRow: number; end: number }[] = [];
  const html = createHtmlTables(text);
  return {
    add: ({ start, end }, { continues }) => {
      const last = tables.at(-1);
      if (continues && last) last.end = end;
      else if (!continues) tables.push({ ...headOf(text, { start, end }), end });
    },
    at: (start) => {
      while (tables[0] && tables[0].end <= start) tables.shift();
      const table = tables[0];
      if (table && table.firstRow <= start) return table.columns;
      const columns = html.columnsAt(start);
      return columns && joined(columns);
    },
  };
}

/** Only what stands above a row of dashes is a head. */
function headOf(text: string, { start, end }: Place): { columns: string | null; firstRow: number } {
  const [head, rule] = text.slice(start, end).split('\n', 2);
  if (!head || !rule || !/^[\s|:-]+$/.test(rule)) return { columns: null, firstRow: end };
  return { columns: columnsOf(head), firstRow: start + head.length + rule.length + 2 };
}

function columnsOf(head: string): string | null {
  const cells = head
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/);
  const names = cells.map((cell) => headingTitle(cell) ?? '');
  return names.every((name) => name === '') ? null : joined(names);
}

function joined(names: readonly string[]): string {
  let columns = names[0] ?? '';
  for (const name of names.slice(1)) {
    if (columns.length + name.length > LONGEST) break;
    columns += ` | ${name}`;
  }
  return columns;
}
