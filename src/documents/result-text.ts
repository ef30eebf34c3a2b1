import { AppError } from '../errors.ts';
import { createTimeSlice } from '../lib/time-slice.ts';
import { createTurns, type Turns } from '../lib/turns.ts';

/** What is left of a result for texts, and whose turn it is to read. */
interface Room {
  readonly turns: Turns;
  left: number;
}

/** UTF-16 code units that take a millisecond to be written as JSON. */
const LONG = 100_000;

const rooms = new WeakMap<object, Room>();

/**
 * Reads a text of a document into a result: one after another, and no more in all than fits, however often a document
 * asks for texts.
 * @param result stands for the result: the same object for all its texts
 * @param limit UTF-16 code units of all its texts
 * @param read reads at most so many UTF-16 code units
 * @throws AppError `TOO_LARGE` for the first text that doesn't fit and all after it
 */
export async function readIntoResult(
  result: object,
  { limit, signal }: { limit: number; signal: AbortSignal },
  read: (length: number) => Promise<string | null>,
): Promise<string | null> {
  const room = rooms.get(result) ?? { turns: createTurns(), left: limit };
  rooms.set(result, room);
  return room.turns.take(
    async () => {
      const text = room.left < 0 ? null : await read(room.left + 1);
      room.left -= text?.length ?? 0;
      // What follows, its way into JSON, blocks: the texts of many answers may come in at the same time.
      if (text && text.length > LONG) await createTimeSlice(0, { signal }).next();
      if (room.left >= 0) return text;
      room.left = -1;
      throw new AppError(
        'TOO_LARGE',
        `A result carries at most ${limit} characters of documents' texts. Ask for parts, with start and end.`,
      );
    },
    { signal },
  );
}
