/** Text at a place; y grows upwards. */
export interface PdfText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** Runs upwards. */
  readonly isTurned?: boolean;
  /** Goes on with this, moved back by the width of a blank. */
  readonly after?: string;
}

/** What the letters of a PDF are, in its own words. */
export interface PdfFont {
  /** The entries of its dictionary. */
  readonly font: string;
  /** Which texts its codes stand for: a CMap. */
  readonly toUnicode?: string;
}

const HELVETICA: PdfFont = { font: '/Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding' };

/** A PDF with these texts on its pages, and annotations on the first of them. Without a table: readers repair it. */
export function createPdf(
  pages: readonly (readonly PdfText[])[],
  annotations: readonly string[] = [],
  { font, toUnicode }: PdfFont = HELVETICA,
): Uint8Array {
  const unicode = toUnicode === undefined ? '' : `/ToUnicode ${4 + 2 * pages.length} 0 R`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${4 + 2 * index} 0 R`).join(' ')}] >>`,
    `<< /Type /Font ${font} ${unicode} >>`,
    ...pages.flatMap((texts, index) => [pageOf(index, index === 0 ? annotations : []), contentOf(texts)]),
    ...(toUnicode === undefined ? [] : [streamOf(toUnicode)]),
  ];
  const body = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join('');
  return Buffer.from(`%PDF-1.7\n${body}trailer << /Root 1 0 R /Size ${objects.length + 1} >>\n%%EOF\n`, 'latin1');
}

function pageOf(index: number, annotations: readonly string[]): string {
  const list = annotations.map((annotation) => `<< /Type /Annot /Rect [10 10 90 20] ${annotation} >>`).join(' ');
  return (
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> ' +
    `/Contents ${5 + 2 * index} 0 R /Annots [${list}] >>`
  );
}

function contentOf(texts: readonly PdfText[]): string {
  const content = texts
    .map(({ text, x, y, size, isTurned, after }) => {
      const matrix = isTurned ? '0 1 -1 0' : '1 0 0 1';
      const rest = after === undefined ? '' : `${BLANK_WIDTH} ${literal(after)}`;
      return `BT /F1 ${size} Tf ${matrix} ${x} ${y} Tm [${literal(text)} ${rest}] TJ ET`;
    })
    .join('\n');
  return streamOf(content);
}

const streamOf = (content: string) => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;

/** In Helvetica, in thousandths of the size. */
const BLANK_WIDTH = 278;

const literal = (text: string) => `(${text.replace(/[()\\]/g, '\\$&')})`;
