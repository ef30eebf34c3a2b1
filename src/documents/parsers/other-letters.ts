import { decodeBeginning } from './decode-text.ts';

/** Letters by how often texts have them, the most common first, and the encodings of one byte a letter that hold them. */
interface Alphabet {
  readonly letters: string;
  readonly encodings: readonly string[];
}

const ALPHABETS: readonly Alphabet[] = [
  {
    letters: 'оеаинтсрвлкмдпуяыьізгбчйхжшюцщъэфєїґё',
    encodings: ['windows-1251', 'koi8-u', 'ibm866', 'iso-8859-5', 'x-mac-cyrillic'],
  },
  { letters: 'αοιετσνηυρπκμλωςθγδάίέόφχύβήξώζψϊΐϋΰ', encodings: ['windows-1253', 'iso-8859-7'] },
  { letters: 'יוהלאתרמבשנםדעחקפגכטסזןצךףץ', encodings: ['windows-1255'] },
  { letters: 'اليمنتروبةدعهسكفحقجطأصشخىذزضءئغثظإؤآ', encodings: ['windows-1256', 'iso-8859-6'] },
];

/** Fewer letters tell nothing. */
const LEAST = 8;

/** The mean of `log(probability)` of letters that a text must reach: that of a language's own letters is near -3. */
const LEAST_LIKELY = -3.5;

/** How far the best must be before the next, as many alphabets lie in the same bytes. */
const AHEAD = 0.25;

/** As what a letter counts that its alphabet lacks, or a capital behind a small letter. */
const STRANGE = 60;

/** How fast letters become rarer from one to the next. */
const RARER = 1 / 8;

/**
 * The encoding of a text of Cyrillic, Greek, Hebrew or Arabic letters, of one byte each, by how often each of them comes:
 * read in another's encoding, common letters become rare ones. Null for other texts, and where too little tells.
 */
export function otherLettersOf(sample: Uint8Array): string | null {
  if (!isOfHighWords(sample)) return null;
  const ranked = ALPHABETS.flatMap(({ letters, encodings }) =>
    encodings.map((encoding) => {
      return { encoding, letters, likely: likelihood(decodeBeginning(sample, encoding, sample.length), letters) };
    }),
  ).sort((a, b) => b.likely - a.likely);
  const [best] = ranked;
  if (!best || best.likely < LEAST_LIKELY) return null;
  // Encodings of one alphabet may agree on all of the text.
  const next = ranked.find(({ letters }) => letters !== best.letters)?.likely ?? Number.NEGATIVE_INFINITY;
  return best.likely - next < AHEAD ? null : best.encoding;
}

/** Whether letters beyond ASCII make words of their own, and don't stand among others as accents do. */
function isOfHighWords(sample: Uint8Array): boolean {
  const text = Buffer.from(sample.buffer, sample.byteOffset, sample.length).toString('latin1');
  const words = text.match(/(?<![A-Za-z\x80-\xff])[\x80-\xff]{2,}(?![A-Za-z\x80-\xff])/g) ?? [];
  const high = text.match(/[\x80-\xff]/g)?.length ?? 0;
  return words.join('').length >= Math.max(LEAST, 0.8 * high);
}

function likelihood(text: string, letters: string): number {
  const high = [...text.matchAll(/[^\0-\x7f]/gu)];
  const sum = high.reduce((total, { 0: letter, index }) => {
    const small = letter.toLowerCase();
    const [before, behind] = [text.charAt(index - 1), text.charAt(index + 1)];
    const isMisplaced = (small !== letter && /\p{Ll}/u.test(before)) || (FINAL.test(letter) && /\p{L}/u.test(behind));
    const rank = isMisplaced ? -1 : letters.indexOf(small);
    // Signs such as “ and № tell of no alphabet, nor does the apostrophe within Ukrainian words.
    const isSign = SIGN.test(letter) && (letter === '’' || !/\p{L}/u.test(before));
    return total + Math.log(RARER) - RARER * (isSign ? LEAST : rank < 0 ? STRANGE : rank);
  }, 0);
  return high.length === 0 ? Number.NEGATIVE_INFINITY : sum / high.length;
}

/** Letters that stand at ends of words alone. */
const FINAL = /[ςךםןףץىة]/;
const SIGN = /[\p{P}\p{Z}№©®°§€±]/u;
