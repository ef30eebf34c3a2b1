import { complete } from './complete.ts';
import type { ParsedPart } from './parsed.ts';
import { createNumberFormatReader } from './xlsx/number-formats.ts';
import { createSharedStringReader } from './xlsx/shared-strings.ts';
import { createXlsxSheetReader } from './xlsx/sheet-reader.ts';
import { readTables } from './xlsx/tables.ts';
import { readWorkbook } from './xlsx/workbook.ts';
import { collectXml, readXml } from './xml.ts';
import { openZip } from './zip.ts';

/**
 * Reads XLSX: the sheets that are shown, in their order, row by row. A formula is what it last came to.
 *
 * @throws Unreadable as `openZip` does, `NO_TEXT`, or `OUTPUT`
 */
export function readXlsx(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  return complete(readSheets(bytes));
}

async function* readSheets(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  const zip = await openZip(bytes);
  const { sheets, is1904, stringsPart, stylesPart } = await readWorkbook(zip);
  const formats = stylesPart ? await collectXml(zip.read(stylesPart), createNumberFormatReader()) : [];
  const strings = stringsPart ? await collectXml(zip.read(stringsPart), createSharedStringReader()) : [];
  for (const { name, part } of sheets) {
    const tables = await readTables(zip, part);
    yield* readXml(zip.read(part), createXlsxSheetReader({ name, strings, formats, is1904, tables }));
  }
}
