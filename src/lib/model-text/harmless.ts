import { isActiveTag } from './html-tags.ts';

/**
 * Keeps what is put together from pieces of a text from becoming an image, a link or a tag by chance, or by an
 * attacker's plan: `![alt]<b>(https://…)` must not be one once the tag in it is gone. What is to be shown passes through.
 */
export interface Harmless {
  /** The same, but for spaces between brackets and ends of tags left out; `isCode`: it is shown as it is. */
  pass(text: string, options?: { isCode?: boolean }): string;
}

/** Begins at the start of a text. */
export function createHarmless(): Harmless {
  let last = '';
  let isEscaped = false;
  /** What may be a tag, from its opening bracket. */
  let tag: string | null = null;

  return {
    pass: (text, { isCode = false } = {}) => {
      // A run of backticks comes whole: here is where something between two was left out.
      const isRun = /^[`~]/.test(text) && !isEscaped && text.startsWith(last) && last !== '';
      let passed = isRun ? ' ' : '';
      for (const char of text) {
        if (!isCode && ((last === '!' && char === '[') || (last === ']' && char === '('))) passed += ' ';
        if (!isCode && char === '<' && !(tag && isActiveTag(`${tag} `))) tag = '';
        if (tag !== null && tag.length < LONGEST) tag += char;
        if (char === '>' && tag !== null) {
          if (isActiveTag(tag)) continue;
          tag = null;
        }
        passed += char;
        isEscaped = last === '\\' && !isEscaped;
        last = char;
      }
      return passed;
    },
  };
}

/** Words of a document with spaces in what would be shown as an image, or acted on as a tag; all else as it stands. */
export function quoteHarmless(text: string): string {
  return text.replace(/!(?=\[)/g, '! ').replace(/<(?=[/!?]?[a-z])/gi, (open, at: number, all: string) => {
    const end = all.indexOf('>', at);
    return end > 0 && isActiveTag(all.slice(at, end + 1)) ? `${open} ` : open;
  });
}

const LONGEST = 4_000;
