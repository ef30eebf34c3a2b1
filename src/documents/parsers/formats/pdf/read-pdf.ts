import type { ParsedPart } from '../parsed.ts';
import { Unreadable } from '../unreadable.ts';
import { isAbort, openPdf, withPage } from './pdfium.ts';
import { readPage } from './read-page.ts';
import { tellPages } from './tell-pages.ts';

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
  yield* tellPages({
    count: pdf.pageCount,
    read: (index) => withPage(pdf, index, (page) => readPage(pdf, page)),
  });
}
