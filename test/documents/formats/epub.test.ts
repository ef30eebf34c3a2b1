import { describe, expect, it } from 'vitest';
import { readEpub } from '../../../src/documents/parsers/formats/epub.ts';
import { fileBytes, hasFiles, outlineOf, partsOf, refusalOf } from '../../support/parsed.ts';
import { makeZip } from '../../support/zip.ts';

const CONTAINER =
  '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>';
const item = (id: string, href: string, properties = '', type = 'application/xhtml+xml') =>
  `<item id="${id}" href="${href}" media-type="${type}" properties="${properties}"/>`;
const opf = (items: readonly string[], spine: readonly string[]) =>
  `<package xmlns="http://www.idpf.org/2007/opf"><manifest>${items.join('')}</manifest><spine>${spine.map((id) => `<itemref idref="${id}"/>`).join('')}</spine></package>`;
const chapter = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="a.js"/></head><body>${body}</body></html>`;
const encryption = (...paths: string[]) =>
  `<encryption>${paths.map((path) => `<EncryptedData><CipherData><CipherReference URI="${path}"/></CipherData></EncryptedData>`).join('')}</encryption>`;

/** A book of chapters, which lie in a folder of their own. */
function epub(chapters: readonly string[], more: Readonly<Record<string, string>> = {}): Buffer {
  const items = chapters.map((_, at) => item(`c${at}`, `text/chapter%20${at}.xhtml`));
  const files = chapters.map((body, at) => [`OEBPS/text/Chapter ${at}.xhtml`, chapter(body)]);
  return makeZip({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': CONTAINER,
    'OEBPS/book.opf': opf(
      items,
      chapters.map((_, at) => `c${at}`),
    ),
    ...Object.fromEntries(files),
    ...more,
  });
}

const outline = async (bytes: Uint8Array) => outlineOf(await partsOf(readEpub, bytes));

describe.skipIf(!hasFiles)('EPUB files of real programs (skipped where ../shared is not there)', () => {
  it('handbook.pandoc.epub is read as it is written', async () => {
    const lines = await outline(fileBytes('epub/handbook.pandoc.epub'));
    expect(lines[0]).toBe('3 pages');
    expect(lines.filter((line) => line.includes('# '))).toEqual([
      '1: # Harbour Library Handbook',
      '2: # Opening hours',
      '2: ## Borrowing',
      '2: ### Fees',
      '3: # Reading desks',
    ]);
    expect(lines).toContain('2:   - of which two may be atlases');
    expect(lines).toContain('2: Item: Recording; Days: 7; Fee in euro: 1.00');
    const text = lines.join('\n');
    expect(text).toContain('closes at nine in the evening. On public');
    expect(text).toMatch(/the café closes half an hour earlier\.$/m);
    expect(text).toContain('Ελληνικά, русский, 日本語, العربية');
  });
});

describe('EPUB', () => {
  it('has the places of its spine as pages, however its chapters are written', async () => {
    const bytes = epub(['<h1>One</h1><p>First<a id="x"/> words.</p>', '', '<p>Second words.</p>']);
    expect(await outline(bytes)).toEqual(['3 pages', '1: # One', '1: First words.', '3: Second words.']);
  });

  it('has the notes that stand aside', async () => {
    const link = '<a id="r" epub:type="noteref" href="#n"><sup>1</sup></a>';
    const back = '<a href="#r" role="doc-backlink">↩</a>';
    const body = `<p>Text.${link} <a href="b">More.</a></p><aside><p>A note.${back}</p></aside>`;
    expect(await outline(epub([body]))).toEqual(['1 pages', '1: Text. More.', '1: A note.']);
  });

  it('is without its table of contents, pictures, and what is not there', async () => {
    const items = [
      item('toc', 'toc.xhtml', 'scripted nav'),
      item('cover', 'cover.svg', '', 'image/svg+xml'),
      item('gone', 'gone.xhtml'),
      item('text', '../text.xhtml#part'),
    ];
    const bytes = makeZip({
      'META-INF/container.xml': CONTAINER,
      'OEBPS/book.opf': opf(items, ['toc', 'cover', 'gone', 'none', 'text']),
      'OEBPS/toc.xhtml': chapter('<p>One</p>'),
      'OEBPS/cover.svg': '<svg><text>Cover</text></svg>',
      'text.xhtml': chapter('<p>Text.</p>'),
    });
    expect(await outline(bytes)).toEqual(['5 pages', '5: Text.']);
  });

  it('may have encrypted fonts, and is refused with encrypted chapters', async () => {
    const fonts = { 'META-INF/encryption.xml': encryption('OEBPS/fonts/a.otf') };
    expect(await outline(epub(['<p>Text.</p>'], fonts))).toEqual(['1 pages', '1: Text.']);
    const chapters = { 'META-INF/encryption.xml': encryption('OEBPS/text/Chapter%200.xhtml') };
    expect(await refusalOf(readEpub, epub(['<p>Text.</p>'], chapters))).toBe('RIGHTS_MANAGED');
  });

  it('is refused without text, or when it is damaged', async () => {
    expect(await refusalOf(readEpub, epub(['']))).toBe('NO_TEXT');
    expect(await refusalOf(readEpub, makeZip({ mimetype: 'application/epub+zip' }))).toBe('DAMAGED');
    expect(await refusalOf(readEpub, epub(['<p>a</p>'], { 'META-INF/container.xml': '<container/>' }))).toBe('DAMAGED');
  });
});
