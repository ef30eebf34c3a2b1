import { describe, expect, it } from 'vitest';
import { inspectUpload } from '../../src/documents/parsers/inspect-upload.ts';
import { MEDIA_TYPES, parseOriginal } from '../../src/documents/parsers/parsers.ts';
import { AppError } from '../../src/errors.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const bytes = (...values: number[]) => Uint8Array.from(values);
const inspect = (name: string, content: Uint8Array, options = {}) =>
  inspectUpload({ name, bytes: content, isText: false, maxBytes: 1_000, ...options });

function refusal(name: string, content: Uint8Array): AppError {
  try {
    inspect(name, content);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error(`${name} was not refused.`);
}

describe('inspectUpload', () => {
  it('finds the media type by the extension of the name', () => {
    expect(inspect('notes.txt', utf8('Hello'))).toEqual({ mediaType: 'text/plain' });
    expect(inspect('README.MD', utf8('# Hello'))).toEqual({ mediaType: 'text/markdown' });
    expect(MEDIA_TYPES).toEqual(['text/plain', 'text/markdown']);
  });

  it('takes a text that is no file under any name', () => {
    expect(inspect('Minutes of 3.5.', utf8('Hello'), { isText: true })).toEqual({ mediaType: 'text/plain' });
    expect(inspect('minutes.md', utf8('Hello'), { isText: true })).toEqual({ mediaType: 'text/markdown' });
  });

  it.each<[what: string, name: string, content: Uint8Array, message: RegExp]>([
    ['an empty file', 'a.txt', bytes(), /“a.txt” is empty/],
    ['a file of whitespace', 'a.txt', utf8(' \r\n\t\u00a0\u200b\ufeff '), /nothing but whitespace/],
    ['a byte order mark alone', 'a.txt', utf8('\ufeff'), /nothing but whitespace/],
    ['Latin-1', 'a.txt', bytes(0x63, 0x61, 0x66, 0xe9), /not encoded as UTF-8/],
    ['UTF-16', 'a.txt', bytes(0xff, 0xfe, 0x61, 0x00), /is UTF-16 text/],
    ['a NUL byte', 'a.txt', utf8('a\0b'), /binary/],
    ['many control bytes', 'a.txt', utf8('ab\x01\x02\x03cd'), /binary/],
    ['a PDF', 'a.txt', utf8('%PDF-1.7 …'), /is a PDF document/],
    ['a PNG', 'a.md', bytes(0x89, 0x50, 0x4e, 0x47), /is a PNG image/],
    ['a program', 'a.txt', bytes(0x7f, 0x45, 0x4c, 0x46), /is an ELF program/],
    ['an unknown type', 'a.docx', utf8('Hello'), /\.txt, \.text, \.md, \.markdown/],
    ['a name without an extension', 'notes', utf8('Hello'), /one of these extensions/],
  ])('refuses %s with its own sentence', (_what, name, content, message) => {
    const error = refusal(name, content);
    expect(error.code).toBe('BAD_INPUT');
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^“.*\.$/);
  });

  it('refuses what is too large as such', () => {
    expect(() => inspect('a.txt', new Uint8Array(1_001).fill(0x61))).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE', message: expect.stringContaining('at most 1,000') }),
    );
    expect(inspect('a.txt', new Uint8Array(1_000).fill(0x61))).toEqual({ mediaType: 'text/plain' });
  });

  it('takes coloured logs and converted papers with a stray control character', () => {
    expect(inspect('log.txt', utf8('\x1b[31mred\x1b[0m')).mediaType).toBe('text/plain');
    expect(inspect('paper.txt', utf8(`${'words and words '.repeat(20)}\x02\f`)).mediaType).toBe('text/plain');
  });
});

describe('parseOriginal', () => {
  it('gives the text as it is, without a byte order mark', async () => {
    const text = 'line\r\nnext\tline\n\n😀 e\u0301 ';
    expect(await parseOriginal({ bytes: utf8(`\ufeff${text}`), mediaType: 'text/plain' })).toEqual({
      text,
      markdown: false,
    });
    expect(await parseOriginal({ bytes: utf8(text), mediaType: 'text/markdown' })).toEqual({ text, markdown: true });
  });

  it('refuses bytes that are not UTF-8, and types that nothing reads', async () => {
    await expect(parseOriginal({ bytes: bytes(0xff), mediaType: 'text/plain' })).rejects.toThrow(/UTF-8/);
    await expect(parseOriginal({ bytes: utf8('a'), mediaType: 'image/png' })).rejects.toThrow(/image\/png/);
  });
});
