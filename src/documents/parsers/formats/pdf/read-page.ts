import { readAnnotations } from './annotations.ts';
import { cleanWord, meaningOf } from './letters.ts';
import { toLines, type Word } from './lines.ts';
import { hasLargeImage } from './page-images.ts';
import { FEW_LETTERS, LINE_END_HYPHEN, type PageText } from './page-text.ts';
import type { OpenPdf, Pdfium } from './pdfium.ts';
import { createTypefaces } from './typeface.ts';

/** Reads what is written on a page. */
export function readPage(pdf: OpenPdf, page: number): PageText {
  const { pdfium } = pdf;
  const { call } = pdfium;
  const added = readAnnotations(pdfium, page);
  const textPage = call.FPDFText_LoadPage(page);
  if (textPage === 0) return { lines: [], added, letters: 0, unmapped: 0, isPicture: hasLargeImage(pdf, page) };
  try {
    const { words, letters, unmapped } = readWords(pdfium, textPage);
    const isPicture = letters < FEW_LETTERS && hasLargeImage(pdf, page);
    return { lines: toLines(words), added, letters, unmapped, isPicture };
  } finally {
    call.FPDFText_ClosePage(textPage);
  }
}

/** Letter by letter, but boxes are asked for at the ends of words only, which is three times faster. */
function readWords(pdfium: Pdfium, textPage: number) {
  const { call } = pdfium;
  const typefaceOf = createTypefaces(pdfium, textPage);
  const words: Word[] = [];
  let letters = 0;
  let unmapped = 0;
  const guessed = { letters: 0, small: 0 };
  let codes: number[] = [];
  let first = 0;
  let last = 0;
  let beginsLine = true;
  const endWord = (isHyphenated = false) => {
    const text = cleanWord(codes);
    codes = [];
    if (text === '') return;
    if (call.FPDFText_HasUnicodeMapError(textPage, first)) {
      guessed.letters += text.length;
      guessed.small += text.replace(/[^a-z]/g, '').length;
    }
    words.push({
      text: isHyphenated ? text + LINE_END_HYPHEN : text,
      ...measure(pdfium, textPage, first, last),
      ...typefaceOf(first),
      beginsLine,
    });
    beginsLine = false;
  };
  const count = call.FPDFText_CountChars(textPage);
  for (let index = 0; index < count; index++) {
    const code = call.FPDFText_GetUnicode(textPage, index);
    const meaning = meaningOf(code);
    if (meaning === 'letter') {
      letters++;
      if (codes.length === 0) first = index;
      // Before the alef of its ligature, which PDFium reads from left to right.
      if (code === LAM && isOneSign(pdfium, textPage, codes, index)) codes.splice(-1, 0, code);
      else codes.push(code);
      last = index;
    } else if (meaning === 'unmapped') {
      letters++;
      unmapped++;
    } else {
      endWord(meaning === 'line-end-hyphen');
      if (meaning !== 'blank') beginsLine = true;
    }
  }
  endWord();
  // Where a font tells no letters PDFium takes its numbers for them, which is right for fonts of old papers.
  if (guessed.small < LEAST_SMALL * guessed.letters) unmapped += guessed.letters;
  return { words, letters, unmapped };
}

/** Of the letters of a text. */
const LEAST_SMALL = 0.5;

const LAM = 0x0644;
const ALEFS = new Set([0x0622, 0x0623, 0x0625, 0x0627]);

/** Whether a letter was drawn as one sign together with the alef before it. */
function isOneSign(
  { call, answer, floats }: Pdfium,
  textPage: number,
  codes: readonly number[],
  index: number,
): boolean {
  if (!ALEFS.has(codes.at(-1) ?? 0) || !call.FPDFText_GetLooseCharBox(textPage, index - 1, answer)) return false;
  const before = floats(4).join();
  return call.FPDFText_GetLooseCharBox(textPage, index, answer) && floats(4).join() === before;
}

/** A word's place, by its first letter and its last. */
function measure({ call, answer, floats }: Pdfium, textPage: number, first: number, last: number) {
  let left = 0;
  let right = 0;
  if (call.FPDFText_GetLooseCharBox(textPage, first, answer)) [left = 0, , right = 0] = floats(4);
  if (last !== first && call.FPDFText_GetLooseCharBox(textPage, last, answer)) {
    const [lastLeft = left, , lastRight = right] = floats(4);
    left = Math.min(left, lastLeft);
    right = Math.max(right, lastRight);
  }
  return { left, right };
}
