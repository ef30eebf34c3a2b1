import { createPdf } from '../../test/support/pdf.ts';
import { makeZip } from '../../test/support/zip.ts';

/** What makes a file of a format from its pages, each of which is some paragraphs. */
type Maker = (pages: readonly (readonly string[])[]) => string | Uint8Array;

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Small files as programs write them, with the same paragraphs in each; by extension. */
export const MAKERS: Readonly<Record<string, Maker>> = {
  txt: (pages) => pages.flat().join('\n\n'),
  md: (pages) => pages.map((page, at) => `# Part ${at + 1}\n\n${page.join('\n\n')}`).join('\n\n'),
  html: (pages) =>
    `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Report</title><body><main>${pages.map(asHtml).join('')}</main></body></html>`,
  pdf: (pages) =>
    createPdf(
      pages.map((page) =>
        page
          .flatMap((paragraph) => paragraph.match(/.{1,100}(\s|$)/gs) ?? [])
          .map((text, at) => ({ text: latin(text), x: 50, y: 750 - 10 * at, size: 8 })),
      ),
    ),
  docx: (pages) =>
    makeZip({
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels': relationships({ officeDocument: 'word/document.xml' }),
      'word/document.xml': `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${pages
        .flat()
        .map((paragraph) => `<w:p><w:r><w:t>${escaped(paragraph)}</w:t></w:r></w:p>`)
        .join('')}</w:body></w:document>`,
    }),
  pptx: (pages) =>
    makeZip({
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels': relationships({ officeDocument: 'ppt/presentation.xml' }),
      'ppt/presentation.xml': `<p:presentation ${PRESENTATION}><p:sldIdLst>${pages.map((_, at) => `<p:sldId id="${256 + at}" r:id="slide${at}"/>`).join('')}</p:sldIdLst></p:presentation>`,
      'ppt/_rels/presentation.xml.rels': `<Relationships xmlns="${PACKAGE}">${pages.map((_, at) => `<Relationship Id="slide${at}" Type="${OFFICE}/slide" Target="slides/${at}.xml"/>`).join('')}</Relationships>`,
      ...Object.fromEntries(pages.map((page, at) => [`ppt/slides/${at}.xml`, asSlide(page)])),
    }),
  xlsx: (pages) =>
    makeZip({
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels': relationships({ officeDocument: 'xl/workbook.xml' }),
      'xl/workbook.xml': `<workbook ${SPREADSHEET}><sheets>${pages.map((_, at) => `<sheet name="Part ${at + 1}" sheetId="${at + 1}" r:id="sheet${at}"/>`).join('')}</sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}">${pages.map((_, at) => `<Relationship Id="sheet${at}" Type="${OFFICE}/worksheet" Target="${at}.xml"/>`).join('')}</Relationships>`,
      ...Object.fromEntries(pages.map((page, at) => [`xl/${at}.xml`, asSheet(page)])),
    }),
  epub: (pages) =>
    makeZip(
      {
        mimetype: 'application/epub+zip',
        'META-INF/container.xml':
          '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>',
        'book.opf': `<package xmlns="http://www.idpf.org/2007/opf"><manifest>${pages.map((_, at) => `<item id="c${at}" href="${at}.xhtml" media-type="application/xhtml+xml"/>`).join('')}</manifest><spine>${pages.map((_, at) => `<itemref idref="c${at}"/>`).join('')}</spine></package>`,
        ...Object.fromEntries(
          pages.map((page, at) => [
            `${at}.xhtml`,
            `<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>${asHtml(page, at)}</body></html>`,
          ]),
        ),
      },
      { mimetype: { isStored: true } },
    ),
  csv: (pages) =>
    [['Part', 'Number', 'Text'], ...rowsOf(pages)]
      .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
      .join('\r\n'),
  json: (pages) => JSON.stringify(rowsOf(pages).map(([part, number, text]) => ({ part, number, text }))),
  eml: (pages) =>
    `From: ann@example.org\r\nTo: bob@example.org\r\nSubject: Report\r\nDate: Thu, 26 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${pages.flat().join('\r\n\r\n')}\r\n`,
};

const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const PRESENTATION = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="${OFFICE}"`;
const SPREADSHEET = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"`;

function relationships(targets: Readonly<Record<string, string>>): string {
  const each = Object.entries(targets).map(
    ([type, target]) => `<Relationship Id="${type}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}">${each.join('')}</Relationships>`;
}

function asHtml(page: readonly string[], at: number): string {
  return `<h1>Part ${at + 1}</h1>${page.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('')}`;
}

function asSlide(page: readonly string[]): string {
  const paragraphs = page.map((text) => `<a:p><a:r><a:t>${escaped(text)}</a:t></a:r></a:p>`).join('');
  return `<p:sld ${PRESENTATION}><p:cSld><p:spTree><p:sp><p:nvSpPr><p:nvPr/></p:nvSpPr><p:txBody>${paragraphs}</p:txBody></p:sp></p:spTree></p:cSld></p:sld>`;
}

function asSheet(page: readonly string[]): string {
  const rows = ['Text', ...page].map(
    (text, at) =>
      `<row r="${at + 1}"><c r="A${at + 1}" t="inlineStr"><is><t>${at === 0 ? 'Number' : at}</t></is></c><c r="B${at + 1}" t="inlineStr"><is><t>${escaped(text)}</t></is></c></row>`,
  );
  return `<worksheet ${SPREADSHEET}><sheetData>${rows.join('')}</sheetData></worksheet>`;
}

/** Of each paragraph: the page, its number there, its text. */
function rowsOf(pages: readonly (readonly string[])[]): [string, string, string][] {
  return pages.flatMap((page, part) =>
    page.map((text, at): [string, string, string] => [String(part + 1), String(at + 1), text]),
  );
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
/** What the fonts of the PDF can show. */
const latin = (text: string) => text.replace(/[^\x20-\x7e\xa0-\xff]/g, '?').trim();
