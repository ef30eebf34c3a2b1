import { endOfLetters } from './utf8-check.ts';

/** What is looked at of a file before it is stored: all of a small one, of a larger one its beginning and its end. */
export interface FileSample {
  readonly beginning: Uint8Array;
  /** The same, where that is all of it. */
  readonly end: Uint8Array;
  readonly isWhole: boolean;
}

/** Bytes that can be read in part. */
export interface Readable {
  readonly sizeBytes: number;
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Bytes of a beginning and of an end: the list of the parts of a packed document has some hundred thousand. */
const SAMPLED_BYTES = 1024 * 1024;

/** Looks at a file. */
export async function takeSample(file: Uint8Array | Readable): Promise<FileSample> {
  if (file instanceof Uint8Array) return wholeSample(file);
  const { sizeBytes } = file;
  if (sizeBytes <= 2 * SAMPLED_BYTES) return wholeSample(await file.read(0, sizeBytes));
  const beginning = await file.read(0, SAMPLED_BYTES);
  return {
    // A letter of UTF-8 that is cut in two would look like damage.
    beginning: beginning.subarray(0, endOfLetters(beginning)),
    end: await file.read(sizeBytes - SAMPLED_BYTES, sizeBytes),
    isWhole: false,
  };
}

/** A sample that is all there is. */
export function wholeSample(bytes: Uint8Array): FileSample {
  return { beginning: bytes, end: bytes, isWhole: true };
}
