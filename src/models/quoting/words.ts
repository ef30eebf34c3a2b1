import { wordsIn } from '../../lib/text/grams.ts';

/** The words of Markdown: without the addresses of links, emphasis, and the marks of lists, quotes and tables. */
export function wordsOf(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)\s]*(?:\s[^)]*)?\)/g, '$1')
    .replace(/^\s*(?:[-*+•–]\s+(?:\[[ xX]\]\s)?|\d{1,3}[.)]\s+|>+\s?|#{1,6}\s+|: +)/gm, '')
    .replace(/^\s*(?:```|~~~).*$/gm, ' ')
    .replace(/^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?\s*$/gm, ' ')
    .replace(/\s*\|\s*/g, ', ')
    .replace(/\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^, |, $/g, '')
    .trim();
}

/** How many words a text has, of scripts without blanks too. */
export function countWords(text: string): number {
  return text.split(/\s+/).reduce((sum, word) => sum + wordsIn(word), 0);
}
