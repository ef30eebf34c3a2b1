import { AppError } from '../../errors.ts';
import type { ParsedDocument, Parser } from './parser.ts';
import { markdownParser, plainTextParser } from './text.ts';

const PARSERS: readonly Parser[] = [plainTextParser, markdownParser];

/** What can be uploaded, as documents are listed with it. */
export const ACCEPTED_MEDIA_TYPES: readonly string[] = PARSERS.map(({ mediaTypes }) => mediaTypes[0]);

/** The endings that file names may have. */
export const ACCEPTED_EXTENSIONS: readonly string[] = PARSERS.flatMap(({ extensions }) => extensions);

/**
 * Checks at the door what can be seen of a file there, and finds its media type: by the ending of its name; by the
 * declared type only where the name has none.
 *
 * @throws AppError `BAD_INPUT`, for each fault its own sentence: an unknown type, an empty file, another kind of file
 *   than its name says, not UTF-8, nothing but blanks
 */
export function inspectUpload(upload: { name: string; bytes: Uint8Array; declaredType?: string | null | undefined }): {
  mediaType: string;
} {
  const { name, bytes, declaredType } = upload;
  const ending = /\.[^\s./\\]{1,12}$/.exec(name)?.[0];
  const parser = ending === undefined ? findByType(declaredType) : findByExtension(ending);
  if (!parser) {
    const what = ending ?? declaredType?.split(';')[0] ?? 'no ending';
    throw new AppError(
      'BAD_INPUT',
      `“${name}” has a type that can't be read (${what}). Send one of these: ${ACCEPTED_EXTENSIONS.join(', ')}.`,
    );
  }
  return inspect(parser, name, bytes);
}

/**
 * The same for text that came as text: a name without a known ending means plain text.
 *
 * @throws AppError `BAD_INPUT` as `inspectUpload`
 */
export function inspectText({ name, bytes }: { name: string; bytes: Uint8Array }): { mediaType: string } {
  const ending = /\.[^.]+$/.exec(name)?.[0];
  return inspect((ending && findByExtension(ending)) || plainTextParser, name, bytes);
}

/**
 * The text of a document of one of the accepted media types.
 *
 * @throws AppError `BAD_INPUT` when the bytes can't be read as what they claim to be
 */
export function parseDocument({ mediaType, bytes }: { mediaType: string; bytes: Uint8Array }): ParsedDocument {
  const parser = findByType(mediaType);
  if (!parser)
    throw new AppError('BAD_INPUT', `Documents of the type ${mediaType} can't be read by this version of Carrel.`);
  return parser.parse(bytes);
}

function inspect(parser: Parser, name: string, bytes: Uint8Array): { mediaType: string } {
  if (bytes.length === 0) throw new AppError('BAD_INPUT', `“${name}” is empty. Send a file with text in it.`);
  parser.check(bytes, name);
  return { mediaType: parser.mediaTypes[0] };
}

function findByExtension(ending: string): Parser | undefined {
  return PARSERS.find(({ extensions }) => extensions.includes(ending.toLowerCase()));
}

function findByType(type: string | null | undefined): Parser | undefined {
  const bare = type?.split(';')[0]?.trim().toLowerCase();
  return PARSERS.find(({ mediaTypes }) => mediaTypes.some((known) => known === bare));
}
