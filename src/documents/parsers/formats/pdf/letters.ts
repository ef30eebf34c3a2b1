/** What a character of PDFium's means. */
export type Meaning = 'letter' | 'unmapped' | 'blank' | 'line-end' | 'line-end-hyphen';

/** PDFium puts U+0002 or U+FFFE for a hyphen at a line's end. */
export function meaningOf(code: number): Meaning {
  if (code === 0x02 || code === 0xfffe) return 'line-end-hyphen';
  if (code === 0x0a || code === 0x0d) return 'line-end';
  if (code === 0x20 || code === 0xa0 || code === 0x09 || code === 0x3000) return 'blank';
  if (code >= 0x2000 && code <= 0x200b) return 'blank';
  return isUnmapped(code) ? 'unmapped' : 'letter';
}

/** Control characters and private ones are numbers of glyphs, not letters, but for the bullets of Word's symbol fonts. */
function isUnmapped(code: number): boolean {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0) || code >= 0xfffc) return code < 0x10000 || code > 0x10ffff;
  return code >= 0xe000 && code <= 0xf8ff && !PRIVATE_BULLETS.has(code);
}

const PRIVATE_BULLETS = new Map([
  [0xf0b7, 0x2022],
  [0xf0a7, 0x25aa],
  [0xf0a8, 0x25ab],
  [0xf0d8, 0x27a2],
  [0xf0fc, 0x2713],
  [0xf076, 0x2756],
  [0xf06e, 0x25a0],
  [0xf06f, 0x25a1],
]);

/**
 * Ligatures, Arabic letters in the forms that they have in a word, and radicals become the letters that people search for.
 * What else NFKC would change says something: m² is no m2.
 */
const GLYPH_FORMS = /[\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufdff\ufe70-\ufefc\u2f00-\u2fdf]/g;
/** Soft hyphens within a line, marks of direction, joiners of nothing, and halves of characters. */
const UNSEEN = /[\u00ad\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|\p{Surrogate}/gu;

/** The text of a word by its characters. */
export function cleanWord(codes: readonly number[]): string {
  let text = '';
  for (const code of codes) text += String.fromCodePoint(PRIVATE_BULLETS.get(code) ?? code);
  return text
    .replace(UNSEEN, '')
    .replace(GLYPH_FORMS, (form) => form.normalize('NFKC'))
    .normalize('NFC');
}
