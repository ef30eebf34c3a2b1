/** Follows which parts of a Markdown text are code, as the text is read. */
export interface CodeTracker {
  readonly isFenced: boolean;
  /** In what an opening run of backticks may have begun: whether it did is known at its end only. */
  readonly isInSpan: boolean;
  /** Moves over text that is neither a run of backticks nor one of tildes. */
  read(text: string): void;
  /** Moves over a whole run of backticks, or of tildes. */
  readRun(run: string): void;
  /** The length of the rest of the code span in `text`, without its end; 0: it was none; null: more text must tell. */
  restOfSpan(text: string, isEnd: boolean): number | null;
  /** What had begun was no code. */
  leaveSpan(): void;
  /** As if nothing had been read. */
  reset(): void;
}

/** Fences of backticks or tildes, and code spans, by CommonMark (spec 0.31, 4.5 and 6.1); a closing fence may be followed by text. */
export function createCodeTracker(): CodeTracker {
  let line = '';
  let fence: { readonly char: string; readonly length: number } | null = null;
  /** Still on the line of the opening fence: another run as long makes it a span. */
  let isOpening = false;
  let span = 0;

  const tracker: CodeTracker = {
    get isFenced() {
      return fence !== null;
    },
    get isInSpan() {
      return span > 0;
    },
    read: (text) => {
      const [first = '', ...lines] = text.split('\n');
      line = (line + first).slice(0, LONGEST_HEAD);
      for (const next of lines) {
        // A span ends with its paragraph.
        if (line.trim() === '') span = 0;
        isOpening = false;
        line = next.slice(0, LONGEST_HEAD);
      }
    },
    readRun: (run) => {
      const { length } = run;
      const char = run.charAt(0);
      if (fence) {
        const { char: opened, length: least } = fence;
        const isEnd = isOpening ? char === '`' && length === least : length >= least && CLOSING_HEAD.test(line);
        if (char === opened && isEnd) fence = null;
      } else if (span > 0) {
        if (char === '`' && length === span) span = 0;
      } else if (length >= 3 && FENCE_HEAD.test(line)) {
        fence = { char, length };
        isOpening = true;
      } else if (char === '`') span = length;
      line = (line + run).slice(0, LONGEST_HEAD);
    },
    restOfSpan: (text, isEnd) => {
      for (const { 0: found, index } of text.matchAll(/`+|\n[ \t]*\n/g)) {
        if (found.startsWith('\n')) return 0;
        // A run at the end may go on.
        if (index + found.length === text.length && !isEnd) return null;
        if (found.length === span) return index;
      }
      return isEnd || text.length > LONGEST_SPAN ? 0 : null;
    },
    leaveSpan: () => {
      span = 0;
    },
    reset: () => {
      line = '';
      fence = null;
      isOpening = false;
      span = 0;
    },
  };
  return tracker;
}

/** What may stand before a fence on its line: list items' and quotes' marks. */
const FENCE_HEAD = /^[ \t]*(?:(?:[-*+>]|\d{1,3}[.)])[ \t]*)*$/;
const CLOSING_HEAD = /^[\s>]*$/;
const LONGEST_HEAD = 40;
/** A span that is longer, in characters, was none. */
const LONGEST_SPAN = 2_000;
