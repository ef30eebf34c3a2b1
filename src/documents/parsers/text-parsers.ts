import { isUtf8 } from 'node:buffer';
import { AppError } from '../../errors.ts';
import type { Parser } from './parser.ts';
import { findSignature } from './signatures.ts';

/** `.txt`: paragraphs between blank lines. */
export const plainTextParser: Parser = {
  mediaType: 'text/plain',
  extensions: ['.txt', '.text'],
  check: checkText,
  parse: async (bytes) => ({ text: decode(bytes), markdown: false }),
};

/** `.md`: CommonMark with tables. */
export const markdownParser: Parser = {
  mediaType: 'text/markdown',
  extensions: ['.md', '.markdown'],
  check: checkText,
  parse: async (bytes) => ({ text: decode(bytes), markdown: true }),
};

/** As much of a file as is looked at for control characters. */
const SAMPLE_BYTES = 65_536;

/** Logs and converted papers hold a stray control character here and there; binary files are full of them. */
const MOST_CONTROLS = 0.02;

function checkText(bytes: Uint8Array, name: string): void {
  const signature = findSignature(bytes);
  if (signature) {
    throw new AppError('BAD_INPUT', `“${name}” is ${signature}, not a text file. Save it as UTF-8 text and send that.`);
  }
  if (bytes.includes(0) || controlShare(bytes.subarray(0, SAMPLE_BYTES)) > MOST_CONTROLS) {
    throw new AppError('BAD_INPUT', `“${name}” is a binary file, whatever its name says. Send its text, as UTF-8.`);
  }
  if (!isUtf8(bytes)) {
    throw new AppError('BAD_INPUT', `“${name}” is not encoded as UTF-8. Save it as UTF-8 and send it again.`);
  }
  if (isBlank(bytes))
    throw new AppError('BAD_INPUT', `“${name}” holds nothing but whitespace. Send something with text in it.`);
}

/** The text as it is, without a byte order mark. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('BAD_INPUT', 'The file is not encoded as UTF-8. Save it as UTF-8 and send it again.', { cause });
  }
}

/** The share of control characters other than tab, line breaks, form feed and escape (coloured logs). */
function controlShare(bytes: Uint8Array): number {
  let controls = 0;
  for (const byte of bytes) {
    if ((byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b) || byte === 0x7f) controls += 1;
  }
  return controls / bytes.length;
}

function isBlank(bytes: Uint8Array): boolean {
  const first = bytes.findIndex((byte) => byte > 0x20);
  if (first < 0) return true;
  const isAscii = (bytes[first] ?? 0) < 0x80;
  return !isAscii && !/[^\s\p{Cc}\p{Cf}]/u.test(new TextDecoder().decode(bytes.subarray(first)));
}
