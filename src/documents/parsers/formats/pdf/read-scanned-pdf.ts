import { OCR_LIMITS } from '../../../../limits.ts';
import { openRecognizer } from '../../ocr/recognizer.ts';
import type { FormatReader, ParsedPart } from '../parsed.ts';
import { Unreadable } from '../unreadable.ts';
import { readAnnotations } from './annotations.ts';
import type { PageText } from './page-text.ts';
import { isAbort, openPdf, withPage } from './pdfium.ts';
import { recognizedPage } from './recognized-page.ts';
import { renderPage } from './render-page.ts';
import { tellPages } from './tell-pages.ts';

/** Reads PDFs by drawing each page and recognizing the text in the picture, whatever else the file says of it. */
export function createScannedPdfReader(languages: readonly string[]): FormatReader {
  return async function* (bytes) {
    try {
      yield* read(bytes, languages);
    } catch (error) {
      throw isAbort(error) ? new Unreadable('MEMORY', String(error)) : error;
    }
  };
}

async function* read(bytes: Uint8Array, languages: readonly string[]): AsyncGenerator<ParsedPart> {
  using pdf = await openPdf(bytes);
  const count = pdf.pageCount;
  if (count > OCR_LIMITS.pages) throw new Unreadable('TOO_MANY_PAGES', `${count} pages to recognize`);
  yield { kind: 'pages', count };
  await using recognizer = await openRecognizer(languages);
  const pages: (PageText | null)[] = [];
  for (let index = 0; index < count; index++) {
    const drawn = withPage(pdf, index, (page) => ({
      image: renderPage(pdf, page),
      added: readAnnotations(pdf.pdfium, page),
    }));
    const lines = drawn && (await recognizer.recognize(drawn.image.bytes));
    pages.push(drawn && lines && recognizedPage(lines, drawn));
    yield { kind: 'page-seen', page: index + 1 };
  }
  // Running heads and headings show when all pages are known.
  yield* tellPages({ count, read: (index) => pages[index] ?? null });
}
