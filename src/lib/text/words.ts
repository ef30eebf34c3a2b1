/** A word as it is written, and whether it is surely a name: then it is no stop word. */
export interface Word {
  readonly text: string;
  readonly isName: boolean;
  /** Whether it begins with a capital that the beginning of a text doesn't ask for. */
  readonly isCapitalized: boolean;
}

/**
 * The words of a text: runs of letters and digits. A letter may be followed by an apostrophe and more letters, digits by a
 * thousands separator and exactly three more; "U.S." is "US"; a version or an address such as 4.2.0 is one.
 */
export function wordsOf(text: string): Word[] {
  const composed = text.normalize('NFKC').replace(/\u00ad/g, '');
  const matches = [...composed.matchAll(WORD)];
  return matches.map(({ 0: word, index }, at) => ({
    text: DOTTED.test(word) ? word.replaceAll('.', '') : word.replace(/^[vV](?=\p{Nd}+\.)/u, ''),
    isName: isAcronym(word, matches[at - 1]?.[0], matches[at + 1]?.[0]) || isNameWithin(composed, word, index),
    isCapitalized: at > 0 && /^\p{Lu}/u.test(word),
  }));
}

/** A version, an address of the net: not the thousands of a German number. */
export const DOTTED_NUMBERS = /^(?!\p{Nd}{1,3}(?:\.\p{Nd}{3})+$)\p{Nd}+(?:\.\p{Nd}+){2,}$/u;

const WORD =
  /(?<![\p{L}\p{N}.,])[vV]?(?!\p{Nd}{1,3}(?:\.\p{Nd}{3})+(?!\.?\p{Nd}))\p{Nd}+(?:\.\p{Nd}+){2,}(?![\p{L}\p{N}])|\p{Lu}(?:\.\p{Lu})+(?!\p{L})|[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+|(?<=\p{Nd})[.,]\p{Nd}{3}(?![\p{L}\p{N}]))*/gu;
const DOTTED = /^\p{Lu}\./u;
const CAPITALS = /^(?:\p{Lu}{2,}|\p{Lu}(?:\.\p{Lu})+)$/u;

/** IT, US, WHO: capitals, but not among capitals. */
function isAcronym(word: string, ...neighbours: (string | undefined)[]): boolean {
  if (!CAPITALS.test(word)) return false;
  const others = neighbours.filter((other) => other !== undefined);
  return others.length === 0 || others.some((other) => !CAPITALS.test(other));
}

/** "in May", "vitamin A": capitals that no sentence begins with. */
function isNameWithin(text: string, word: string, index: number): boolean {
  return (
    (word === 'May' || word === 'Will' || word === 'A') &&
    /[\p{Ll}\p{N}] $/u.test(text.slice(Math.max(0, index - 3), index))
  );
}
