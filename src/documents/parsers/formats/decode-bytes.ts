import { decodeText } from '../decode-text.ts';
import { encodingOf } from '../encoding.ts';
import { Unreadable } from './unreadable.ts';

/**
 * The text of a file that says nothing of its encoding.
 *
 * @throws Unreadable `DAMAGED` where that can't be told, or the file is binary
 */
export async function decodeBytes(bytes: Uint8Array): Promise<string> {
  const encoding = encodingOf(bytes);
  if (encoding === null) throw new Unreadable('DAMAGED', 'unknown encoding');
  const text = await decodeText(bytes, encoding, {});
  if (isBinary(text)) throw new Unreadable('DAMAGED', 'a binary file');
  return text.replaceAll('\0', '');
}

/** By the control characters, of which hardly a text has more than a few. */
function isBinary(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const controls = text.slice(0, SAMPLE).match(/\0+|(?!\s|[\x1b-\x1e])\p{Cc}/gu)?.length ?? 0;
  return controls > Math.max(3, MOST_CONTROLS * Math.min(SAMPLE, text.length));
}

const SAMPLE = 65_536;
const MOST_CONTROLS = 0.02;
