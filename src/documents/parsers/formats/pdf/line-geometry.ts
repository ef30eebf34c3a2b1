import { type Line, leftOf, rightOf, textOf } from './page-text.ts';

/** Scripts that run from right to left. */
const LEFTWARDS = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A line of running text, measured along the way that it is read: a right one begins at the right. */
export interface TextLine {
  readonly text: string;
  /** From right to left. */
  readonly isLeftwards: boolean;
  readonly start: number;
  readonly end: number;
  readonly baseline: number;
  readonly size: number;
  readonly isBold: boolean;
  readonly page: number;
}

/** By its first letter. */
export const runsLeftwards = (text: string) => LEFTWARDS.test(/\p{L}/u.exec(text)?.[0] ?? '');

/** Puts a line's runs together. */
export function toTextLine(line: Line, page: number): TextLine {
  const text = textOf(line);
  const isLeftwards = runsLeftwards(text);
  const [left, right] = [leftOf(line), rightOf(line)];
  return {
    text,
    isLeftwards,
    start: isLeftwards ? -right : left,
    end: isLeftwards ? -left : right,
    baseline: line[0].baseline,
    size: Math.max(...line.map((run) => run.size)),
    isBold: line.every((run) => run.isBold),
    page,
  };
}

/** Whether the line's first word had room on the line before: then someone ended that on purpose. */
export function wouldHaveFit(before: TextLine, line: TextLine, end: number): boolean {
  const firstWord = FIRST_WORD.exec(line.text)?.[0] ?? '';
  const letterWidth = (line.end - line.start) / line.text.length;
  return end - before.end > (firstWord.length + 1) * letterWidth + line.size;
}

/** In scripts without spaces a line may end after each letter. */
const FIRST_WORD = /^(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|\S+)/u;

/** Whether it stands below, in the same column. */
export function isBelow(before: TextLine, line: TextLine): boolean {
  return (
    line.page === before.page &&
    line.isLeftwards === before.isLeftwards &&
    line.baseline < before.baseline &&
    line.start < before.end + line.size &&
    line.end > before.start - line.size
  );
}

/** Whether two lines have their middles, and not their starts, at one place. */
export function areCentred(a: TextLine, b: TextLine): boolean {
  const startsDiffer = Math.abs(a.start - b.start) > a.size / 2;
  return startsDiffer && Math.abs(a.start + a.end - b.start - b.end) < a.size / 2;
}
