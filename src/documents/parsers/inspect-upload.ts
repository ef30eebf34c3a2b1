import { AppError } from '../../errors.ts';
import type { FileSample } from './file-sample.ts';
import type { OwnMetadata } from './parser.ts';
import { EXTENSIONS, findParser } from './parsers.ts';
import { plainTextParser } from './text-parsers.ts';

/** A document as it was sent. */
export interface InspectedUpload {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sample: FileSample;
  /** Given for a text that is no file: any name will do, and only decides whether the text is Markdown. */
  readonly isText: boolean;
  readonly maxBytes: number;
}

/**
 * Finds a document's media type, by the extension of its name, and refuses what can be seen not to be readable.
 *
 * @throws AppError, for each fault its own sentence: `TOO_LARGE`; `BAD_INPUT` for an unknown type, an empty file,
 *   another kind of file than its name says, an encoding that can't be told, nothing but whitespace
 */
export function inspectUpload({ name, sizeBytes, sample, isText, maxBytes }: InspectedUpload): {
  mediaType: string;
  own: OwnMetadata;
} {
  const parser = findParser(name) ?? (isText ? plainTextParser : undefined);
  if (!parser) {
    throw new AppError(
      'BAD_INPUT',
      `“${name}” is of a type that Carrel can't read. Send a file with one of these extensions: ${EXTENSIONS.join(', ')}.`,
    );
  }
  if (sizeBytes === 0) throw new AppError('BAD_INPUT', `“${name}” is empty. Send something with text in it.`);
  if (sizeBytes > maxBytes) {
    throw new AppError(
      'TOO_LARGE',
      `“${name}” has ${sizeBytes.toLocaleString('en')} bytes; at most ${maxBytes.toLocaleString('en')} are taken. Split it, and send the parts.`,
    );
  }
  parser.check(sample, { name, isText });
  return { mediaType: parser.mediaType, own: parser.readMetadata?.(sample.beginning) ?? { tags: [], date: null } };
}
