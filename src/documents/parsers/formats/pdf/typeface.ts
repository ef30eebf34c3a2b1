import type { Pdfium } from './pdfium.ts';

/** How letters look. */
export interface Typeface {
  /** How high they are, in points. */
  readonly size: number;
  readonly isBold: boolean;
  readonly baseline: number;
}

/** Fonts of semi-bold letters say 600; those of TeX say 545 and 570, and Bold in their names. */
const BOLD = 600;
const BOLD_NAME = /bold|black|heavy|cmbx|sfbx|ecbx/i;
/** For the name of a font and its flags. */
const NAME_BYTES = 128;

/** Looks at the letters of a text page. Those of one text object look alike, and are asked once. */
export function createTypefaces({ call, answer, memory, floats }: Pdfium, textPage: number) {
  const names = new TextDecoder('latin1');
  let object = 0;
  let face: Typeface = { size: 0, isBold: false, baseline: 0 };

  function isBold(index: number): boolean {
    if (call.FPDFText_GetFontWeight(textPage, index) >= BOLD) return true;
    const length = call.FPDFText_GetFontInfo(textPage, index, answer, NAME_BYTES, answer + NAME_BYTES);
    return (
      length > 0 && length <= NAME_BYTES && BOLD_NAME.test(names.decode(memory().subarray(answer, answer + length)))
    );
  }

  return function typefaceOf(index: number): Typeface {
    const at = call.FPDFText_GetTextObject(textPage, index);
    if (at !== 0 && at === object) return face;
    object = at;
    // Of the matrix: how high letters are, and where they stand.
    const [, , c = 0, d = 1, , baseline = 0] = call.FPDFText_GetMatrix(textPage, index, answer) ? floats(6) : [];
    const size = call.FPDFText_GetFontSize(textPage, index) * Math.hypot(c, d);
    face = { size, isBold: isBold(index), baseline };
    return face;
  };
}
