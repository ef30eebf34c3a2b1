import { PACKED_LIMITS } from '../../../../limits.ts';
import type { ParsedBlock } from '../parsed.ts';
import { createSheetRows, type TableRange } from '../sheet-rows.ts';
import type { SheetCell } from '../sheet-table.ts';
import { Unreadable } from '../unreadable.ts';
import type { XmlReader } from '../xml.ts';
import { GENERAL, type NumberFormat } from './number-formats.ts';
import { numberText } from './number-text.ts';
import { cellText, isReading } from './shared-strings.ts';

/** What the cells of a sheet need of their workbook. */
export interface SheetContext {
  readonly name: string;
  readonly strings: readonly string[];
  readonly formats: readonly NumberFormat[];
  readonly is1904: boolean;
  readonly tables: readonly TableRange[];
}

/** Reads the rows of a sheet. */
export function createXlsxSheetReader(context: SheetContext): XmlReader<ParsedBlock> {
  const found: ParsedBlock[] = [];
  const rows = createSheetRows(context.name, context.tables);
  let cells: SheetCell[] = [];
  let cell = { column: 0, type: '', style: 0 };
  let at = -1;
  let value = '';
  let isInValue = false;
  let left: number = PACKED_LIMITS.sheetLength;

  const addCell = () => {
    const added = cellOf(value, cell.type, cell.style, context);
    if (added.text === '') return;
    while (cells.length < cell.column) cells.push(BLANK);
    cells[cell.column] = added;
  };
  const addRow = () => {
    // Empty cells between others take no room in the file.
    left -= cells.reduce((sum, { text }) => sum + text.length + 1, 0);
    if (left < 0) throw new Unreadable('OUTPUT');
    found.push(...rows.add(cells, { at }));
    cells = [];
  };

  return {
    found,
    open: (name, { r, t = 'n', s = '0' }) => {
      if (name === 'row') {
        cell = { column: -1, type: '', style: 0 };
        at = r === undefined ? at + 1 : Number(r) - 1;
      }
      if (name === 'c') {
        cell = { column: r === undefined ? cell.column + 1 : columnOf(r), type: t, style: Number(s) };
        value = '';
      }
      // The text of a cell that holds it itself comes in several pieces.
      isInValue = name === 'v' || name === 't';
      return !isReading(name) && name !== 'extLst';
    },
    text: (piece) => {
      if (isInValue) value += piece;
    },
    close: (name) => {
      isInValue = false;
      if (name === 'c') addCell();
      else if (name === 'row') addRow();
      else if (name === 'sheetData') found.push(...rows.end());
    },
  };
}

const BLANK: SheetCell = { text: '', isText: false };

function cellOf(value: string, type: string, style: number, context: SheetContext): SheetCell {
  return { ...contentOf(value, type, style, context), style };
}

function contentOf(value: string, type: string, style: number, { strings, formats, is1904 }: SheetContext): SheetCell {
  switch (type) {
    case 's':
      return { text: strings[Number(value)] ?? '', isText: true };
    case 'str':
    case 'inlineStr':
      return { text: cellText(value), isText: true };
    case 'b':
      return { text: value.trim() === '1' ? 'TRUE' : 'FALSE', isText: false };
    case 'n': {
      const number = value.trim() === '' ? Number.NaN : Number(value);
      const text = Number.isFinite(number) ? numberText(number, formats[style] ?? GENERAL, is1904) : cellText(value);
      return { text, isText: false };
    }
    default:
      // Errors, and dates in words of their own.
      return { text: cellText(value).replace(/T(?:00:00(?::00(?:\.0+)?)?)?Z?$/, ''), isText: false };
  }
}

/** From 0, of a place like `AB12`. */
export function columnOf(place: string): number {
  let column = 0;
  for (const letter of place.replace(/[^A-Z]/gi, '').toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  if (column < 1 || column > PACKED_LIMITS.sheetColumns) throw new Unreadable('DAMAGED', `cell ${place}`);
  return column - 1;
}
