import { beforeEach, describe, expect, it } from 'vitest';
import { createScannedPdfReader } from '../../../src/documents/parsers/formats/pdf/read-scanned-pdf.ts';
import { requireOcrPackages } from '../../../src/documents/parsers/ocr/ocr-packages.ts';
import { openRecognizer } from '../../../src/documents/parsers/ocr/recognizer.ts';
import type { PageProgress } from '../../../src/documents/parsers/parser.ts';
import { parseOriginal } from '../../../src/documents/parsers/parsers.ts';
import { readInSandbox } from '../../../src/documents/parsers/sandbox/sandbox.ts';
import { PARSING_LIMITS } from '../../../src/limits.ts';
import { fileBytes, hasFiles, outlineOf, partsOf } from '../../support/parsed.ts';
import { createPdf } from '../../support/pdf.ts';

const parse = (name: string, options: { ocrLanguages: string[] | null; onPage?(progress: PageProgress): void }) =>
  parseOriginal({ original: fileBytes(`pdf/${name}`), mediaType: 'application/pdf', ...options });

/** Why text recognition can't be tried here; null where it can. */
function missingPackages(): string | null {
  try {
    requireOcrPackages(['eng']);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe.skipIf(!hasFiles)('without text recognition', () => {
  it.each([
    ['scanned-2-pages.pdf', /^It is scanned: its pages are pictures/],
    ['c02-22.pdf', /^It is scanned: its pages are pictures/],
    ['type3_font_nomapping.pdf', /^Its fonts do not say which letters they show/],
  ])('%s is refused', async (name, message) => {
    await expect(parse(name, { ocrLanguages: null })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringMatching(message),
    });
  });
});

describe('with text recognition', () => {
  const missing = missingPackages();
  beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

  const lines = (...texts: string[]) => texts.map((text, at) => ({ text, x: 90, y: 700 - 16 * at, size: 12 }));
  const drawn = createPdf([
    lines('The reading room opens at eight in the', 'morning and closes at nine.'),
    [],
    lines('Recording costs seven euros a day.'),
  ]);

  it('pages are drawn and read, and told of one by one', async () => {
    expect(outlineOf(await partsOf(createScannedPdfReader(['eng']), drawn))).toEqual([
      '3 pages',
      'page 1 seen',
      'page 2 seen',
      'page 3 seen',
      '1: The reading room opens at eight in the morning and closes at nine.',
      '3: Recording costs seven euros a day.',
    ]);
  });

  it('what is no picture has no lines, and harms no other', async () => {
    await using recognizer = await openRecognizer(['eng']);
    expect(await recognizer.recognize(Buffer.from('nonsense'))).toBeNull();
    expect(
      await recognizer.recognize(Buffer.concat([Buffer.from('P5 40 40 255\n'), Buffer.alloc(1_600, 255)])),
    ).toEqual([]);
  });

  it('who leaves after a page ends the process', async () => {
    const controller = new AbortController();
    const read = async () => {
      const options = { limits: PARSING_LIMITS, ocrLanguages: ['eng'], signal: controller.signal };
      for await (const part of readInSandbox(drawn, 'pdf', options)) {
        if (part.kind === 'page-seen') controller.abort(new Error(`cancelled at ${part.page}`));
      }
    };
    await expect(read()).rejects.toThrow('cancelled at 1');
  });

  it.skipIf(!hasFiles)('two scanned pages are read with their paragraphs, and progress by page', async () => {
    const seen: PageProgress[] = [];
    const { text, pageCount, pageStarts, mended } = await parse('scanned-2-pages.pdf', {
      ocrLanguages: ['eng'],
      onPage: (progress) => seen.push(progress),
    });
    expect(text).toContain('so Genoa and Lucca are now just family estates of the Buonapartes.');
    expect(text).toContain('\n\nIt was in July, 1805, and the speaker was the well-known Anna Pavlovna');
    expect(text.slice(pageStarts[1])).toContain('and fireworks are becoming wearisome.');
    expect({ pageCount, mended }).toEqual({ pageCount: 2, mended: ['RECOGNIZED'] });
    expect(seen).toEqual([
      { parsed: 1, total: 2 },
      { parsed: 2, total: 2 },
    ]);
  });

  it.skipIf(!hasFiles)('text beside a drawing is read, and what the drawing looks like left out', async () => {
    const { text } = await parse('c02-22.pdf', { ocrLanguages: ['eng'] });
    expect(text).toContain('went tip-toeing along a path amongst the trees back towards the end of the');
    expect(text).toContain('noticed that thing plenty of times since.');
    expect(text.split(/\s+/).filter((word) => !/[\p{L}\p{N}]/u.test(word) && word !== '|')).toEqual([]);
  });

  it.skipIf(!hasFiles)('fonts that do not say which letters they show are read as a picture', async () => {
    expect((await parse('type3_font_nomapping.pdf', { ocrLanguages: ['eng'] })).text).toMatch(/^\w+$/);
  });
});
