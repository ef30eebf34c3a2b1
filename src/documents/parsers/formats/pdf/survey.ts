import { Unreadable } from '../unreadable.ts';
import { createHeadings } from './headings.ts';
import { createLineJoiner } from './hyphens.ts';
import { createLinePitch } from './line-pitch.ts';
import { FEW_LETTERS, type PageText, type PageTexts, textOf } from './page-text.ts';
import type { Layout } from './paragraphs.ts';
import { createRunningHeads } from './running-heads.ts';

/** Of all letters, so many may be without a meaning: a formula's signs, a font of symbols. */
const MOST_UNMAPPED = 0.3;
/** Lines that are kept for the second reading: those of some two thousand pages. More would take too much memory. */
const MOST_KEPT = 100_000;

type PageContent = Pick<PageText, 'lines' | 'added'>;

/** What must be known of all pages before the first can be told. */
export interface Survey extends Layout {
  /** A page without its running heads. The first is 0. */
  contentOf(index: number): PageContent;
}

/**
 * Reads all pages once.
 *
 * @throws Unreadable where there is no text to be had
 */
export function survey(pages: PageTexts): Survey {
  const kept = new Map<number, PageContent>();
  const runningHeads = createRunningHeads();
  const headings = createHeadings();
  const joiner = createLineJoiner();
  const pitch = createLinePitch();
  const seen = { readable: 0, pictures: 0, lines: 0, letters: 0, unmapped: 0 };
  for (let index = 0; index < pages.count; index++) {
    const text = pages.read(index);
    const { lines, added } = text ?? NOTHING;
    if (text) seen.readable++;
    if (text?.isPicture) seen.pictures++;
    seen.letters += text?.letters ?? 0;
    seen.unmapped += text?.unmapped ?? 0;
    seen.lines += lines.length;
    if (seen.lines < MOST_KEPT) kept.set(index, { lines, added });
    runningHeads.see(lines);
    pitch.see(lines);
    for (const line of lines) {
      headings.see(line);
      joiner.see(textOf(line));
    }
  }
  refuseWithoutText(seen, pages.count);
  return {
    contentOf(index) {
      const { lines, added } = kept.get(index) ?? pages.read(index) ?? NOTHING;
      kept.delete(index);
      return { lines: runningHeads.without(lines, index + 1), added };
    },
    headings: headings.judge(),
    linePitch: pitch.judge(),
    beforeNext: joiner.beforeNext,
  };
}

/** A damaged page. */
const NOTHING: PageContent = { lines: [], added: [] };

function refuseWithoutText(
  { readable, pictures, letters, unmapped }: Readonly<Record<'readable' | 'pictures' | 'letters' | 'unmapped', number>>,
  pageCount: number,
): void {
  if (readable === 0) throw new Unreadable('DAMAGED', 'None of its pages can be read.');
  if (unmapped > MOST_UNMAPPED * letters) throw new Unreadable('NO_UNICODE', `${unmapped} of ${letters} letters`);
  if (letters < FEW_LETTERS * pageCount && pictures >= pageCount / 2) throw new Unreadable('SCANNED');
}
