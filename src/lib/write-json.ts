import { createTimeSlice } from './time-slice.ts';

/** UTF-16 code units that are written at once: some tenths of a millisecond. */
const PIECE_LENGTH = 32_000;

const SLICE_MS = 2;

/** The bytes of a value as JSON, written in slices of the event loop's turns; as `JSON.stringify` has it. */
export async function writeJson(value: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const slice = createTimeSlice(SLICE_MS);
  const written: Buffer[] = [];
  let text = '';
  for (const piece of piecesOf(value)) {
    text += piece;
    if (text.length < PIECE_LENGTH) continue;
    written.push(Buffer.from(text));
    text = '';
    if (slice.isOver()) await slice.next();
  }
  return Buffer.concat([...written, Buffer.from(text)]);
}

function* piecesOf(value: unknown): Generator<string> {
  if (typeof value === 'string' && value.length > PIECE_LENGTH) yield* piecesOfString(value);
  else if (Array.isArray(value)) yield* piecesOfList(value);
  else if (isObject(value)) yield* piecesOfObject(value);
  else yield JSON.stringify(value) ?? 'null';
}

/** Cut between characters: the halves of one would each become an escape. */
function* piecesOfString(text: string): Generator<string> {
  yield '"';
  for (let at = 0; at < text.length; ) {
    const last = at + PIECE_LENGTH - 1;
    const end = last + ((text.codePointAt(last) ?? 0) > 0xffff ? 2 : 1);
    yield JSON.stringify(text.slice(at, end)).slice(1, -1);
    at = end;
  }
  yield '"';
}

function* piecesOfList(list: readonly unknown[]): Generator<string> {
  yield '[';
  for (const [at, each] of list.entries()) {
    if (at > 0) yield ',';
    yield* piecesOf(each);
  }
  yield ']';
}

function* piecesOfObject(object: object): Generator<string> {
  if ('toJSON' in object && typeof object.toJSON === 'function') return yield* piecesOf(object.toJSON());
  yield '{';
  let isFirst = true;
  for (const [key, each] of Object.entries(object)) {
    if (each === undefined || typeof each === 'function') continue;
    yield `${isFirst ? '' : ','}${JSON.stringify(key)}:`;
    yield* piecesOf(each);
    isFirst = false;
  }
  yield '}';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
