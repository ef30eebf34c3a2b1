import { oneLine } from '../one-line.ts';
import type { ParsedBlock } from '../parsed.ts';
import { type Cell, createTable } from '../table.ts';

/** A table of a page while it is read, cell by cell. */
export interface PageTable {
  readonly isInCell: boolean;
  /** A caption, or a group of rows. */
  openPart(name: string): void;
  openRow(): void;
  /** Where the blocks of the cell go. */
  openCell(name: string, attributes: Readonly<Record<string, string>>): ParsedBlock[];
  closeCell(): void;
  /** The cell that is open holds a table. */
  holdTable(): void;
  /** Its blocks: rows, or what the cells hold where the table only places things on the page. */
  close(): Iterable<ParsedBlock>;
}

interface PageCell {
  readonly blocks: ParsedBlock[];
  readonly isHead: boolean;
  readonly columns: number;
  readonly rows: number;
}

interface PageRow {
  readonly cells: PageCell[];
  readonly isInHead: boolean;
  /** The first of its group of rows: no cell reaches into it from above. */
  isFirst: boolean;
}

/** Begins a table at its tag. */
export function createPageTable(attributes: Readonly<Record<string, string>>): PageTable {
  const isPresentation = /^(?:presentation|none)$/i.test(attributes['role']?.trim() ?? '');
  const rows: PageRow[] = [];
  let isMarked = false;
  let holdsTable = false;
  let part = 'tbody';
  let isFirst = true;
  let isInCell = false;

  const openRow = (): PageRow => {
    const row = { cells: [], isInHead: part === 'thead', isFirst };
    isFirst = false;
    rows.push(row);
    return row;
  };

  return {
    get isInCell() {
      return isInCell;
    },
    openPart: (name) => {
      if (name === 'caption' || name === 'thead') isMarked = true;
      if (name === 'caption') return;
      part = name;
      isFirst = true;
    },
    openRow: () => {
      openRow();
    },
    openCell: (name, { colspan, rowspan }) => {
      const cell = { blocks: [], isHead: name === 'th', columns: countOf(colspan), rows: countOf(rowspan) };
      if (cell.isHead) isMarked = true;
      (rows.at(-1) ?? openRow()).cells.push(cell);
      isInCell = true;
      return cell.blocks;
    },
    closeCell: () => {
      isInCell = false;
    },
    holdTable: () => {
      holdsTable = true;
    },
    close: () => {
      const isData = !isPresentation && (isMarked ? isShort(rows) : !holdsTable && looksLikeData(rows));
      return isData ? tableRows(rows) : rows.flatMap(({ cells }) => cells).flatMap(({ blocks }) => blocks);
    },
  };
}

/** Two cells beside each other somewhere, and none that is a piece of a text, as what only places things has. */
function looksLikeData(rows: readonly PageRow[]): boolean {
  const cells = rows.flatMap((row) => row.cells);
  const isSideBySide = rows.some((row) => row.cells.filter(({ blocks }) => blocks.length > 0).length >= 2);
  const isPiece = ({ blocks }: PageCell) =>
    blocks.some(({ kind }) => kind !== 'paragraph') || textOf(blocks).length > LONGEST_CELL;
  return isSideBySide && !cells.some(isPiece);
}

const LONGEST_CELL = 1_000;

/** Old pages put heads into tables that hold the whole page, too. */
function isShort(rows: readonly PageRow[]): boolean {
  return rows.every(({ cells }) => cells.every(({ blocks }) => textOf(blocks).length <= LONGEST_MARKED_CELL));
}

const LONGEST_MARKED_CELL = 4_000;

function* tableRows(rows: readonly PageRow[]): Generator<ParsedBlock> {
  const table = createTable(() => 0);
  let above: Above[] = [];
  for (const [at, row] of rows.entries()) {
    const isNamed = row.isInHead || (row.cells.length > 0 && row.cells.every((cell) => cell.isHead));
    const isHead = isNamed && at < MOST_HEAD_ROWS;
    if (row.isFirst) above = [];
    const cells = layOut(row.cells, above, isHead);
    const [title] = row.cells;
    // A head of one cell over all columns is what the table is about.
    if (isHead && title && title.columns > 1 && row.cells.length === 1) yield* title.blocks;
    else {
      const block = table.row(cells, isHead);
      if (block) yield block;
    }
  }
}

/** A table of more names is no head, but all there is. */
const MOST_HEAD_ROWS = 6;

/** A cell that reaches down into the rows that follow. */
interface Above {
  readonly text: string;
  rowsLeft: number;
}

/** Puts the cells of a row under their columns. One that reaches down says in each row what it says. */
function layOut(cells: readonly PageCell[], above: Above[], isHead: boolean): Cell[] {
  const laid: Cell[] = [];
  let column = 0;
  const putCovered = () => {
    for (let over = above[column]; over && over.rowsLeft > 0; over = above[column]) {
      over.rowsLeft -= 1;
      laid.push({ text: isHead ? '' : over.text, span: 1 });
      column += 1;
    }
  };
  for (const { blocks, columns, rows } of cells) {
    putCovered();
    const text = textOf(blocks);
    laid.push({ text, span: columns });
    for (let more = 0; more < columns; more += 1, column += 1) {
      above[column] = { text: more === 0 && text.length <= LONGEST_REPEATED ? text : '', rowsLeft: rows - 1 };
    }
  }
  putCovered();
  return laid;
}

const LONGEST_REPEATED = 200;

function textOf(blocks: readonly ParsedBlock[]): string {
  let text = '';
  for (const [at, block] of blocks.entries()) {
    const isNextItem = block.kind === 'list-item' && blocks[at - 1]?.kind === 'list-item';
    text += isNextItem ? ', ' : ' ';
    text += block.kind === 'table-row' ? block.cells.filter(Boolean).join(' ') : block.text;
  }
  return oneLine(text);
}

/** What a cell says of its size, which may be anything. Browsers take no more columns, and 65,534 rows. */
function countOf(written: string | undefined): number {
  const count = Number.parseInt(written ?? '', 10);
  return count >= 1 ? Math.min(count, MOST_SPANNED) : 1;
}

const MOST_SPANNED = 1_000;
