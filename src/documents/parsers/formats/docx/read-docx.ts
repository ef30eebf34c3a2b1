import { complete } from '../complete.ts';
import type { ParsedPart } from '../parsed.ts';
import { findMainPart, readRelationships } from '../relationships.ts';
import { readXml } from '../xml.ts';
import { openZip } from '../zip.ts';
import { readNumbering } from './numbering.ts';
import { readStyles } from './styles.ts';
import { createTextReader } from './text-reader.ts';

/**
 * Reads a document of Word: its text as it stands after all changes, then footnotes and endnotes. Comments, headers,
 * footers, hidden text and the table of contents are left out.
 */
export function readDocx(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  return complete(partsOf(bytes));
}

async function* partsOf(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  const zip = await openZip(bytes);
  const main = await findMainPart(zip);
  const relationships = await readRelationships(zip, main);
  const numbering = await readNumbering(zip, relationships);
  const styles = await readStyles(zip, relationships, numbering);
  yield* readXml(zip.read(main), createTextReader(styles, numbering));
  for (const notes of ['footnotes', 'endnotes']) {
    const part = relationships.find(({ type }) => type === notes)?.target;
    if (part !== undefined && zip.has(part)) yield* readXml(zip.read(part), createTextReader(styles, numbering));
  }
}
