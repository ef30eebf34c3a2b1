import { PACKED_LIMITS } from '../../../limits.ts';
import type { ParsedBlock } from './parsed.ts';
import { guessHead } from './table-head.ts';

/** A cell of a row. */
export interface Cell {
  /** Empty for the ones that a merged cell covers. */
  readonly text: string;
  /** The columns that it reaches over; those that it covers are left to it. */
  readonly span: number;
  /** One above reaches down into it. */
  readonly isCovered?: boolean;
}

/**
 * Makes rows out of the cells of a table of a text, and knows what its columns are called. A cell that reaches down says in
 * each row what it says, where columns have names: the row is understood by itself.
 */
export interface Table {
  /** Null for an empty row. */
  row(cells: readonly Cell[], isHead: boolean): ParsedBlock | null;
}

/** @param width how many columns the table says it has; 0 where it doesn't */
export function createTable(width: () => number): Table {
  let columns: readonly string[] | null = null;
  let isInHead = true;
  let above: readonly string[] = [];
  const repeated = (at: number) => {
    const text = isInHead ? '' : (above[at] ?? '');
    return columns !== null && text.length <= LONGEST_REPEATED ? text : '';
  };
  return {
    row: (given, isHead) => {
      const cells = expand(given, () => '', repeated);
      if (given.every(({ text }) => text === '')) return null;
      above = cells;
      const block = { kind: 'table-row', cells, columns: null } as const;
      if (isHead && isInHead) {
        // A name over several columns belongs to each of them.
        columns = joined(
          columns ?? [],
          expand(
            given,
            ({ text }) => text,
            () => '',
          ),
        );
        return block;
      }
      const isFirst = isInHead && columns === null;
      isInHead = false;
      if (!isFirst) return { ...block, columns };
      columns = guessHead(cells, Math.max(width(), cells.length));
      return block;
    },
  };
}

const LONGEST_REPEATED = 200;

/** As many texts as there are columns, without the empty ones at the end. */
function expand(
  cells: readonly Cell[],
  beside: (cell: Cell) => string,
  repeated: (column: number) => string,
): string[] {
  const texts: string[] = [];
  for (const cell of cells) {
    texts.push(cell.isCovered ? repeated(texts.length) : cell.text);
    for (let more = 1; more < cell.span && texts.length < PACKED_LIMITS.columns; more += 1) {
      texts.push(cell.isCovered ? repeated(texts.length) : beside(cell));
    }
  }
  while (texts.at(-1) === '') texts.pop();
  return texts;
}

/** The names of two rows of a head, the upper one first. */
function joined(upper: readonly string[], lower: readonly string[]): string[] {
  const longer = upper.length > lower.length ? upper : lower;
  return longer.map((_, at) => [upper[at], lower[at]].filter(Boolean).join(' '));
}
