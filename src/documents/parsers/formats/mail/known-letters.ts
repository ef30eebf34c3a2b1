import { isUtf8 } from 'node:buffer';
import { decodeText } from '../../decode-text.ts';
import { encodingOf } from '../../encoding.ts';

/**
 * A mail whose letters are all said how they are encoded. Old programs write them as they are: in the headers, or in a text that
 * names no encoding. They become UTF-8, by the encoding that the mail names elsewhere or the one that they look like.
 */
export async function withKnownLetters(message: Uint8Array): Promise<Uint8Array> {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.length);
  if (isUtf8(bytes)) return message;
  const [, named] = CHARSET.exec(bytes.toString('latin1')) ?? [];
  const end = named === undefined ? bytes.length : endOfHeaders(bytes);
  const unknown = bytes.subarray(0, end);
  if (isUtf8(unknown)) return message;
  const encoding = named !== undefined && isKnown(named) ? named : (encodingOf(bytes) ?? 'windows-1252');
  return Buffer.concat([Buffer.from(await decodeText(unknown, encoding, {})), bytes.subarray(end)]);
}

const CHARSET = /\bcharset\s*=\s*["']?([\w.:-]+)/i;

function endOfHeaders(bytes: Buffer): number {
  const ends = ['\r\n\r\n', '\n\n'].map((end) => bytes.indexOf(end)).filter((at) => at >= 0);
  return Math.min(...ends, bytes.length);
}

function isKnown(label: string): boolean {
  if (/^(?:us-)?ascii$|^utf-?8$/i.test(label)) return false;
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}
