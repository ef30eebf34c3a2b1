import { oneLine } from '../one-line.ts';
import type { ParsedBlock } from '../parsed.ts';
import { guessHead } from '../table-head.ts';

/** Makes blocks out of the records of a file. */
export interface CsvRows {
  add(record: readonly string[]): ParsedBlock[];
}

/** Cells alone in their rows are titles, up to the first row of several, which may name the columns. */
export function createCsvRows(): CsvRows {
  let columns: readonly string[] | null = null;
  let isFirst = true;
  return {
    add: (record) => {
      const texts = record.map(oneLine);
      const cells = texts.slice(0, texts.findLastIndex((text) => text !== '') + 1);
      const filled = cells.filter((text) => text !== '');
      const [text] = filled;
      if (text === undefined) return [];
      if (isFirst && filled.length === 1) return [{ kind: 'paragraph', text }];
      const row = { kind: 'table-row', cells, columns } as const;
      if (isFirst) columns = filled.every(isName) ? cells : guessHead(cells, record.length);
      isFirst = false;
      return [row];
    },
  };
}

/** Not a number, nor a date, nor a long text. */
function isName(text: string): boolean {
  return text.length <= LONGEST_NAME && !/^[\p{Sc}+-]?\s?\d/u.test(text);
}

const LONGEST_NAME = 100;
