import { decodeBeginning } from './decode-text.ts';

/** Thai, which no guess by the frequency of letters knows: its vowels and tones stand above or below a consonant. */
export function isThai(sample: Uint8Array): boolean {
  const text = decodeBeginning(sample, 'windows-874', sample.length);
  const letters = count(text, /[ก-๛]/g);
  const marks = count(text, /[ัิ-ฺ็-๎]/g);
  // In Chinese or Korean that is misread so they stand anywhere, and between letters of ASCII.
  const misplaced = count(text, /(?<![ก-ฮัิ-ฺ็-๎])[ัิ-ฺ็-๎]|[เ-ไ](?![ก-ฮ])|[ก-๛][A-Za-z~]/g);
  const isMostlyThai = letters >= 0.95 * count(text, /[^\0-\x7f]/g) && marks >= letters / 10;
  return isMostlyThai && marks >= 6 && misplaced <= marks / 50;
}

/** Russian as DOS wrote it. */
export function isDosCyrillic(sample: Uint8Array): boolean {
  const text = decodeBeginning(sample, 'ibm866', sample.length);
  const letters = count(text, /[А-яЁё]/g);
  return letters >= 10 && letters >= 0.9 * count(text, /[^\0-\x7f]/g) && oddities(text) === 0;
}

/**
 * The encoding of a guess, or one that is often taken for it, by how the words look in it: “BeschŠftigte” was written on
 * a Mac. Null where they look wrong in all.
 */
export function soundest(sample: Uint8Array, guessed: string): string | null {
  const text = decodeBeginning(sample, guessed, sample.length);
  const odd = oddities(text);
  if (odd === 0) return guessed;
  const better = ALTERNATIVES[guessed]?.find((encoding) => {
    const read = decodeBeginning(sample, encoding, sample.length);
    return oddities(read) === 0 && count(read, /(?![a-z])\p{Ll}/gu) >= count(read, /(?![A-Z])\p{Lu}/gu);
  });
  return better ?? (odd <= MOST_ODDITIES * count(text, /[^\0-\x7f]/g) ? guessed : null);
}

const WESTERN = ['iso-8859-15', 'macintosh'];
const ALTERNATIVES: Readonly<Record<string, readonly string[]>> = {
  'windows-1252': WESTERN,
  'iso-8859-1': WESTERN,
  'windows-1251': ['x-mac-cyrillic'],
};

const MOST_ODDITIES = 0.2;

/** Letters beyond ASCII that stand where none of their kind does: a capital behind a small one, a sign within a word, a control character. */
function oddities(text: string): number {
  return count(
    text,
    /(?<=\p{Ll})(?![A-Z])\p{Lu}|(?<=\p{L})(?![\0-\x7f·’‘–—…\u00ad])[\p{S}\p{P}\p{No}](?=\p{L})|[\x80-\x9f]/gu,
  );
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
