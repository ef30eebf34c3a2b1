import { describe, expect, it } from 'vitest';
import { takeSample } from '../../src/documents/parsers/file-sample.ts';
import { inspectUpload } from '../../src/documents/parsers/inspect-upload.ts';
import { parseOriginal } from '../../src/documents/parsers/parsers.ts';
import { AppError } from '../../src/errors.ts';
import { inPieces, readInRanges } from '../../src/lib/byte-pieces.ts';
import type { OriginalBytes } from '../../src/store/documents.ts';
import { makeZip } from '../support/zip.ts';

const MEBIBYTE = 1024 * 1024;
const utf8 = (text: string) => new TextEncoder().encode(text);

/** Looks at a file as at one that was uploaded. */
async function inspect(name: string, bytes: Uint8Array) {
  const read = async (start: number, end: number) => bytes.slice(start, end);
  const sample = await takeSample({ sizeBytes: bytes.length, read });
  expect(sample.isWhole).toBe(false);
  return inspectUpload({ name, sizeBytes: bytes.length, sample, isText: false, maxBytes: bytes.length });
}

describe('a large file is looked at in its beginning and its end, and', () => {
  it('is told by the list of parts at its end', async () => {
    const picture = new Uint8Array(3 * MEBIBYTE);
    const parts = {
      '[Content_Types].xml': utf8('<Types/>'),
      'word/media/a.png': picture,
      'word/document.xml': utf8(''),
    };
    const bytes = makeZip(parts, { 'word/media/a.png': { isStored: true } });
    expect((await inspect('a.docx', bytes)).mediaType).toContain('wordprocessingml');
    await expect(inspect('a.xlsx', bytes)).rejects.toThrow('is a Word document, whatever its name says');
  });

  it.each([0, 1, 2])('is a text wherever its beginning is cut: %i bytes on', async (shift) => {
    const text = `${'.'.repeat(shift)}${'a'.repeat(MEBIBYTE - 8)}${'€'.repeat(MEBIBYTE)}`;
    expect(await inspect('a.txt', utf8(text))).toMatchObject({ mediaType: 'text/plain' });
  });

  it('is not taken for blank by that', async () => {
    const text = `${' '.repeat(MEBIBYTE + 1)}words${' '.repeat(MEBIBYTE + 1)}`;
    expect(await inspect('a.txt', utf8(text))).toMatchObject({ mediaType: 'text/plain' });
  });
});

describe('a file that is read in pieces', () => {
  const german = 'Für Beschäftigte gelten größere Räume. Straße, Übung, Ärger.\n'.repeat(40);
  const japanese = '経費の精算は三十日以内に行う。出張の後は報告書を出す。\n'.repeat(40);
  it.each<[what: string, bytes: Uint8Array]>([
    ['UTF-8', utf8(`${'plain words, '.repeat(100)}${german}${japanese}`)],
    ['windows-1252', Buffer.from(german, 'latin1')],
    ['UTF-16', Buffer.from(`\ufeff${german}`, 'utf16le')],
    ['UTF-8 with damages', Buffer.concat([utf8(german), Buffer.from([0xe4, 0x20]), utf8(japanese)])],
    ['UTF-8 that ends within a letter', utf8(`${german}€`).slice(0, -1)],
  ])('says what it says as a whole: %s', async (_, bytes) => {
    const read = async (original: OriginalBytes) => {
      const { text, mended } = await parseOriginal({ original, mediaType: 'text/plain' });
      return { text, mended };
    };
    const whole = await read(bytes);
    for (const length of [1, 2, 7, 1_000, bytes.length]) {
      const original = { [Symbol.asyncIterator]: () => inPieces(bytes, length) };
      expect(await read(original)).toEqual(whole);
    }
  });

  it('goes to its reader in pieces', async () => {
    const page = utf8(`<p>${'Some words of a page. '.repeat(60_000)}<p>The end.`);
    const original = readInRanges(page.length, async ({ start, end }) => page.slice(start, end));
    const { text, mended } = await parseOriginal({ original, mediaType: 'text/html' });
    expect([text.endsWith('The end.'), mended]).toEqual([true, []]);
    const latin = Buffer.from(`<meta charset=windows-1252><p>${german}`, 'latin1');
    expect(await parseOriginal({ original: latin, mediaType: 'text/html' })).toMatchObject({ mended: ['ENCODING'] });
  });

  it.each(['text/plain', 'text/html', 'application/pdf'])(
    'that breaks off fails by why it did: %s',
    async (mediaType) => {
      const away = new AppError('STORE_UNAVAILABLE', 'The store is away.');
      const original = readInRanges(9 * MEBIBYTE, async ({ start, end }) => {
        if (start > 0) throw away;
        return new Uint8Array(end - start).fill(0x20);
      });
      await expect(parseOriginal({ original, mediaType })).rejects.toBe(away);
    },
  );

  it('is refused with more text than a document may have, without being whole in memory', async () => {
    const read: number[] = [];
    const original = readInRanges(200 * MEBIBYTE, async ({ start, end }) => {
      read.push(start);
      return new Uint8Array(end - start).fill(0x61);
    });
    await expect(parseOriginal({ original, mediaType: 'text/plain' })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('too much text'),
    });
    // Once to tell its encoding.
    expect(read.length).toBeLessThan(115);
  });
});
