import { type Gap, LINE_END_HYPHEN, type Line, type Run } from './page-text.ts';

/** A word as PDFium tells it. */
export interface Word extends Omit<Run, 'gaps'> {
  /** PDFium sees a new line. */
  readonly beginsLine: boolean;
}

/** Distances, all in heights of letters. Words on one baseline that are further apart than this are in runs of their own. */
const WIDE_GAP = 1.5;
/** What may be the gap between two cells. */
const GAP = 0.6;
/** Where letters touch is no space: some files have one behind a ligature, or wherever they move a letter. */
const NO_GAP = 0.05;

/** Puts words together to runs, and runs to lines. */
export function toLines(words: readonly Word[]): Line[] {
  const blanksTakeRoom = hasTrueBlanks(words);
  const lines: [Run, ...Run[]][] = [];
  for (const word of words) {
    const line = lines.at(-1);
    const before = line?.at(-1);
    // PDFium ends the line before and after what is raised or lowered: an index, a bullet of another font.
    if (!line || !before || (word.beginsLine && !continues(before, word))) lines.push([toRun(word)]);
    else if (gapBetween(before, word) > WIDE_GAP * Math.max(before.size, word.size)) line.push(toRun(word));
    else line[line.length - 1] = joined(before, word, touches(before, word, blanksTakeRoom));
  }
  return lines;
}

function toRun({ text, left, right, baseline, size, isBold }: Word): Run {
  return { text, left, right, baseline, size, isBold, gaps: NO_GAPS };
}

const NO_GAPS: readonly Gap[] = [];

/** Whether most spaces of a page take room. If not, the font tells wrong widths, and no gap tells anything. */
function hasTrueBlanks(words: readonly Word[]): boolean {
  let blanks = 0;
  let wide = 0;
  let before: Word | undefined;
  for (const word of words) {
    if (before && !word.beginsLine) {
      blanks++;
      if (gapBetween(before, word) > 2 * NO_GAP * word.size) wide++;
    }
    before = word;
  }
  return wide > blanks / 2;
}

type Place = Pick<Run, 'left' | 'right'>;

/** Letters run from right to left in some scripts. */
function gapBetween(a: Place, b: Place): number {
  return Math.max(b.left - a.right, a.left - b.right);
}

function continues(before: Run, word: Word): boolean {
  const size = Math.max(before.size, word.size);
  return (
    !before.text.endsWith(LINE_END_HYPHEN) &&
    Math.abs(before.baseline - word.baseline) < size / 2 &&
    word.left > before.right - size / 4
  );
}

/** What PDFium took for a new line needs a gap to be a word of its own; turned letters overlap, and have their spaces. */
function touches(before: Run, word: Word, blanksTakeRoom: boolean): boolean {
  const gap = gapBetween(before, word) / before.size;
  return word.beginsLine ? gap < NO_GAP : blanksTakeRoom && Math.abs(gap) < NO_GAP;
}

function joined(before: Run, word: Word, isOneWord: boolean): Run {
  const isCell = gapBetween(before, word) > GAP * before.size && word.left > before.right;
  const isSmaller = before.size < word.size;
  return {
    text: isOneWord ? before.text + word.text : `${before.text} ${word.text}`,
    left: Math.min(before.left, word.left),
    right: Math.max(before.right, word.right),
    // A raised or small word says nothing of its line.
    baseline: isSmaller ? word.baseline : before.baseline,
    size: Math.max(before.size, word.size),
    isBold: before.isBold && word.isBold,
    gaps: isCell ? [...before.gaps, { at: before.text.length, left: before.right, right: word.left }] : before.gaps,
  };
}
