import type { Pdfium } from './pdfium.ts';

/** Kinds of annotations, as PDFium numbers them: comments, text put on a page, marked text, and stamps… */
const COMMENTS = new Set([1, 3, 9, 10, 11, 12, 13, 14]);
/** …and the fields of forms. */
const FIELD = 20;
const MOST = 5_000;

/** What people added to a page: comments, and what they filled in. Neither is in its text. */
export function readAnnotations(pdfium: Pdfium, page: number): string[] {
  const { call } = pdfium;
  const texts: string[] = [];
  const count = Math.min(call.FPDFPage_GetAnnotCount(page), MOST);
  for (let index = 0; index < count; index++) {
    const annotation = call.FPDFPage_GetAnnot(page, index);
    if (annotation === 0) continue;
    const kind = call.FPDFAnnot_GetSubtype(annotation);
    const read = (key: string) => readString(pdfium, annotation, key);
    if (COMMENTS.has(kind)) texts.push(read('Contents'));
    else if (kind === FIELD) texts.push(filledIn(read('TU') || read('T'), read('V')));
    call.FPDFPage_CloseAnnot(annotation);
  }
  return [...new Set(texts)].filter((text) => text !== '');
}

/** A box that is not ticked says “Off”. */
function filledIn(name: string, value: string): string {
  if (value === '' || value === 'Off') return '';
  return name === '' ? value : `${name}: ${value}`;
}

const utf16 = new TextDecoder('utf-16le');

function readString({ call, memory }: Pdfium, annotation: number, key: string): string {
  const length = call.FPDFAnnot_GetStringValue(annotation, key, 0, 0);
  // An empty one has its end mark only.
  if (length <= 2) return '';
  const { malloc, free } = call.pdfium.wasmExports;
  const at = malloc(length);
  if (at === 0) return '';
  try {
    call.FPDFAnnot_GetStringValue(annotation, key, at, length);
    return utf16
      .decode(memory().subarray(at, at + length - 2))
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim();
  } finally {
    free(at);
  }
}
