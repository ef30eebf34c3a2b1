import { isAscii, isUtf8 } from 'node:buffer';
import chardet from 'chardet';
import { isDosCyrillic, isThai, soundest } from './single-byte.ts';
import { utf16Of } from './utf16.ts';

/** As much of a file as is looked at to judge what it is. */
export const SAMPLE_BYTES = 65_536;

/** Guessing takes a millisecond for a kilobyte. */
const GUESSED_BYTES = 4_096;

/** chardet's confidence, of 100, below which half of its guesses are wrong. */
const LEAST_CONFIDENCE = 20;

/** Encodings of several bytes a letter are told by their order, which one letter in a thousand fits by chance. */
const CERTAIN = 90;

/**
 * How a text is encoded, as a label of `TextDecoder`: as UTF-16 by its mark or by what it reads as, as UTF-8 also where
 * single bytes of it are damaged, else by its letters. Null where that can't be told, or it is no text.
 */
export function encodingOf(bytes: Uint8Array): string | null {
  const utf16 = utf16Of(bytes);
  if (utf16) return utf16;
  if (isUtf8(bytes)) return hasJisEscapes(bytes) ? 'iso-2022-jp' : 'utf-8';
  const from = firstHighByte(bytes);
  if (isDamagedUtf8(bytes.subarray(from, from + SAMPLE_BYTES))) return 'utf-8';
  return guess(bytes.subarray(Math.max(0, from - GUESSED_BYTES / 4), from + GUESSED_BYTES));
}

/** ISO-2022-JP is ASCII with escape sequences. */
function hasJisEscapes(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SAMPLE_BYTES));
  return buffer.includes('\x1b$B') || buffer.includes('\x1b$@');
}

function firstHighByte(bytes: Uint8Array): number {
  let from = 0;
  while (isAscii(bytes.subarray(from, from + SAMPLE_BYTES))) from += SAMPLE_BYTES;
  return from + bytes.subarray(from, from + SAMPLE_BYTES).findIndex((byte) => byte > 0x7f);
}

/** Whether four of five letters beyond ASCII are right. */
function isDamagedUtf8(sample: Uint8Array): boolean {
  const text = new TextDecoder().decode(sample, { stream: true });
  const damaged = text.match(/\ufffd/g)?.length ?? 0;
  const right = text.match(/[^\0-\x7f\ufffd]/gu)?.length ?? 0;
  return right > 0 && right >= 4 * damaged;
}

function guess(sample: Uint8Array): string | null {
  if (isThai(sample)) return 'windows-874';
  const guesses = chardet
    .analyse(sample)
    .map(({ name, confidence }) => ({ encoding: name.toLowerCase(), confidence }))
    .filter(({ encoding }) => !/^(?:ascii|utf|iso-2022)/.test(encoding));
  const [best] = guesses;
  if (best && isWide(best.encoding) && best.confidence >= CERTAIN && decoded(sample, best.encoding))
    return best.encoding;
  // What is too short for statistics: hardly anything else makes words of such letters.
  const wide = WIDE.find((encoding) => isMostlyWide(decoded(sample, encoding) ?? ''));
  if (wide) return wide;
  const found = guesses.find(({ encoding }) => !isWide(encoding) && decoded(sample, encoding) !== null);
  if (found && found.confidence >= LEAST_CONFIDENCE) return soundest(sample, found.encoding);
  return isDosCyrillic(sample) ? 'ibm866' : null;
}

/** Encodings of Chinese, Japanese and Korean, the most common first. */
const WIDE = ['shift_jis', 'gb18030', 'euc-kr', 'big5', 'euc-jp'];

function isWide(encoding: string): boolean {
  return /jis|gb|euc|big5/.test(encoding);
}

/** Text in a Latin script that is misread has wide letters singly, or within words. */
function isMostlyWide(text: string): boolean {
  const high = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
  const inWords = text.match(/(?<![a-z])[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uff60]{2,}(?![a-z])/gu);
  return high > 0 && (inWords?.join('').length ?? 0) >= 0.8 * high;
}

/** Null where the bytes, of which the last letter may be cut off, are not encoded so. */
function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}
