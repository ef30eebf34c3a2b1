/** A shorter text has a NUL in it, rather than being UTF-16 without a mark. */
const SHORTEST = 16;

/** Enough to tell. */
const SAMPLE_BYTES = 4_096;

/** The byte order of a text in UTF-16, by its mark or by what it reads as; null where it is none. */
export function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  // Spaces, digits and the punctuation of every script are written with one of these bytes, which other texts lack.
  if (sample.length < SHORTEST || ![0, 1, 2].some((byte) => sample.includes(byte))) return null;
  return (['utf-16le', 'utf-16be'] as const).find((order) => isWriting(decode(sample, order))) ?? null;
}

function decode(sample: Uint8Array, order: string): string {
  return new TextDecoder(order).decode(sample, { stream: true });
}

/** Whether a text is mostly letters of one language's scripts, with something between its words, and no rubbish. */
function isWriting(text: string): boolean {
  const letters = count(text, /[\p{L}\p{M}]/gu);
  return (
    count(text, SEPARATOR) > 0 &&
    count(text, RUBBISH) <= text.length / 100 &&
    letters >= text.length / 2 &&
    SCRIPTS.some((script) => count(text, script) >= 0.9 * letters)
  );
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

const SEPARATOR = /[ \n\d.,、。]/g;
/** Control characters, halves of pairs, what means nothing, and invisible characters that hardly a text has. */
const RUBBISH = /(?!\s)[\p{Cc}\p{Cn}\p{Co}\p{Cs}\ufffd]|(?![\u00ad\u200b-\u200f\ufeff])\p{Cf}/gu;
const SCRIPTS = [
  /\p{sc=Latn}/gu,
  /[A-Za-z\p{sc=Cyrl}]/gu,
  /[A-Za-z\p{sc=Grek}]/gu,
  /[A-Za-z\p{sc=Arab}]/gu,
  /[A-Za-z\p{sc=Hebr}]/gu,
  /[A-Za-z\p{sc=Deva}]/gu,
  /[A-Za-z\p{sc=Thai}]/gu,
  /[A-Za-z\p{scx=Hang}\p{scx=Hani}]/gu,
  /[A-Za-z\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}]/gu,
];
