import { sentencesOf } from '../sentences.ts';

/** Finds, in a text as it is shown, sentences that end without a marker, and the marker that each should have. */
export interface SentenceCiter {
  /** What is to be shown next: the same, with a marker behind each sentence that it shows to be finished. */
  write(text: string, options: { isCode: boolean }): string;
  /** A marker is shown next; it belongs to the sentence before it. */
  cite(marker: string): void;
  /** What is missing behind the last sentence. */
  end(): string;
}

/** @param supporting the number of the passage that a sentence comes from, or null */
export function createSentenceCiter(supporting: (sentence: string) => number | null): SentenceCiter {
  /** The text since the last sentence that has ended, or the end of it where that is long. */
  let open = '';
  let isLong = false;
  let isCited = false;

  function finish(): string {
    const sentence = open.trim();
    const number = isCited || isLong || UNCITABLE.test(sentence) ? null : supporting(sentence);
    open = '';
    isLong = false;
    isCited = false;
    if (number === null) return '';
    return FULL_WIDTH_END.test(sentence) ? `[${number}]` : ` [${number}]`;
  }

  return {
    write: (text, { isCode }) => {
      let shown = '';
      for (const piece of isCode ? [text] : text.split(PIECES)) {
        const [gap = ''] = /^\s*/.exec(piece) ?? [];
        // Only the first character of what follows is looked at, so that it doesn't matter where a text is cut.
        const next = piece.slice(gap.length, gap.length + 2);
        if (next !== '' && !isCode && ends(open, gap, String.fromCodePoint(next.codePointAt(0) ?? 0)))
          shown += finish();
        open += piece;
        shown += piece;
        if (open.length > LONG) {
          isLong = true;
          open = open.slice(-LONG / 2);
        }
      }
      return shown;
    },
    cite: (marker) => {
      open += marker;
      isCited = true;
    },
    end: finish,
  };
}

/** Nothing that has more UTF-16 code units is a sentence, and looking for its end must not take longer and longer. */
const LONG = 4_000;

/** Of the text before a place where a sentence may end, in UTF-16 code units. */
const REMEMBERED = 200;

/** Before each word, and behind each full stop that is followed by no space; a piece begins with its whitespace. */
const PIECES = /(?<=\S)(?=\s)|(?<=[。！？｡])(?=\S)/u;
const FULL_WIDTH_END = /[。！？｡][」』”’）】]*$/u;
/** A heading, a table's row, an introduction, a block of code. */
const UNCITABLE = /^(?:#{1,6}\s|\|)|[:：]["”*_]*$|```|~~~/;
const LINE_HEAD = /^[-*+•–#>|`~\d]/;

function ends(open: string, gap: string, next: string): boolean {
  if (open.trim() === '') return false;
  if (/\n\s*\n/.test(gap) || (gap.includes('\n') && LINE_HEAD.test(next))) return true;
  if (gap === '' && !/[。！？｡]$/u.test(open)) return false;
  // This is asked for each word, so little is looked at: what ends here does so by the last characters.
  const tail = open.slice(-REMEMBERED);
  if (!gap.includes('\n') && !/\p{Sentence_Terminal}/u.test(tail)) return false;
  const sentences = sentencesOf(tail.replace(/[*_]+$/, '') + gap + next);
  return sentences.at(-1)?.text === next && sentences.length > 1;
}
