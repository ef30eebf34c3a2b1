import type { ParsedBlock, ParsedPart } from '../parsed.ts';
import { Unreadable } from '../unreadable.ts';
import { createParagraphs } from './paragraphs.ts';
import { isAbort, openPdf } from './pdfium.ts';
import { inReadingOrder } from './reading-order.ts';
import { type Survey, survey } from './survey.ts';

/** Reads a PDF's text as a `FormatReader`: page by page, each with the comments and the filled in fields behind its text. */
export async function* readPdf(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  try {
    yield* read(bytes);
  } catch (error) {
    throw isAbort(error) ? new Unreadable('MEMORY', String(error)) : error;
  }
}

async function* read(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  using pdf = await openPdf(bytes);
  yield { kind: 'pages', count: pdf.pageCount };
  const pages = survey(pdf);
  let isEmpty = true;
  for (const block of readBlocks(pages, pdf.pageCount)) {
    isEmpty = false;
    yield block;
  }
  if (isEmpty) throw new Unreadable('NO_TEXT');
}

function* readBlocks(pages: Survey, count: number): Generator<ParsedBlock> {
  const paragraphs = createParagraphs(pages);
  for (let index = 0; index < count; index++) {
    const page = index + 1;
    const { lines, added } = pages.contentOf(index);
    yield* paragraphs.page(inReadingOrder(lines), page);
    if (added.length > 0) yield* paragraphs.end();
    for (const text of added) yield { kind: 'paragraph', text, page };
  }
  yield* paragraphs.end();
}
