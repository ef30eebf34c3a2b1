import { PACKED_LIMITS } from '../../../limits.ts';
import { oneLine, withoutMargins } from './one-line.ts';
import type { ParsedBlock } from './parsed.ts';
import { type Cell, createTable, type Table } from './table.ts';
import { Unreadable } from './unreadable.ts';

/** What a paragraph is. */
export type ParagraphRole =
  | { readonly kind: 'heading' | 'list-item'; readonly level: number }
  | { readonly kind: 'paragraph' | 'code' };

/**
 * Makes blocks out of the paragraphs and tables of a text, which stand within each other. What stands within a paragraph
 * (a text box, a note) comes behind it; what stands in a cell becomes its text, inner tables too.
 */
export interface Flow {
  openParagraph(): void;
  /** Of the paragraph that is open, if any is. */
  addText(text: string): void;
  /** @param label is what stands before its text where that is not empty */
  closeParagraph(role: ParagraphRole | null, label?: string): void;
  /** Ends a paragraph whose mark was deleted: it goes on in the next. */
  suspendParagraph(): void;
  openTable(): void;
  addColumns(count: number): void;
  openRow(): void;
  /** The row that is open belongs to the table's head. */
  markHead(): void;
  /** The row that is open is not read. */
  leaveOutRow(): void;
  openCell(): void;
  /** The cell that is open reaches over several columns, or another that is merged covers it. */
  describeCell(cell: { span?: number; isCovered?: boolean }): void;
  closeCell(): void;
  closeRow(): void;
  closeTable(): void;
  /** Nothing comes any more. */
  end(): void;
}

type Frame =
  | { readonly kind: 'paragraph'; text: string; readonly after: ParsedBlock[] }
  | { readonly kind: 'cell'; text: string };

interface OpenTable {
  readonly table: Table;
  columns: number;
  /** Of one column: a box around a text, which comes as if it stood there without. Null until its first cell. */
  isBox: boolean | null;
  isHead: boolean;
  isLeftOut: boolean;
  cells: Cell[];
  cell: { span: number; isCovered: boolean };
}

const PLAIN = { span: 1, isCovered: false } as const;

/** @param emit is given the blocks */
export function createFlow(emit: (block: ParsedBlock) => void): Flow {
  const frames: Frame[] = [];
  const tables: OpenTable[] = [];
  let suspended = '';

  const put = (block: ParsedBlock) => {
    const frame = frames.at(-1);
    if (!frame) emit(block);
    else if (frame.kind === 'cell') extend(frame, ` ${textOf(block)}`);
    else frame.after.push(block);
  };
  const putParagraph = (text: string, role: ParagraphRole | null, label = '') => {
    if (!role) return;
    const kept = role.kind === 'code' ? withoutMargins(text) : oneLine(text);
    if (kept !== '') put({ ...role, text: label === '' ? kept : `${label} ${kept}` });
  };
  const putSuspended = () => {
    putParagraph(suspended, { kind: 'paragraph' });
    suspended = '';
  };
  const tableOfCells = () => {
    const open = tables.at(-1);
    return open && !open.isBox ? open : null;
  };

  return {
    openParagraph: () => {
      frames.push({ kind: 'paragraph', text: suspended, after: [] });
      suspended = '';
    },
    addText: (text) => {
      const frame = frames.at(-1);
      if (frame?.kind === 'paragraph') extend(frame, text);
    },
    closeParagraph: (role, label) => {
      const frame = frames.pop();
      if (frame?.kind !== 'paragraph') return;
      putParagraph(frame.text, role, label);
      for (const block of frame.after) put(block);
    },
    suspendParagraph: () => {
      const frame = frames.pop();
      if (frame?.kind !== 'paragraph') return;
      for (const block of frame.after) put(block);
      suspended = frame.text;
    },
    openTable: () => {
      putSuspended();
      const table = createTable(() => open.columns);
      const open: OpenTable = {
        table,
        columns: 0,
        isBox: null,
        isHead: false,
        isLeftOut: false,
        cells: [],
        cell: PLAIN,
      };
      tables.push(open);
    },
    addColumns: (count) => {
      const open = tables.at(-1);
      if (open) open.columns += count;
    },
    openRow: () => {
      const open = tables.at(-1);
      if (open) Object.assign(open, { isHead: false, isLeftOut: false, cells: [] });
    },
    markHead: () => {
      const open = tables.at(-1);
      if (open) open.isHead = true;
    },
    leaveOutRow: () => {
      const open = tables.at(-1);
      if (open) open.isLeftOut = true;
    },
    openCell: () => {
      const open = tables.at(-1);
      if (!open) return;
      open.isBox ??= open.columns === 1;
      open.cell = PLAIN;
      if (!open.isBox) frames.push({ kind: 'cell', text: '' });
    },
    describeCell: (cell) => {
      const open = tables.at(-1);
      if (open) open.cell = { ...open.cell, ...cell };
    },
    closeCell: () => {
      putSuspended();
      const open = tableOfCells();
      const frame = open ? frames.pop() : null;
      if (frame?.kind !== 'cell' || !open) return;
      const { span, isCovered } = open.cell;
      open.cells.push({ text: isCovered ? '' : oneLine(frame.text), span, isCovered });
    },
    closeRow: () => {
      const open = tableOfCells();
      const row = open?.isLeftOut ? null : open?.table.row(open.cells, open.isHead);
      if (row) put(row);
    },
    closeTable: () => {
      tables.pop();
    },
    end: putSuspended,
  };
}

function extend(frame: Frame, text: string): void {
  frame.text += text;
  if (frame.text.length > PACKED_LIMITS.pieceLength) throw new Unreadable('OUTPUT');
}

function textOf(block: ParsedBlock): string {
  return block.kind === 'table-row' ? block.cells.filter(Boolean).join(' ') : block.text;
}
