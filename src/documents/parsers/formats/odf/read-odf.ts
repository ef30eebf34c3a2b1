import { complete } from '../complete.ts';
import type { ParsedPart } from '../parsed.ts';
import { collectXml, readXml, type XmlReader } from '../xml.ts';
import { openOdf } from './package.ts';
import { createOdfSheetReader } from './sheet-reader.ts';
import { createOdfTextReader } from './text-reader.ts';

/**
 * Reads an OpenDocument file: a text, a spreadsheet, or a presentation, each slide of which is a page. Deleted text,
 * comments, headers, footers, notes to slides and hidden sheets are left out.
 */
export function readOdf(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  return complete(partsOf(bytes));
}

async function* partsOf(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  const { zip, kind } = await openOdf(bytes);
  if (kind === 'slides') {
    const pages = await collectXml(zip.read(CONTENT), pagesReader());
    yield { kind: 'pages', count: pages.length };
  }
  yield* readXml(zip.read(CONTENT), kind === 'sheet' ? createOdfSheetReader() : createOdfTextReader());
}

const CONTENT = 'content.xml';

/** Finds each slide. */
function pagesReader(): XmlReader<true> {
  const found: true[] = [];
  return {
    found,
    open: (name) => {
      if (name === 'draw:page') found.push(true);
      return name !== 'draw:page';
    },
  };
}
