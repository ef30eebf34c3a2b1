import { AppError } from '../../errors.ts';
import { frontMatterOf } from '../../lib/blocks/front-matter.ts';
import { inPieces } from '../../lib/byte-pieces.ts';
import { createTimeSlice } from '../../lib/time-slice.ts';
import { PARSING_LIMITS } from '../../limits.ts';
import type { OriginalBytes } from '../../store/documents.ts';
import { isBinary } from './binary.ts';
import { type BlockText, markdownText, plainText } from './block-text.ts';
import { withoutDataUris } from './data-uris.ts';
import { decodeBeginning, decodeText } from './decode-text.ts';
import { createTextSurvey, encodingOf, SAMPLE_BYTES } from './encoding.ts';
import type { FileSample } from './file-sample.ts';
import { UNREADABLE, Unreadable } from './formats/unreadable.ts';
import type { Mending, ParsedDocument, Parser } from './parser.ts';
import { findSignature } from './signatures.ts';

/** `.txt`: paragraphs between blank lines. */
export const plainTextParser: Parser = {
  mediaType: 'text/plain',
  extensions: ['.txt', '.text'],
  check: checkText,
  parse: (original, { signal }) => parseText(original, plainText, signal),
};

/** `.md`: CommonMark with tables and front matter. */
export const markdownParser: Parser = {
  mediaType: 'text/markdown',
  extensions: ['.md', '.markdown'],
  check: checkText,
  readMetadata: (bytes) => {
    const beginning = decodeBeginning(bytes, encodingOf(bytes) ?? 'utf-8', SAMPLE_BYTES);
    const { tags = [], date = null } = frontMatterOf(withLineFeeds(beginning)) ?? {};
    return { tags, date };
  },
  parse: (original, { signal }) => parseText(original, markdownText, signal),
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
  const survey = createTextSurvey();
  survey.add(bytes);
  const { encoding, isUtf8 } = survey.end();
  const beginning = decodeBeginning(bytes, encoding ?? 'latin1', SAMPLE_BYTES);
  // In an encoding that isn't known these are letters.
  if (isBinary(encoding === null ? beginning.replace(/[\x80-\x9f]/g, '') : beginning)) {
    throw new AppError('BAD_INPUT', `“${name}” is a binary file, whatever its name says. Send its text, as UTF-8.`);
  }
  const isUnknown = encoding === null || (!isUtf8 && damagesIn(beginning) > mostDamages(beginning));
  if (isUnknown && !namesEncoding) throw unknownEncoding(`“${name}”`);
  // What is blank for so long is read through when it is parsed.
  if (isWhole && !HAS_TEXT.test(beginning) && isBlankFrom(bytes, SAMPLE_BYTES))
    throw new AppError('BAD_INPUT', `“${name}” holds nothing but whitespace. Send something with text in it.`);
}

async function parseText(
  original: OriginalBytes,
  read: (text: string) => BlockText,
  signal: AbortSignal | undefined,
): Promise<ParsedDocument> {
  const { encoding, isUtf8 } = await surveyText(original, signal);
  if (encoding === null) throw unknownEncoding('The file');
  const decoded = await decode(original, encoding, signal);
  const damages = isUtf8 ? 0 : damagesIn(decoded);
  if (damages > mostDamages(decoded)) throw unknownEncoding('The file');
  const withoutNuls = withLineFeeds(decoded).replaceAll('\0', '');
  const text = await withoutDataUris(withoutNuls, { signal });

  const mended: Mending[] = [];
  if (encoding !== 'utf-8') mended.push('ENCODING');
  if (damages > 0) mended.push('DAMAGED_BYTES');
  if (withoutNuls.length < decoded.length) mended.push('NULS');
  if (text.length < withoutNuls.length) mended.push('DATA_URIS');
  return { ...read(text), pageCount: null, mended };
}

/** The line ends of old Macs and of word processors as those that Markdown and plain texts are read by; offsets stay. */
function withLineFeeds(text: string): string {
  return text.replace(/\r(?!\n)|[\u0085\u2028\u2029]/g, '\n');
}

/** In slices that let the event loop turn. */
async function surveyText(original: OriginalBytes, signal: AbortSignal | undefined) {
  const slice = createTimeSlice(2, { signal });
  const survey = createTextSurvey();
  for await (const piece of inPieces(original, PIECE_BYTES)) {
    survey.add(piece);
    if (slice.isOver()) await slice.next();
  }
  return survey.end();
}

/** Bytes that are looked through at once. */
const PIECE_BYTES = 262_144;

async function decode(original: OriginalBytes, encoding: string, signal: AbortSignal | undefined): Promise<string> {
  try {
    return await decodeText(original, encoding, { most: PARSING_LIMITS.characters, signal });
  } catch (error) {
    throw error instanceof Unreadable ? new AppError('BAD_INPUT', UNREADABLE[error.reason]) : error;
  }
}

function unknownEncoding(what: string): AppError {
  return new AppError(
    'BAD_INPUT',
    `${what} is not encoded as UTF-8, nor in another way that can be told for sure. Save it as UTF-8 and send it again.`,
  );
}

/** Letters that couldn't be read. In a text without faults, U+FFFD is its own. */
function damagesIn(text: string): number {
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
