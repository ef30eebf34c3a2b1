import type { OpenPdf, Pdfium } from './pdfium.ts';

/** Kinds of things on a page, as PDFium numbers them. */
const IMAGE = 3;
const FORM = 5;
/** A page that is a picture holds few things. */
const MOST_OBJECTS = 1_000;
const LARGE = 0.5;

/** Whether an image covers most of a page, as it does where that was scanned. */
export function hasLargeImage({ pdfium: { call, answer, floats } }: OpenPdf, page: number): boolean {
  const area = call.FPDF_GetPageWidthF(page) * call.FPDF_GetPageHeightF(page);
  const count = Math.min(call.FPDFPage_CountObjects(page), MOST_OBJECTS);
  for (let index = 0; index < count; index++) {
    const object = call.FPDFPage_GetObject(page, index);
    const type = call.FPDFPageObj_GetType(object);
    if (type !== IMAGE && !(type === FORM && holdsImage(call, object))) continue;
    if (!call.FPDFPageObj_GetBounds(object, answer, answer + 4, answer + 8, answer + 12)) continue;
    const [left = 0, bottom = 0, right = 0, top = 0] = floats(4);
    if ((right - left) * (top - bottom) > LARGE * area) return true;
  }
  return false;
}

function holdsImage(call: Pdfium['call'], form: number): boolean {
  const count = Math.min(call.FPDFFormObj_CountObjects(form), MOST_OBJECTS);
  for (let index = 0; index < count; index++) {
    if (call.FPDFPageObj_GetType(call.FPDFFormObj_GetObject(form, index)) === IMAGE) return true;
  }
  return false;
}
