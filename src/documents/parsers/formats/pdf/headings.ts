import { type Line, textOf } from './page-text.ts';

/** Letters so much larger than most of the document's are a heading's. */
const LARGER = 1.15;
/** Where more of the document is bold than this, bold marks no headings. */
const MOST_BOLD = 0.3;
/** Sizes closer than this are one level. */
const SAME_SIZE = 1.05;
const DEEPEST = 6;
const LONGEST = 100;
const SENTENCE_END = /[.,;:!…。،؛]$/;

/** The sizes of letters in a document, by which its headings are known. */
export function createHeadings() {
  const letters = new Map<number, number>();
  /** Lines that may be headings, by size. */
  const lines = new Map<number, number>();
  let bold = 0;
  let all = 0;

  function see(line: Line): void {
    for (const run of line) {
      const size = rounded(run.size);
      letters.set(size, (letters.get(size) ?? 0) + run.text.length);
      all += run.text.length;
      if (run.isBold) bold += run.text.length;
    }
    if (isTitle(textOf(line))) {
      const size = rounded(line[0].size);
      lines.set(size, (lines.get(size) ?? 0) + 1);
    }
  }

  /** When it has seen all. */
  function judge() {
    const body = median(letters, all);
    const boldMarks = bold < MOST_BOLD * all;
    const sizes = [...lines.keys()].filter((size) => size > LARGER * body).sort((a, b) => b - a);
    const levels = sizes.filter((size, index) => index === 0 || (sizes[index - 1] ?? 0) / size > SAME_SIZE);
    return {
      /** Whether it looks like a heading, whatever it says. */
      stands: ({ size, isBold }: { readonly size: number; readonly isBold: boolean }) =>
        rounded(size) > LARGER * body || (isBold && boldMarks && size > body / LARGER),
      isTitle,
      levelOf: (size: number) => Math.min(levels.filter((level) => level > rounded(size)).length + 1, DEEPEST),
    };
  }

  return { see, judge };
}

/** Tells headings by what all lines of the document look like. */
export type Headings = ReturnType<ReturnType<typeof createHeadings>['judge']>;

/** Words, but no sentence. */
function isTitle(text: string): boolean {
  return text.length < LONGEST && /\p{L}{2}|\p{Lo}/u.test(text) && !SENTENCE_END.test(text);
}

const rounded = (size: number) => Math.round(size * 2) / 2;

/** Of all letters, by size. */
function median(letters: ReadonlyMap<number, number>, all: number): number {
  let seen = 0;
  for (const [size, count] of [...letters].sort(([a], [b]) => a - b)) {
    seen += count;
    if (seen >= all / 2) return size;
  }
  return 0;
}
