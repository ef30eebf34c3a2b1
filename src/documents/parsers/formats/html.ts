import { decodeText } from '../decode-text.ts';
import { collectPage, type HtmlPage } from './html/collect-page.ts';
import { htmlEncodingOf } from './html/html-encoding.ts';
import { BOILERPLATE, type LeftOut, NOTHING, WITHOUT_FORMS } from './html/left-out.ts';
import { oneLine } from './one-line.ts';
import type { ParsedBlock, ParsedPart } from './parsed.ts';
import { Unreadable } from './unreadable.ts';

/**
 * Reads HTML and XHTML: the title, and the main text without what stands on every page of a site.
 *
 * @throws Unreadable `NO_TEXT`, or `TOO_DEEP`
 */
export async function* readHtml(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  const page = mainTextOf(await decodeText(bytes, htmlEncodingOf(bytes), {}));
  const title = oneLine(page.title);
  if (page.blocks.length === 0) throw new Unreadable('NO_TEXT');
  if (title !== '') yield { kind: 'heading', level: 0, text: title };
  const repeated = page.blocks.findIndex((block, at) => repeats(block, title, at));
  for (const [at, block] of page.blocks.entries()) if (at !== repeated) yield block;
}

/**
 * The blocks of a text in HTML or XHTML, whose title is not among them.
 *
 * @throws Unreadable `TOO_DEEP`
 */
export function htmlBlocks(html: string): ParsedBlock[] {
  return mainTextOf(html).blocks;
}

/** The title stands on the page again, as its first line or its heading. */
function repeats(block: ParsedBlock, title: string, at: number): boolean {
  const isTitle = at === 0 || (block.kind === 'heading' && block.level === 1);
  return isTitle && block.kind !== 'table-row' && block.text === title;
}

/** Where hardly anything is left, what was left out is the text: a page within a form, or one that a script shows. */
function mainTextOf(html: string): HtmlPage {
  return collect(html, BOILERPLATE) ?? collect(html, WITHOUT_FORMS) ?? collectPage(html, NOTHING);
}

/** Null where less than a fifth of the text is left. */
function collect(html: string, leftOut: LeftOut): HtmlPage | null {
  const page = collectPage(html, leftOut);
  return page.length >= LEAST_SHARE * (page.length + page.lengthLeftOut) ? page : null;
}

const LEAST_SHARE = 0.2;
