import { readRelationships } from '../relationships.ts';
import type { TableRange } from '../sheet-rows.ts';
import { collectXml, type XmlReader } from '../xml.ts';
import type { Zip } from '../zip.ts';
import { columnOf } from './sheet-reader.ts';

/** The tables that someone made of cells of a sheet, where their first row names the columns. */
export async function readTables(zip: Zip, sheet: string): Promise<TableRange[]> {
  const parts = (await readRelationships(zip, sheet)).filter(({ type, target }) => type === 'table' && zip.has(target));
  const ranges: TableRange[] = [];
  for (const { target } of parts.slice(0, MOST))
    ranges.push(...(await collectXml(zip.read(target), createTableReader())));
  return ranges;
}

/** Each row is looked for in all of them. */
const MOST = 100;

function createTableReader(): XmlReader<TableRange> {
  const found: TableRange[] = [];
  return {
    found,
    open: (name, { ref = '', headerRowCount = '1' }) => {
      const [, from = '', firstRow, to = '', lastRow] =
        /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(ref) ?? [];
      if (name === 'table' && firstRow !== undefined && headerRowCount === '1') {
        const columns = { firstColumn: columnOf(from), lastColumn: columnOf(to) };
        found.push({ ...columns, firstRow: Number(firstRow) - 1, lastRow: Number(lastRow) - 1 });
      }
      return true;
    },
  };
}
