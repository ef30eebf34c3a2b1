import { AppError } from '../errors.ts';
import type { DocumentId } from '../ids.ts';
import { decodeCursor, encodeCursor } from '../lib/cursor.ts';
import type { DocumentPosition } from '../store/documents.ts';

/** The cursor of a document in the list of documents. */
export function cursorOf({ createdAt, id }: DocumentPosition): string {
  return encodeCursor([createdAt.getTime(), id]);
}

/** @throws AppError `BAD_INPUT` when it is not a cursor of the list of documents */
export function parseCursor(cursor: string): DocumentPosition {
  const [time, id] = decodeCursor(cursor) ?? [];
  const createdAt = new Date(typeof time === 'number' ? time : Number.NaN);
  if (typeof id === 'string' && /^[0-9a-f]{32}$/.test(id) && !Number.isNaN(createdAt.getTime())) {
    return { createdAt, id: id as DocumentId };
  }
  throw new AppError('BAD_INPUT', 'The cursor in `after` is not one of this list. Take it from `pageInfo.endCursor`.');
}
