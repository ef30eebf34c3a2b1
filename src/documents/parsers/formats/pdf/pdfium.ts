import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';
import { Unreadable } from '../unreadable.ts';

/** PDFium with one document open in its memory. */
export interface OpenPdf extends Disposable {
  readonly pdfium: Pdfium;
  /** A pointer to the document. */
  readonly document: number;
  readonly pageCount: number;
}

/** PDFium's functions, and what is needed to read its memory. */
export interface Pdfium {
  readonly call: WrappedPdfiumModule;
  /** Room for what functions answer through pointers, 256 bytes long. */
  readonly answer: number;
  /** The numbers that were put there. */
  floats(count: number): Float32Array;
  /** Its memory, which moves when it grows: never keep it. */
  memory(): Uint8Array<ArrayBuffer>;
}

/**
 * Its text takes a few milliseconds a page, twice. A file with more pages is a whole library in one file,
 * or has a page tree that was made to be endless.
 */
const MOST_PAGES = 20_000;
const ANSWER_BYTES = 256;

/** The module and its memory live and go with the document: nothing of one file is left for the next. */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  const call = await init({});
  call.PDFiumExt_Init();
  const { malloc } = call.pdfium.wasmExports;
  const memory = () => memoryOf(call.pdfium);
  const answer = malloc(ANSWER_BYTES);
  const at = malloc(bytes.length);
  if (answer === 0 || at === 0) throw new Unreadable('MEMORY');
  memory().set(bytes, at);
  const document = call.FPDF_LoadMemDocument(at, bytes.length, '');
  if (document === 0) throw refusal(call.FPDF_GetLastError());
  const pageCount = call.FPDF_GetPageCount(document);
  if (pageCount < 1) throw new Unreadable('DAMAGED', 'The document has no pages.');
  if (pageCount > MOST_PAGES) throw new Unreadable('TOO_MANY_PAGES', `${pageCount} pages`);
  return {
    pdfium: { call, answer, memory, floats: (count) => new Float32Array(memory().buffer, answer, count) },
    document,
    pageCount,
    [Symbol.dispose]() {
      try {
        call.FPDF_CloseDocument(document);
        call.FPDF_DestroyLibrary();
      } catch (error) {
        // After an abort nothing runs any more; its memory goes with the module.
        if (!isAbort(error)) throw error;
      }
    },
  };
}

/** Runs with a page open; null for one that is damaged. */
export function withPage<T>(
  { pdfium: { call }, document }: OpenPdf,
  index: number,
  use: (page: number) => T,
): T | null {
  // A turned page comes as if it were upright.
  const page = call.EPDF_LoadPageNormalized(document, index, 0);
  if (page === 0) return null;
  try {
    return use(page);
  } finally {
    call.FPDF_ClosePage(page);
  }
}

/** PDFium ended itself, as it does when it gets no more memory. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'RuntimeError';
}

/** What FPDF_GetLastError tells. */
const ERROR_PASSWORD = 4;
const ERROR_SECURITY = 5;

function refusal(error: number): Unreadable {
  return error === ERROR_PASSWORD || error === ERROR_SECURITY
    ? new Unreadable('ENCRYPTED')
    : new Unreadable('DAMAGED', `PDFium's error ${error}`);
}

/** The package's types leave it out. */
function memoryOf(module: object): Uint8Array<ArrayBuffer> {
  if (!('HEAPU8' in module) || !(module.HEAPU8 instanceof Uint8Array)) throw new Error('PDFium has no memory.');
  return module.HEAPU8 as Uint8Array<ArrayBuffer>;
}
