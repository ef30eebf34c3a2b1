/** A text as it reads, whatever it is written with, and where each of its characters ends in the text as it is. */
export interface Folded {
  readonly text: string;
  /** `ends[i]`: the end, in the source, of what became character i. */
  readonly ends: readonly number[];
}

/**
 * Lower case, compatibility forms folded ("＜" is "<"), invisible characters left out, digits of every script as 0 to 9:
 * what a reader, or a tokenizer, takes for the same.
 */
export function fold(source: string): Folded {
  let text = '';
  const ends: number[] = [];
  let end = 0;
  for (const char of source) {
    end += char.length;
    const folded = foldChar(char);
    for (let at = 0; at < folded.length; at += 1) ends.push(end);
    text += folded;
  }
  return { text, ends };
}

/** Soft hyphens, zero-width characters, marks of direction, variation selectors and the like. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
const DIGIT = /^\p{Nd}$/u;

function foldChar(char: string): string {
  if (char < '\x7f') return char.toLowerCase();
  if (INVISIBLE.test(char)) return '';
  const folded = char.normalize('NFKC').toLowerCase();
  return DIGIT.test(folded) ? digitOf(folded) : folded;
}

/** The decimal digits of a script stand in a row, from zero. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}
