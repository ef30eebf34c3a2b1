import { complete } from '../complete.ts';
import type { ParsedBlock, ParsedPart } from '../parsed.ts';
import { findMainPart, readRelationships } from '../relationships.ts';
import { attributeReader, collectXml } from '../xml.ts';
import { openZip, type Zip } from '../zip.ts';
import { createSlideReader } from './slide-reader.ts';

/**
 * Reads a presentation: each slide is a page, with its title first and its notes last. Comments, numbers, dates, headers
 * and footers are left out; diagrams and charts are parts of their own, which are not read.
 */
export function readPptx(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  return complete(partsOf(bytes));
}

async function* partsOf(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  const zip = await openZip(bytes);
  const main = await findMainPart(zip);
  const slides = new Map((await readRelationships(zip, main)).map(({ id, target }) => [id, target]));
  const order = await collectXml(zip.read(main), attributeReader('p:sldId', 'r:id'));
  yield { kind: 'pages', count: order.length };
  for (const [at, id] of order.entries()) {
    const slide = slides.get(id);
    if (slide === undefined || !zip.has(slide)) continue;
    for (const block of await slideBlocks(zip, slide)) yield { ...block, page: at + 1 };
  }
}

async function slideBlocks(zip: Zip, slide: string): Promise<ParsedBlock[]> {
  const blocks = await collectXml(zip.read(slide), createSlideReader({ isNotes: false }));
  const titles = blocks.filter(({ kind }) => kind === 'heading');
  const title = titles.map((block) => ('text' in block ? block.text : '')).join(' ');
  const notes = (await readRelationships(zip, slide)).find(({ type }) => type === 'notesSlide')?.target;
  return [
    ...(title === '' ? [] : [{ kind: 'heading', level: 1, text: title } as const]),
    ...blocks.filter(({ kind }) => kind !== 'heading'),
    ...(notes && zip.has(notes) ? await collectXml(zip.read(notes), createSlideReader({ isNotes: true })) : []),
  ];
}
