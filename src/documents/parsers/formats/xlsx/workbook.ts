import { oneLine } from '../one-line.ts';
import { findMainPart, readRelationships } from '../relationships.ts';
import { collectXml, type XmlReader } from '../xml.ts';
import type { Zip } from '../zip.ts';

/** What a workbook says of its parts. */
export interface Workbook {
  /** The ones that are shown, in their order; sheets that are a chart have no cells. */
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  /** Its dates count from 1904 on, as those of Macs did. */
  readonly is1904: boolean;
  readonly stringsPart: string | null;
  readonly stylesPart: string | null;
}

/** Reads the parts that all sheets share. */
export async function readWorkbook(zip: Zip): Promise<Workbook> {
  const main = await findMainPart(zip);
  const relationships = await readRelationships(zip, main);
  const entries = await collectXml(zip.read(main), createWorkbookReader());
  const partOf = (wanted: string) => {
    const found = relationships.find(({ type, target }) => type === wanted && zip.has(target));
    return found?.target ?? null;
  };
  const sheets = entries.flatMap((entry) => {
    if (entry.kind !== 'sheet' || !entry.isShown) return [];
    const found = relationships.find(({ id, type }) => id === entry.id && type === 'worksheet');
    return found ? [{ name: entry.name, part: found.target }] : [];
  });
  return {
    sheets,
    is1904: entries.some(({ kind }) => kind === '1904'),
    stringsPart: partOf('sharedStrings'),
    stylesPart: partOf('styles'),
  };
}

type Entry =
  | { readonly kind: 'sheet'; readonly name: string; readonly id: string; readonly isShown: boolean }
  | { readonly kind: '1904' };

function createWorkbookReader(): XmlReader<Entry> {
  const found: Entry[] = [];
  return {
    found,
    open: (element, { name = '', state = 'visible', 'r:id': id = '', date1904 }) => {
      if (element === 'sheet') found.push({ kind: 'sheet', name: oneLine(name), id, isShown: state === 'visible' });
      if (element === 'workbookPr' && (date1904 === '1' || date1904 === 'true')) found.push({ kind: '1904' });
      return true;
    },
  };
}
