import { GraphQLError } from 'graphql';
import { AppError } from '../errors.ts';
import { isDay } from '../lib/is-day.ts';
import { isUploadedFile, type UploadedFile } from './uploaded-file.ts';

/** @throws AppError `BAD_INPUT` for anything but a file of a multipart request */
export function parseFile(value: unknown): UploadedFile {
  if (isUploadedFile(value)) return value;
  throw new AppError(
    'BAD_INPUT',
    'A file is expected here, sent as a multipart request (GraphQL multipart request specification).',
  );
}

/** @throws AppError `BAD_INPUT` for anything but an instant in ISO 8601 with a time zone */
export function parseDateTime(value: unknown): Date {
  const [, day] = (typeof value === 'string' && INSTANT.exec(value)) || [];
  const date = typeof value === 'string' && day !== undefined && isDay(day) ? new Date(value) : null;
  if (date && !Number.isNaN(date.getTime())) return date;
  throw new AppError(
    'BAD_INPUT',
    "An instant is expected here, in ISO 8601 with its time zone, such as '2026-01-31T09:30:00Z'.",
  );
}

/** Extensions of an input field whose string may be as long as a body: a document's text. All others are limited. */
export const LONG_TEXT = { isLongText: true };

/** Files come in by variables only. */
export function noFileLiteral(): never {
  throw new GraphQLError('A file must be given as a variable of a multipart request.');
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
