import { oneLine } from '../one-line.ts';
import type { ParsedBlock } from '../parsed.ts';
import { areNames, guessHead } from '../table-head.ts';

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
      if (isFirst) columns = mayName(filled) ? cells : guessHead(cells, record.length);
      isFirst = false;
      return [row];
    },
  };
}

function mayName(texts: readonly string[]): boolean {
  return texts.every((text) => text.length <= LONGEST_NAME) && areNames(texts);
}

const LONGEST_NAME = 100;
