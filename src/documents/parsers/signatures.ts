/** The first bytes of common kinds of files that are not text, and how to call each. */
const SIGNATURES: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [ascii('%PDF-'), 'a PDF document'],
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive or an Office document'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Office document'],
  [[0x89, ...ascii('PNG')], 'a PNG image'],
  [[0xff, 0xd8, 0xff], 'a JPEG image'],
  [ascii('GIF8'), 'a GIF image'],
  [[0x1f, 0x8b], 'a gzip archive'],
  [ascii('7z\xbc\xaf'), 'a 7-Zip archive'],
  [[0x7f, ...ascii('ELF')], 'an ELF program'],
  [ascii('SQLite format 3\0'), 'an SQLite database'],
  [ascii('{\\rtf'), 'an RTF document'],
];

/** What a file is by its first bytes, as in “… is a PDF document”; null where they say nothing. */
export function findSignature(bytes: Uint8Array): string | null {
  const found = SIGNATURES.find(([start]) => start.every((byte, at) => bytes[at] === byte));
  return found ? found[1] : null;
}

function ascii(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}
