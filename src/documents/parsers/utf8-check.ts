import { isUtf8 } from 'node:buffer';
import { joinBytes } from '../../lib/byte-pieces.ts';

/** Tells whether bytes that come in pieces are UTF-8. */
export interface Utf8Check {
  add(piece: Uint8Array): void;
  end(): boolean;
}

/** Makes one that has seen nothing. */
export function createUtf8Check(): Utf8Check {
  let isValid = true;
  /** A letter that a piece ends within. */
  let cut = new Uint8Array();
  return {
    add: (piece) => {
      if (!isValid) return;
      const bytes = cut.length > 0 ? joinBytes([cut, piece]) : piece;
      const end = endOfLetters(bytes);
      isValid = isUtf8(bytes.subarray(0, end));
      cut = bytes.slice(end);
    },
    end: () => isValid && cut.length === 0,
  };
}

/** Where a letter begins that goes on behind the bytes, or their end. */
export function endOfLetters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
