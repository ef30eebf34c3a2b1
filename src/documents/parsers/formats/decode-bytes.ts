import { isBinary } from '../binary.ts';
import { withoutDataUris } from '../data-uris.ts';
import { decodeText } from '../decode-text.ts';
import { encodingOf, SAMPLE_BYTES } from '../encoding.ts';
import { Unreadable } from './unreadable.ts';

/**
 * The text of a file that says nothing of its encoding, without pictures that stand in it as data URIs.
 *
 * @throws Unreadable `DAMAGED` where that can't be told, or the file is binary
 */
export async function decodeBytes(bytes: Uint8Array): Promise<string> {
  const encoding = encodingOf(bytes);
  if (encoding === null) throw new Unreadable('DAMAGED', 'unknown encoding');
  const text = await decodeText(bytes, encoding, {});
  if (isBinary(text.slice(0, SAMPLE_BYTES))) throw new Unreadable('DAMAGED', 'a binary file');
  return withoutDataUris(text.replaceAll('\0', ''), {});
}
