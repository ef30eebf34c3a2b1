/** Letters of Hebrew. */
export const HEBREW = /\p{Script=Hebrew}/u;

/** "and", and "the", "in", "as", "to", "from", "that", of which two may follow each other: "והמחיר", "שבבית". */
const PREFIX = /^[והבכלמש](?=\p{L}{3})/u;

/** A word without the particles that Hebrew writes as its first letters, or what may be some: one taken off, and two. */
export function withoutPrefixes(word: string): string[] {
  const once = word.replace(PREFIX, '');
  const twice = once.replace(PREFIX, '');
  return [...new Set([once, twice])].filter((form) => form !== word);
}

/** A word without its endings of gender, number and possession, its last letter written as within words: "מסמכים" is "מסמך". */
export function stemHebrew(word: string): string {
  return word.replace(ENDINGS, '').replace(/[ךםןףץ]$/u, (letter) => WITHIN[letter] ?? letter);
}

const ENDINGS = /(?<=^\p{L}{3,})(?:יהם|יהן|ותיו|ים|ות|יה|[התיו])$/u;
const WITHIN: Readonly<Record<string, string>> = { ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ' };
