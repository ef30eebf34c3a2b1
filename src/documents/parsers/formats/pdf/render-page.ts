import { Unreadable } from '../unreadable.ts';
import type { OpenPdf } from './pdfium.ts';

/** A page as a picture. */
export interface PageImage {
  /** A file in grey (PGM), which needs no more than a byte for each pixel. */
  readonly bytes: Uint8Array;
  /** Pixels for one of the page's units. */
  readonly scale: number;
  /** Of the page, in its units. */
  readonly height: number;
}

/** What text recognition was made for is 300 dpi; at 200 it reads as well, in half the time. */
const DPI = 200;
const UNITS_PER_INCH = 72;
/** A page of A3 has 8 million. Larger ones are made smaller. */
const MOST_PIXELS = 12_000_000;

const GREY = 1;
const WHITE = 0xffffffff;
/** With what was filled in, and with comments. */
const ANNOTATIONS = 1;

/** Draws a page in grey on white. */
export function renderPage({ pdfium: { call, memory } }: OpenPdf, page: number): PageImage {
  const pageWidth = Math.max(1, call.FPDF_GetPageWidthF(page));
  const pageHeight = Math.max(1, call.FPDF_GetPageHeightF(page));
  const scale = Math.min(DPI / UNITS_PER_INCH, Math.sqrt(MOST_PIXELS / (pageWidth * pageHeight)));
  const width = Math.max(1, Math.floor(pageWidth * scale));
  const height = Math.max(1, Math.floor(pageHeight * scale));
  const bitmap = call.FPDFBitmap_CreateEx(width, height, GREY, 0, 0);
  if (bitmap === 0) throw new Unreadable('MEMORY');
  try {
    call.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
    call.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, ANNOTATIONS);
    const at = call.FPDFBitmap_GetBuffer(bitmap);
    const stride = call.FPDFBitmap_GetStride(bitmap);
    const header = Buffer.from(`P5 ${width} ${height} 255\n`);
    const bytes = new Uint8Array(header.length + width * height);
    bytes.set(header);
    const pixels = memory();
    for (let row = 0; row < height; row++) {
      const start = at + row * stride;
      bytes.set(pixels.subarray(start, start + width), header.length + row * width);
    }
    return { bytes, scale, height: pageHeight };
  } finally {
    call.FPDFBitmap_Destroy(bitmap);
  }
}
