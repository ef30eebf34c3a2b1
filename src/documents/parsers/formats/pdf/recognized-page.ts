import type { RecognizedLine, RecognizedWord } from '../../ocr/tesseract.ts';
import { standsWithoutBlank } from './hyphens.ts';
import { toLines, type Word } from './lines.ts';
import type { PageText } from './page-text.ts';
import type { PageImage } from './render-page.ts';

/** Below it a word is unsure, of 100. Print has 90 and more, and what a drawing is taken for seldom 60. */
const SURE = 60;
/** Of a stretch's letters. Where fewer are sure, it is not text alone, if at all. */
const MOSTLY_SURE = 0.85;
/** In heights of letters: what stands further apart is judged by itself, as a drawing beside a text. */
const WIDE_GAP = 1;
/** What a drawing is taken for is seldom longer than a letter or sign, */
const LIKE_WORD = /[\p{L}\p{N}]{2}|\p{Lo}/u;
/** and never so many letters in a row, be they unsure. */
const WORD = /^\P{L}?\p{L}[\p{L}\p{M}’'-]{4,}\P{L}?$/u;

/** What is written on a page, by what was recognized in its picture. */
export function recognizedPage(
  recognized: readonly RecognizedLine[],
  { image, added }: { image: PageImage; added: readonly string[] },
): PageText {
  const words = recognized.flatMap((line) => toWords(line, image));
  const letters = words.reduce((sum, { text }) => sum + text.length, 0);
  return { lines: toLines(words), added, letters, unmapped: 0, isPicture: false };
}

function toWords(line: RecognizedLine, { scale, height }: PageImage): Word[] {
  const baseline = height - (line.baseline.y0 + line.baseline.y1) / 2 / scale;
  const size = line.rowAttributes.rowHeight / scale;
  const words: Word[] = [];
  for (const { text, bbox } of stretchesOf(line).flatMap(withoutNoise)) {
    const word = { text, left: bbox.x0 / scale, right: bbox.x1 / scale, baseline, size, isBold: false };
    const before = words.at(-1);
    if (before && standsWithoutBlank(before.text, text)) {
      words[words.length - 1] = { ...before, text: before.text + text, right: word.right };
    } else words.push({ ...word, beginsLine: before === undefined });
  }
  return words;
}

/** The words of a line, cut at wide gaps. */
function stretchesOf({ words, rowAttributes }: RecognizedLine): RecognizedWord[][] {
  const stretches: RecognizedWord[][] = [];
  let before: RecognizedWord | undefined;
  for (const word of words) {
    if (word.text.trim() === '') continue;
    const gap = before ? Math.max(word.bbox.x0 - before.bbox.x1, before.bbox.x0 - word.bbox.x1) : 0;
    if (before && gap <= WIDE_GAP * rowAttributes.rowHeight) stretches.at(-1)?.push(word);
    else stretches.push([word]);
    before = word;
  }
  return stretches;
}

/** Without what pictures, rules and spots were taken for. */
function withoutNoise(words: readonly RecognizedWord[]): readonly RecognizedWord[] {
  if (!words.some(({ text }) => /[\p{L}\p{N}]/u.test(text))) return [];
  const sure = words.filter(({ confidence }) => confidence >= SURE);
  if (lettersOf(sure) >= MOSTLY_SURE * lettersOf(words)) return words;
  return words.filter(({ confidence, text }) => (confidence >= SURE ? LIKE_WORD : WORD).test(text));
}

function lettersOf(words: readonly RecognizedWord[]): number {
  return words.reduce((sum, { text }) => sum + text.length, 0);
}
