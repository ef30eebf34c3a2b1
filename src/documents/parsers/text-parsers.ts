import { isUtf8 } from 'node:buffer';
import { AppError } from '../../errors.ts';
import { frontMatterOf } from '../../lib/blocks/front-matter.ts';
import { isBinary } from './binary.ts';
import { type BlockText, markdownText, plainText } from './block-text.ts';
import { withoutDataUris } from './data-uris.ts';
import { decodeBeginning, decodeText } from './decode-text.ts';
import { encodingOf, SAMPLE_BYTES } from './encoding.ts';
import type { FileSample } from './file-sample.ts';
import type { Mending, ParsedDocument, Parser } from './parser.ts';
import { findSignature } from './signatures.ts';

/** `.txt`: paragraphs between blank lines. */
export const plainTextParser: Parser = {
  mediaType: 'text/plain',
  extensions: ['.txt', '.text'],
  check: checkText,
  parse: (bytes, { signal }) => parseText(bytes, plainText, signal),
};

/** `.md`: CommonMark with tables and front matter. */
export const markdownParser: Parser = {
  mediaType: 'text/markdown',
  extensions: ['.md', '.markdown'],
  check: checkText,
  readMetadata: (bytes) => {
    const beginning = decodeBeginning(bytes, encodingOf(bytes) ?? 'utf-8', SAMPLE_BYTES);
    const { tags = [], date = null } = frontMatterOf(beginning) ?? {};
    return { tags, date };
  },
  parse: (bytes, { signal }) => parseText(bytes, markdownText, signal),
};

/** More is no text with damages, but something else. */
const MOST_DAMAGES = { share: 0.01, always: 3 } as const;

/**
 * Refuses what is no text, whatever its name says.
 *
 * @param namesEncoding a page or a mail says how it is encoded, a mailbox for each mail, so that needn't be told by its letters
 * @throws AppError `BAD_INPUT`
 */
export function checkText(
  sample: FileSample,
  { name, isText, namesEncoding = false }: { name: string; isText: boolean; namesEncoding?: boolean },
): void {
  const signature = isText ? null : findSignature(sample);
  if (signature) {
    throw new AppError(
      'BAD_INPUT',
      `“${name}” is ${signature.what}, not a text file. Save it as UTF-8 text and send that.`,
    );
  }
  const { beginning: bytes, isWhole } = sample;
  const encoding = encodingOf(bytes);
  const beginning = decodeBeginning(bytes, encoding ?? 'latin1', SAMPLE_BYTES);
  if (isBinary(beginning)) {
    throw new AppError('BAD_INPUT', `“${name}” is a binary file, whatever its name says. Send its text, as UTF-8.`);
  }
  const isUnknown = encoding === null || damagesIn(beginning, bytes) > mostDamages(beginning);
  if (isUnknown && !namesEncoding) throw unknownEncoding(`“${name}”`);
  // What is blank for so long is read through when it is parsed.
  if (isWhole && !HAS_TEXT.test(beginning) && isBlankFrom(bytes, SAMPLE_BYTES))
    throw new AppError('BAD_INPUT', `“${name}” holds nothing but whitespace. Send something with text in it.`);
}

async function parseText(
  bytes: Uint8Array,
  read: (text: string) => BlockText,
  signal: AbortSignal | undefined,
): Promise<ParsedDocument> {
  const encoding = encodingOf(bytes);
  if (encoding === null) throw unknownEncoding('The file');
  const decoded = await decodeText(bytes, encoding, { signal });
  const damages = damagesIn(decoded, bytes);
  if (damages > mostDamages(decoded)) throw unknownEncoding('The file');
  const withoutNuls = decoded.replaceAll('\0', '');
  const text = await withoutDataUris(withoutNuls, { signal });

  const mended: Mending[] = [];
  if (encoding !== 'utf-8') mended.push('ENCODING');
  if (damages > 0) mended.push('DAMAGED_BYTES');
  if (withoutNuls.length < decoded.length) mended.push('NULS');
  if (text.length < withoutNuls.length) mended.push('DATA_URIS');
  return { ...read(text), pageCount: null, mended };
}

function unknownEncoding(what: string): AppError {
  return new AppError(
    'BAD_INPUT',
    `${what} is not encoded as UTF-8, nor in another way that can be told for sure. Save it as UTF-8 and send it again.`,
  );
}

/** Letters that couldn't be read. In a text without faults, U+FFFD is its own. */
function damagesIn(text: string, bytes: Uint8Array): number {
  if (isUtf8(bytes)) return 0;
  let count = 0;
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) count += 1;
  return count;
}

function mostDamages({ length }: string): number {
  return Math.max(MOST_DAMAGES.always, MOST_DAMAGES.share * length);
}

/** By hand: `every` takes a tenth of a second for ten megabytes. */
function isBlankFrom(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < bytes.length; at += 1) if ((bytes[at] ?? 0) > 0x20) return false;
  return true;
}

const HAS_TEXT = /[^\s\p{Cc}\p{Cf}]/u;
