import { decodeBeginning, isWestern } from './decode-text.ts';

/** Thai, which no guess by the frequency of letters knows: its vowels and tones stand above or below a consonant. */
export function isThai(sample: Uint8Array): boolean {
  const text = decodeBeginning(sample, 'windows-874', sample.length);
  const letters = count(text, /[ก-๛]/g);
  const marks = count(text, /[ัิ-ฺ็-๎]/g);
  // In Chinese or Korean that is misread so they stand anywhere, and between letters of ASCII.
  const misplaced = count(text, /(?<![ก-ฮัิ-ฺ็-๎])[ัิ-ฺ็-๎]|[เ-ไ](?![ก-ฮ])|[ก-๛][A-Za-z~]/g);
  const isMostlyThai = letters >= 0.95 * count(text, /[^\0-\x7f]/g) && marks >= letters / 10;
  return isMostlyThai && marks >= (misplaced === 0 ? 4 : 6) && misplaced <= marks / 50;
}

/**
 * The encoding of a guess, or one that is often taken for it, by how the words look in it: “BeschŠftigte” was written on
 * a Mac. Null where they look wrong in all.
 */
export function soundest(sample: Uint8Array, guessed: string): string | null {
  if (isWestern(guessed) || guessed === 'windows-1257') {
    const western = decodeBeginning(sample, 'windows-1252', sample.length);
    const taken = TAKEN_FOR_WESTERN.find(
      ({ only, also, telling }) => only.test(western) && also.test(western) && count(western, telling) >= LEAST_TELLING,
    );
    if (taken) return taken.encoding;
  }
  const text = decodeBeginning(sample, guessed, sample.length);
  const odd = oddities(text);
  if (odd === 0 && isWestern(guessed) && EURO_SIGN.test(text)) return 'iso-8859-15';
  if (odd === 0 && guessed === 'iso-8859-2' && POLISH.test(text) && NOT_POLISH.test(text)) return 'windows-1250';
  if (odd === 0) return guessed;
  const better = ALTERNATIVES[guessed]?.find((encoding) => {
    const read = decodeBeginning(sample, encoding, sample.length);
    return oddities(read) === 0 && count(read, /(?![a-z])\p{Ll}/gu) >= count(read, /(?![A-Z])\p{Lu}/gu);
  });
  return better ?? (odd <= MOST_ODDITIES * count(text, /[^\0-\x7f]/g) ? guessed : null);
}

/**
 * Encodings of Baltic and Turkish texts: the only letters that these have where they are misread as Western, of which Icelandic
 * has others, too.
 */
const TAKEN_FOR_WESTERN = [
  { encoding: 'windows-1257', only: /^[\0-\x7fàáâæçèëìíîïòøûðþ\p{P}\p{S}]*$/iu, also: /[àëèøûì]/i, telling: /[ðþ]/gi },
  { encoding: 'windows-1254', only: /^[\0-\x7fâçîöûüðýþ\p{P}\p{S}]*$/iu, also: /[ýöü]/i, telling: /[ðýþ]/gi },
];
/** One may be a name. */
const LEAST_TELLING = 3;

/** The sign for any currency hardly anyone writes: the euro's took its place. */
const EURO_SIGN = /^[^\u0080-\u009f€]*¤[^\u0080-\u009f€]*$/;
/** No language has all of these: ą in windows-1250 is š in ISO-8859-2. */
const POLISH = /[łężń]/i;
const NOT_POLISH = /[šť]/i;

const WESTERN = ['iso-8859-15', 'iso-8859-2', 'macintosh'];
const ALTERNATIVES: Readonly<Record<string, readonly string[]>> = {
  'windows-1252': WESTERN,
  'iso-8859-1': WESTERN,
  'windows-1250': ['windows-1252'],
  'iso-8859-2': ['windows-1252'],
  'windows-1251': ['x-mac-cyrillic'],
};

const MOST_ODDITIES = 0.2;

/** Letters beyond ASCII that stand where none of their kind does: a capital behind a small one, a sign within a word, a dash before its last letter, a control character. */
function oddities(text: string): number {
  return count(
    text,
    /(?<=\p{Ll})(?![A-Z])\p{Lu}|(?<=(?![a-z])\p{Ll})[A-Z]|(?<=\p{L})(?![\0-\x7f·’‘–—…\u00ad])[\p{S}\p{P}\p{No}](?=\p{L})|(?<=\p{Ll}{2})[–—](?=\p{Ll}(?!\p{L}))|[\x80-\x9f]/gu,
  );
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
