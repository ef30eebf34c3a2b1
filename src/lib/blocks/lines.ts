import { wordBorder } from '../borders.ts';

/** A line with its line break, or a part of one that is very long, or a run of blank lines. */
export interface Line {
  readonly start: number;
  /** Behind the line break. */
  readonly end: number;
  readonly isBlank: boolean;
  /** The line goes on in the next part. */
  readonly continues: boolean;
}

/** Text is looked at in pieces of at most this many code units, so that none takes long. */
export const LONGEST_PIECE = 4_000;

/** Reads a text line by line; each step takes a bounded time, whatever the text. */
export function* linesOf(text: string): Generator<Line> {
  for (let start = 0; start < text.length; ) {
    BLANK_LINES.lastIndex = start;
    const blank = BLANK_LINES.exec(text)?.[0].length ?? 0;
    const line = blank > 0 ? { start, end: start + blank, isBlank: true, continues: false } : nextLine(text, start);
    yield line;
    start = line.end;
  }
}

const BLANK_LINES = /(?:[^\S\n]{0,500}\n){1,500}|[^\S\n]{1,4000}$/y;

function nextLine(text: string, start: number): Line {
  const most = start + LONGEST_PIECE;
  const newline = text.slice(start, most).indexOf('\n');
  if (newline >= 0) return { start, end: start + newline + 1, isBlank: false, continues: false };
  if (most >= text.length) return { start, end: text.length, isBlank: false, continues: false };
  const end = wordBorder(text, { start, end: most });
  return { start, end, isBlank: text.slice(start, end).trim() === '', continues: true };
}
