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
