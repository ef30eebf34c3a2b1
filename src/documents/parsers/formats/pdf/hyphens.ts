import { LINE_END_HYPHEN } from './page-text.ts';

/** Scripts that put no spaces between words. */
const UNSPACED_END =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\u3000-\u303f\uff00-\uffef]$/u;
const UNSPACED_START = new RegExp(`^${UNSPACED_END.source.slice(0, -1)}`, 'u');
/** A word's part before the line's end, with the hyphen or with PDFium's sign for it. */
const CUT = /(\p{L}[\p{L}\p{M}’'-]*)[\u00ad\u2010-]$/u;
const REST = /^\p{L}[\p{L}\p{M}’'-]*/u;
/** “Pre- and post-war” keeps hyphen and space. */
const SUSPENDED = /^(?:and|or|to|und|oder|bis|et|ou|y|o|e|en|of)$/;
const YEARS_CUT = /\d[\u00ad\u2010–-]$/;
const HYPHENATED = /(?<!\p{L})\p{L}+(?:[-\u2010]\p{L}+)+/gu;
const LONGEST_WORD = 100;
const MOST_WORDS = 100_000;

/** Joins the lines of a document, whose words with a hyphen of their own it learns before. */
export function createLineJoiner() {
  const hyphenated = new Set<string>();

  function see(text: string): void {
    for (const [word] of text.matchAll(HYPHENATED)) if (hyphenated.size < MOST_WORDS) hyphenated.add(plain(word));
  }

  /**
   * A line's text as it is before the next one: with a space behind it, or without where a word goes on, and then without
   * its hyphen unless that is the word's own.
   */
  function beforeNext(text: string, next: string): string {
    const start = CUT.exec(text.slice(-LONGEST_WORD))?.[1];
    const rest = REST.exec(next)?.[0] ?? '';
    if (start !== undefined && rest !== '') {
      const body = text.slice(0, -1);
      if (SUSPENDED.test(rest)) return `${body}- `;
      // A capital follows a hyphen that was there before the line's end, unless all are capitals.
      const isOwn = (/^\p{Lu}/u.test(rest) && /\p{Ll}/u.test(start)) || hyphenated.has(plain(`${start}-${rest}`));
      return isOwn ? `${body}-` : body;
    }
    if (YEARS_CUT.test(text.slice(-LONGEST_WORD)) && /^\d/.test(next)) return withoutSign(text);
    return standsWithoutBlank(text, next) ? text : `${withoutSign(text)} `;
  }

  return { see, beforeNext };
}

/** Whether two pieces of text are of a script that puts no space between them. */
export const standsWithoutBlank = (text: string, next: string) => UNSPACED_END.test(text) && UNSPACED_START.test(next);

/** Whether a line ends in the middle of a word. */
export const endsInWord = (text: string) => text.endsWith(LINE_END_HYPHEN) || CUT.test(text.slice(-LONGEST_WORD));

/** With a hyphen where PDFium's sign for one is left. */
export const withoutSign = (text: string) => text.replaceAll(LINE_END_HYPHEN, '-');

const plain = (word: string) => word.toLowerCase().replaceAll('\u2010', '-');
