/** Follows which parts of a Markdown text are code, as the text is read. */
export interface CodeTracker {
  readonly isFenced: boolean;
  /** In what an opening run of backticks may have begun: whether it did is known at its end only. */
  readonly isInSpan: boolean;
  /** Moves over text that is neither a run of backticks nor one of tildes. */
  read(text: string): void;
  /** Moves over a whole run of backticks, or of tildes; within an address it opens a span to some readers only. */
  readRun(run: string, options: { isInAddress: boolean }): void;
  /** The length of the rest of the code span in `text`, without its end; 0: it was none; null: more text must tell. */
  restOfSpan(text: string, isEnd: boolean): number | null;
  /** What had begun was no code. */
  leaveSpan(): void;
  /** As if nothing had been read. */
  reset(): void;
}

/**
 * Fences of backticks or tildes, and code spans, by CommonMark (spec 0.31, 4.5, 5.2 and 6.1). A closing fence may be
 * followed by text, as models write it; and what is code to one reader and none to another is none.
 */
export function createCodeTracker(): CodeTracker {
  let line = '';
  let fence: Fence | null = null;
  /** Still on the line of the opening fence. */
  let isOpening = false;
  /** What follows a fence that a stricter reader does not take for closed is prose. */
  let isSure = true;
  let isClosing = false;
  let span = 0;
  let isSureSpan = true;
  let isSpansLine = false;
  let isInList = false;
  let isBehindBlank = true;

  /** A list item ends with the first line that is not indented as it is, and a fence in it as well. */
  function leaveItem(): void {
    if (fence && !isOpening && line.trim() === '' && widthOf(line) < fence.item) fence = null;
  }

  function endLine(): void {
    const isBlank = line.trim() === '';
    // A span ends with its paragraph.
    if (isBlank) span = 0;
    if (LIST_HEAD.test(line)) isInList = true;
    else if (isBehindBlank && /^\S/.test(line)) isInList = false;
    isBehindBlank = isBlank;
    if (isOpening) span = 0;
    isOpening = false;
    isClosing = false;
    isSpansLine = false;
  }

  const tracker: CodeTracker = {
    get isFenced() {
      leaveItem();
      return fence !== null && !isOpening && isSure;
    },
    get isInSpan() {
      return span > 0 && isSureSpan;
    },
    read: (text) => {
      const [first = '', ...lines] = text.split('\n');
      if (/^\S/.test(first)) leaveItem();
      if (isClosing && first.trim() !== '') isSure = false;
      line = (line + first).slice(0, LONGEST_HEAD);
      for (const next of lines) {
        endLine();
        line = next.slice(0, LONGEST_HEAD);
        if (BLOCK_HEAD.test(line)) span = 0;
      }
      if (!isSpansLine && BLOCK_HEAD.test(line)) span = 0;
    },
    readRun: (run, { isInAddress }) => {
      leaveItem();
      const { length } = run;
      const char = run.charAt(0);
      const isHead = length >= 3 && FENCE_HEAD.test(line) && (isInList || LIST_HEAD.test(line) || widthOf(line) < 4);
      if (fence && isOpening && char === '`' && fence.char === char) {
        // The line of such a fence has no backticks: it was a span.
        span = length === fence.length ? 0 : fence.length;
        isSpansLine = true;
        fence = null;
      } else if (fence) {
        if (char === fence.char && length >= fence.length && CLOSING_HEAD.test(line)) {
          isSure &&= widthOf(line) < fence.width + 4;
          isClosing = true;
          fence = null;
        }
      } else if (span > 0 && !(isHead && !isSpansLine)) {
        if (char === '`' && length === span) span = 0;
      } else if (isHead) {
        // Another run on its line makes it a span.
        span = char === '`' ? length : 0;
        isSureSpan = true;
        isSpansLine = true;
        const width = widthOf(line);
        fence = { char, length, width, item: LIST_HEAD.test(line) ? line.length : isInList ? width : 0 };
        isOpening = true;
      } else if (char === '`') {
        span = length;
        isSureSpan = !isInAddress;
        isSpansLine = true;
      }
      line = (line + run).slice(0, LONGEST_HEAD);
    },
    restOfSpan: (text, isEnd) => {
      if (!isSpansLine && line.trim() === '' && BLOCK_HEAD.test(text)) return 0;
      for (const { 0: found, index } of text.matchAll(isOpening ? /`+|\n/g : PARAGRAPH_END)) {
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
      isSure = true;
      isClosing = false;
      span = 0;
      isInList = false;
    },
  };
  return tracker;
}

interface Fence {
  readonly char: string;
  readonly length: number;
  /** How far it is indented. */
  readonly width: number;
  /** How far the list item's content is indented that it stands in; 0: in none. */
  readonly item: number;
}

function widthOf(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].replaceAll('\t', '    ').length ?? 0;
}

const LIST_HEAD = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/;
/** What may stand before a fence on its line: list items' marks. */
const FENCE_HEAD = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*$/;
const CLOSING_HEAD = /^\s*$/;
/** What ends a paragraph without a blank line. */
const BLOCK_HEAD = /^[ \t]*(?:[-*+=>#|<⟨]|\d{1,9}[.)])/;
const PARAGRAPH_END = /`+|\n[ \t]*(?:\n|[-*+=>#|<⟨]|\d{1,9}[.)]|```|~~~)/g;
const LONGEST_HEAD = 40;
/** A span that is longer, in characters, was none. */
const LONGEST_SPAN = 2_000;
