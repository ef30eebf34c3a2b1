/** Letters that are written with two where a keyboard lacks them, as in German and the languages of the North. */
const SPELLED_OUT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' };
const WITH_DOTS: Readonly<Record<string, string>> = { ae: 'ä', oe: 'ö', ue: 'ü', aa: 'å' };

/** Not of "neue", "Steuer" or "Quelle". */
const TWO_LETTERS = /(?<![aeqouäöü])(?:ae|oe|ue)|aa/g;

/** How else a word may be written: "Mueller" is "Müller", and the other way round. */
export function otherSpellings(word: string): string[] {
  const lower = word.normalize('NFC').toLowerCase();
  const dotted = lower.replace(TWO_LETTERS, (two) => WITH_DOTS[two] ?? two);
  const spelledOut = lower.replace(/[äöüåø]/g, (letter) => SPELLED_OUT[letter] ?? letter);
  return [dotted, spelledOut].filter((other) => other !== lower);
}
