import { isAscii } from 'node:buffer';
import chardet from 'chardet';
import { joinBytes } from '../../lib/byte-pieces.ts';
import { otherLettersOf } from './other-letters.ts';
import { isThai, soundest } from './single-byte.ts';
import { createUtf8Check } from './utf8-check.ts';
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
  const survey = createTextSurvey();
  survey.add(bytes);
  return survey.end().encoding;
}

/** Looks through a text that comes in pieces. */
export interface TextSurvey {
  add(piece: Uint8Array): void;
  /** How it is encoded, as `encodingOf` says, and whether all of it is UTF-8. */
  end(): { encoding: string | null; isUtf8: boolean };
}

/** Makes one that has seen nothing. */
export function createTextSurvey(): TextSurvey {
  const utf8 = createUtf8Check();
  /** What the text begins with; what stands before its first letter beyond ASCII, and from there on. */
  let [beginning, before, letters] = [NOTHING, NOTHING, NOTHING];
  const append = (bytes: Uint8Array, piece: Uint8Array, most: number) =>
    bytes.length >= most ? bytes : joinBytes([bytes, piece.subarray(0, most - bytes.length)]);
  return {
    add: (piece) => {
      utf8.add(piece);
      beginning = append(beginning, piece, SAMPLE_BYTES);
      const from = letters.length > 0 ? 0 : firstHighByte(piece);
      if (letters.length === 0) before = joinBytes([before, piece.subarray(0, from)].map(lastOf)).slice(-BEFORE_BYTES);
      letters = append(letters, piece.subarray(from), SAMPLE_BYTES);
    },
    end: () => {
      const isUtf8 = utf8.end();
      const encoding = (): string | null => {
        const utf16 = utf16Of(beginning);
        if (utf16) return utf16;
        if (isUtf8) return hasJisEscapes(beginning) ? 'iso-2022-jp' : 'utf-8';
        if (isDamagedUtf8(letters)) return 'utf-8';
        const guessed = letters.subarray(0, GUESSED_BYTES);
        // A head in English would make everything behind it Western.
        const line = before.subarray(before.lastIndexOf(0x0a) + 1);
        return guess(joinBytes([line, guessed])) ?? guess(joinBytes([before, guessed]));
      };
      return { encoding: encoding(), isUtf8 };
    },
  };
}

const NOTHING: Uint8Array = new Uint8Array();
/** As much of what stands before the first letter beyond ASCII as is guessed by. */
const BEFORE_BYTES = GUESSED_BYTES / 4;

function lastOf(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(Math.max(0, bytes.length - BEFORE_BYTES));
}

/** ISO-2022-JP is ASCII with escape sequences. */
function hasJisEscapes(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SAMPLE_BYTES));
  return buffer.includes('\x1b$B') || buffer.includes('\x1b$@');
}

/** Where it is, or the length where there is none. */
function firstHighByte(bytes: Uint8Array): number {
  let from = 0;
  while (from < bytes.length && isAscii(bytes.subarray(from, from + SAMPLE_BYTES))) from += SAMPLE_BYTES;
  const within = bytes.subarray(from, from + SAMPLE_BYTES).findIndex((byte) => byte > 0x7f);
  return within < 0 ? bytes.length : from + within;
}

/** Whether four of five letters beyond ASCII are right. */
function isDamagedUtf8(sample: Uint8Array): boolean {
  const text = new TextDecoder().decode(sample, { stream: true });
  const damaged = text.match(/\ufffd/g)?.length ?? 0;
  const right = text.match(/[^\0-\x7f\ufffd]/gu)?.length ?? 0;
  return right > 0 && right >= 4 * damaged;
}

function guess(sample: Uint8Array): string | null {
  const korean = decoded(sample, 'euc-kr') ?? '';
  // Before Thai, as which some words of it can be read.
  if (KOREAN.test(korean)) return 'euc-kr';
  if (isThai(sample) && !isMostlyHangul(korean)) return 'windows-874';
  const other = otherLettersOf(sample);
  if (other) return other;
  if (JAPANESE.test(decoded(sample, 'euc-jp') ?? '')) return 'euc-jp';
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
  if (!found || found.confidence < LEAST_CONFIDENCE) return null;
  // KOI8-U has all letters of KOI8-R.
  return found.encoding === 'koi8-r' ? 'koi8-u' : soundest(sample, found.encoding);
}

/** What Chinese that is read so never looks like: kana between its letters, which stand in the same places in GB 18030. */
const JAPANESE = /^(?=.*[\u3041-\u3096]{2})[\0-\x7f\u3000-\u30ff\u4e00-\u9fff\uff00-\uffee]*$/su;
/** Nor nothing but Hangul, with spaces between words. */
const KOREAN = /^[\0-\x7f]*[\uac00-\ud7a3]+ [\0-\x7f]*[\uac00-\ud7a3]{2}[\0-\x7f\uac00-\ud7a3]*$/u;

/** Encodings of Chinese, Japanese and Korean, the most common first. */
const WIDE = ['shift_jis', 'gb18030', 'euc-kr', 'big5', 'euc-jp'];

function isWide(encoding: string): boolean {
  return /jis|gb|euc|big5/.test(encoding);
}

/** Korean, whose letters stand where Thai has its consonants and vowels; hardly a pair of those is Hangul. */
function isMostlyHangul(text: string): boolean {
  const high = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
  return high > 0 && (text.match(/[\uac00-\ud7a3]/g)?.length ?? 0) >= 0.8 * high;
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
