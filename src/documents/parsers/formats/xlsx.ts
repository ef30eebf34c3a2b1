import { streamXlsxRows } from 'hucre/xlsx';
import { oneLine } from './one-line.ts';
import type { ParsedPart } from './parsed.ts';
import { findMainPart } from './relationships.ts';
import { createSheetRows, type SheetCell } from './sheet-rows.ts';
import { Unreadable } from './unreadable.ts';
import { collectXml, type XmlReader } from './xml.ts';
import { openZip } from './zip.ts';

/**
 * Reads the sheets of an Excel workbook that it shows, in their order: values, not formulas; dates as 2021-03-04.
 *
 * @throws Unreadable `ENCRYPTED`, `DAMAGED`, `NO_TEXT`, or what unpacking it says
 */
export async function* readXlsx(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  const zip = await openZip(bytes);
  const sheets = await collectXml(zip.read(await findMainPart(zip)), sheetReader());
  let isEmpty = true;
  for (const [sheet, { name, isHidden }] of sheets.entries()) {
    if (isHidden) continue;
    const rows = createSheetRows(oneLine(name));
    for await (const values of rowsOf(bytes, sheet)) {
      for (const block of rows.add(values.map(cellOf))) {
        isEmpty = false;
        yield block;
      }
    }
  }
  if (isEmpty) throw new Unreadable('NO_TEXT');
}

type Value = string | number | boolean | Date | null | undefined;

interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
}

function sheetReader(): XmlReader<Sheet> {
  const found: Sheet[] = [];
  return {
    found,
    open: (element, { name = '', state = 'visible' }) => {
      if (/(?:^|:)sheet$/.test(element)) found.push({ name, isHidden: state !== 'visible' });
      return true;
    },
  };
}

/** @throws Unreadable `DAMAGED` */
async function* rowsOf(bytes: Uint8Array, sheet: number): AsyncGenerator<readonly Value[]> {
  try {
    for await (const { values } of streamXlsxRows(bytes, { sheet })) yield values;
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    // A sheet that is a chart has no rows.
    if (/missing worksheet file/i.test(detail)) return;
    throw new Unreadable('DAMAGED', detail);
  }
}

function cellOf(value: Value): SheetCell {
  if (value === null || value === undefined) return { text: '', isText: false };
  if (value instanceof Date) return { text: writtenDate(value), isText: false };
  // What a calculation has left behind the 15th digit is nobody's.
  if (typeof value === 'number') return { text: String(Number(value.toPrecision(15))), isText: false };
  return { text: oneLine(String(value)), isText: typeof value === 'string' };
}

/** A time without a day is one of the first days that Excel knows. */
function writtenDate(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const [day = '', time = ''] = date.toISOString().slice(0, 16).split('T');
  if (day < '1900-01-01') return time;
  return time === '00:00' ? day : `${day} ${time}`;
}
