import type { XmlAttributes } from '../xml.ts';

/** What an element stands for that is a sign; spaces beyond the first are written so. */
export function signOf(name: string, attributes: XmlAttributes): string {
  switch (name) {
    case 'text:s':
      return ' '.repeat(countOf(attributes['text:c'], MOST_BLANKS));
    case 'text:tab':
      return '\t';
    case 'text:line-break':
      return '\n';
    default:
      return '';
  }
}

const MOST_BLANKS = 100;

/** A number of times that a file gives: 1 where it doesn't, and never more than there is use for. */
export function countOf(value: string | undefined, most: number): number {
  const count = Number(value ?? 1);
  return count >= 1 ? Math.min(Math.floor(count), most) : 1;
}

/** Line breaks of the XML mean no more than spaces. */
export function withoutBreaks(text: string): string {
  return text.replace(/[ \t\r\n]+/g, ' ');
}
