/** Text that stands together on a line. Lengths are in the page's units (points), y grows upwards. */
export interface Run {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
  /** Of its letters. */
  readonly size: number;
  readonly isBold: boolean;
  /** Spaces that are wider than most: between two cells, or two words of a line that is set wide. */
  readonly gaps: readonly Gap[];
}

/** A wide space in a run. */
export interface Gap {
  /** Where the space is in the text. */
  readonly at: number;
  readonly left: number;
  readonly right: number;
}

/** What stands on a baseline: one run, or several with wide gaps between them. Never empty. */
export type Line = readonly [Run, ...Run[]];

/** A page's text as PDFium tells it. */
export interface PageText {
  /** In PDFium's order, which is mostly the order of reading. */
  readonly lines: readonly Line[];
  /** Comments and filled in fields. */
  readonly added: readonly string[];
  readonly letters: number;
  /** Letters whose font does not say what they are. They are left out. */
  readonly unmapped: number;
  /** A picture covers the page, and next to nothing is written on it. */
  readonly isPicture: boolean;
}

/** The pages of a document, as often as they are asked for. */
export interface PageTexts {
  readonly count: number;
  /** From 0; null for a damaged one. */
  read(index: number): PageText | null;
}

/** A page with fewer letters may be a picture. */
export const FEW_LETTERS = 20;

/**
 * A page with more lines was not made for people. It is taken line by line: to see columns and tables in it would take a
 * time that grows with the square of the lines.
 */
export const MOST_LINES = 5_000;

/** A line's end that may be the middle of a word. */
export const LINE_END_HYPHEN = '\u00ad';

/** The left end of a line. */
export const leftOf = (line: Line) => Math.min(...line.map((run) => run.left));
/** The right end of a line. */
export const rightOf = (line: Line) => Math.max(...line.map((run) => run.right));
/** The text of a line, its runs with a space between them. */
export const textOf = (line: Line) => line.map((run) => run.text).join(' ');

/** Runs that are one after all. */
export function mergeRuns(runs: Line): Run {
  return {
    ...runs[0],
    text: textOf(runs),
    left: leftOf(runs),
    right: rightOf(runs),
    isBold: runs.every((run) => run.isBold),
    gaps: [],
  };
}
