import type { FileSample } from './file-sample.ts';

/** What a file is by its content. */
export interface Signature {
  /** As in “… is a PDF document”. */
  readonly what: string;
  /** Null for what no parser reads. */
  readonly mediaType: string | null;
}

/** What a file is by its bytes, whatever its name says; null where they don't tell, as those of a text. */
export function findSignature({ beginning: bytes, end }: FileSample): Signature | null {
  const buffer = asBuffer(bytes);
  // What stands before it is not looked at by readers of PDF either.
  if (buffer.subarray(0, PDF_BEGINS_WITHIN).includes('%PDF-'))
    return { what: 'a PDF document', mediaType: 'application/pdf' };
  if (bytesBegin(bytes, ZIP)) return packedKind(buffer, asBuffer(end));
  if (bytesBegin(bytes, OLE)) return oldOffice([buffer, asBuffer(end)]);
  const found = SIGNATURES.find(([start]) => bytesBegin(bytes, start));
  return found ? { what: found[1], mediaType: null } : null;
}

const PDF_BEGINS_WITHIN = 1_024;
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OLE = [0xd0, 0xcf, 0x11, 0xe0];

/** The first bytes of common kinds of files that are no text, and how to call each. */
const SIGNATURES: readonly (readonly [start: readonly number[], what: string])[] = [
  [[0x89, ...ascii('PNG')], 'a PNG image'],
  [[0xff, 0xd8, 0xff], 'a JPEG image'],
  [ascii('GIF8'), 'a GIF image'],
  [[0x1f, 0x8b], 'a gzip archive'],
  [ascii('7z\xbc\xaf'), 'a 7-Zip archive'],
  [[0x7f, ...ascii('ELF')], 'an ELF program'],
  [ascii('SQLite format 3\0'), 'an SQLite database'],
  [ascii('{\\rtf'), 'an RTF document'],
];

const OFFICE = 'application/vnd.openxmlformats-officedocument';
/** By the folder of their parts. */
const OOXML: readonly (readonly [part: string, kind: Signature])[] = [
  ['word/', { what: 'a Word document', mediaType: `${OFFICE}.wordprocessingml.document` }],
  ['ppt/', { what: 'a PowerPoint presentation', mediaType: `${OFFICE}.presentationml.presentation` }],
  ['xl/', { what: 'an Excel workbook', mediaType: `${OFFICE}.spreadsheetml.sheet` }],
];
/** What the entry `mimetype`, which is the first and not packed, may hold, and how to call it. */
const NAMED: readonly (readonly [mediaType: string, what: string])[] = [
  ['application/epub+zip', 'an EPUB book'],
  ['application/vnd.oasis.opendocument.text', 'an OpenDocument text'],
  ['application/vnd.oasis.opendocument.spreadsheet', 'an OpenDocument spreadsheet'],
  ['application/vnd.oasis.opendocument.presentation', 'an OpenDocument presentation'],
];
const MIMETYPE_AT = 30;

function packedKind(beginning: Buffer, rest: Buffer): Signature {
  const first = beginning.subarray(MIMETYPE_AT, MIMETYPE_AT + 100).toString('latin1');
  const named = NAMED.find(([mediaType]) => first.startsWith(`mimetype${mediaType}`));
  if (named) return { what: named[1], mediaType: named[0] };
  // Its list of parts stands at its end; a document that it holds may be packed the same way.
  const end = rest.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const length = end >= 0 && end + 16 <= rest.length ? rest.readUInt32LE(end + 12) : rest.length;
  const list = rest.subarray(Math.max(0, end - length));
  const office = list.includes('[Content_Types].xml') ? OOXML.find(([part]) => list.includes(part)) : undefined;
  return office?.[1] ?? { what: 'a ZIP archive', mediaType: null };
}

function oldOffice(parts: readonly Buffer[]): Signature {
  const isEncrypted = parts.some((part) => part.includes(Buffer.from('EncryptedPackage', 'utf16le')));
  return {
    what: isEncrypted ? 'an Office document that is protected by a password' : 'an Office document of before 2007',
    mediaType: null,
  };
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function bytesBegin(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}

function ascii(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}
