import { AppError } from '../../errors.ts';
import type { OriginalBytes } from '../../store/documents.ts';
import { FORMATS, type FormatName } from './formats/formats.ts';
import type { ParsedDocument, ParseOptions, Parser } from './parser.ts';
import { createSandboxedParser } from './sandboxed-parser.ts';
import { markdownParser, plainTextParser } from './text-parsers.ts';

const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[];
const PARSERS: readonly Parser[] = [plainTextParser, markdownParser, ...FORMAT_NAMES.map(createSandboxedParser)];

/** What can be uploaded, as documents are listed with it. */
export const MEDIA_TYPES: readonly string[] = PARSERS.map(({ mediaType }) => mediaType);

/** The extensions that the names of files may have. */
export const EXTENSIONS: readonly string[] = PARSERS.flatMap(({ extensions }) => extensions);

/** The parser for a file of this name; undefined when its extension is unknown or missing. */
export function findParser(name: string): Parser | undefined {
  const extension = /\.[^.]*$/.exec(name)?.[0].toLowerCase();
  return PARSERS.find(({ extensions }) => extensions.some((known) => known === extension));
}

/**
 * The text of a stored document.
 *
 * @throws AppError `BAD_INPUT` when its bytes can't be read as what they claim to be
 */
export async function parseOriginal({
  original,
  mediaType,
  ...options
}: { original: OriginalBytes; mediaType: string } & ParseOptions): Promise<ParsedDocument> {
  const parser = PARSERS.find((known) => known.mediaType === mediaType);
  if (!parser) throw new AppError('BAD_INPUT', `This version of Carrel can't read documents of the type ${mediaType}.`);
  return parser.parse(original, options);
}
