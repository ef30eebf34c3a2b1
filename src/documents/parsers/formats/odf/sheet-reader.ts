import { PACKED_LIMITS } from '../../../../limits.ts';
import { oneLine } from '../one-line.ts';
import type { ParsedBlock } from '../parsed.ts';
import { createSheetRows, type SheetRows } from '../sheet-rows.ts';
import type { SheetCell } from '../sheet-table.ts';
import { Unreadable } from '../unreadable.ts';
import type { XmlAttributes, XmlReader } from '../xml.ts';
import { cellOf } from './cell.ts';
import { LEFT_OUT } from './left-out.ts';
import { countOf, signOf, withoutBreaks } from './signs.ts';

/** Reads the content of a spreadsheet: the sheets that are shown, row by row. */
export function createOdfSheetReader(): XmlReader<ParsedBlock> {
  const found: ParsedBlock[] = [];
  const hiddenStyles = new Set<string>();
  let style = '';
  let sheet: SheetRows | null = null;
  let isHead = false;
  let at = 0;
  let row: Row | null = null;
  /** What the cell that is open says of its value. */
  let cell: XmlAttributes | null = null;
  let text = '';
  let paragraphs = 0;
  let left: number = PACKED_LIMITS.sheetLength;

  const addCell = (added: SheetCell, attributes: XmlAttributes) => {
    if (row) add(row, added, countOf(attributes['table:number-columns-repeated'], PACKED_LIMITS.sheetColumns));
  };
  const addRow = ({ cells, count }: Row) => {
    const length = cells.reduce((sum, { text: { length } }) => sum + length + 1, 0);
    if (length === 0) at += count;
    for (let times = length === 0 ? 0 : count; times > 0; times -= 1) {
      left -= length;
      if (left < 0) throw new Unreadable('OUTPUT');
      found.push(...(sheet?.add(cells, { at, isHead }) ?? []));
      at += 1;
    }
  };
  const open = (name: string, attributes: XmlAttributes) => {
    switch (name) {
      case 'style:style':
        style = attributes['style:name'] ?? '';
        return;
      case 'style:table-properties':
        if (attributes['table:display'] === 'false') hiddenStyles.add(style);
        return;
      case 'table:table':
        sheet = createSheetRows(oneLine(attributes['table:name'] ?? ''));
        at = 0;
        return;
      case 'table:table-header-rows':
        isHead = true;
        return;
      case 'table:table-row':
        row = {
          cells: [],
          blanks: 0,
          count: countOf(attributes['table:number-rows-repeated'], PACKED_LIMITS.repeatedRows),
        };
        return;
      case 'table:table-cell':
        cell = attributes;
        text = '';
        return;
      case 'table:covered-table-cell':
        return addCell(BLANK, attributes);
      case 'text:p':
        paragraphs += 1;
        text += ' ';
        return;
      default:
        text += signOf(name, attributes);
    }
  };

  return {
    found,
    open: (name, attributes) => {
      const isHidden = name === 'table:table' && hiddenStyles.has(attributes['table:style-name'] ?? '');
      if (isHidden || LEFT_OUT.has(name)) return false;
      open(name, attributes);
      return true;
    },
    text: (piece) => {
      if (paragraphs > 0) text += withoutBreaks(piece);
    },
    close: (name) => {
      switch (name) {
        case 'text:p':
          paragraphs -= 1;
          return;
        case 'table:table-cell':
          if (cell) addCell(cellOf(cell, oneLine(text)), cell);
          cell = null;
          return;
        case 'table:shapes':
          // Text boxes that lie on the sheet.
          found.push(...(sheet?.add([{ text: oneLine(text), isText: true }], { at }) ?? []));
          text = '';
          return;
        case 'table:table':
          found.push(...(sheet?.end() ?? []));
          return;
        case 'table:table-row':
          if (row) addRow(row);
          row = null;
          return;
        case 'table:table-header-rows':
          isHead = false;
          return;
      }
    },
  };
}

interface Row {
  readonly cells: SheetCell[];
  /** Empty cells that come before the next one. */
  blanks: number;
  readonly count: number;
}

const BLANK: SheetCell = { text: '', isText: false };

/** Empty cells are only put before others: files end their rows with the thousands that are left of a sheet. */
function add(row: Row, cell: SheetCell, count: number): void {
  if (cell.text === '') {
    row.blanks += count;
    return;
  }
  const { cells } = row;
  const push = (pushed: SheetCell, times: number) => {
    for (let more = times; more > 0 && cells.length < PACKED_LIMITS.sheetColumns; more -= 1) cells.push(pushed);
  };
  push(BLANK, row.blanks);
  push(cell, count);
  row.blanks = 0;
}
