import type { ParsedBlock } from '../parsed.ts';
import { Unreadable } from '../unreadable.ts';
import type { PageTexts } from './page-text.ts';
import { createParagraphs } from './paragraphs.ts';
import { inReadingOrder } from './reading-order.ts';
import { type Survey, survey } from './survey.ts';

/**
 * Makes blocks of pages, each with the comments and the filled in fields behind its text.
 *
 * @throws Unreadable where there is no text to be had
 */
export function* tellPages(pages: PageTexts): Generator<ParsedBlock> {
  let isEmpty = true;
  for (const block of blocksOf(survey(pages), pages.count)) {
    isEmpty = false;
    yield block;
  }
  if (isEmpty) throw new Unreadable('NO_TEXT');
}

function* blocksOf(pages: Survey, count: number): Generator<ParsedBlock> {
  const paragraphs = createParagraphs(pages);
  for (let index = 0; index < count; index++) {
    const page = index + 1;
    const { lines, added } = pages.contentOf(index);
    yield* paragraphs.page(inReadingOrder(lines), page);
    if (added.length > 0) yield* paragraphs.end();
    for (const text of added) yield { kind: 'paragraph', text, page };
  }
  yield* paragraphs.end();
}
