import { Parser } from 'htmlparser2';
import { MARKUP_LIMITS } from '../../../../limits.ts';
import type { ParsedBlock } from '../parsed.ts';
import { Unreadable } from '../unreadable.ts';
import { isNeverRead, type LeftOut } from './left-out.ts';
import { createPageFlow } from './page-flow.ts';

/** What was found in a page. */
export interface HtmlPage {
  /** As it is written; empty where there is none. */
  readonly title: string;
  readonly blocks: ParsedBlock[];
  /** How much text there is, and how much more in what was left out. */
  readonly length: number;
  readonly lengthLeftOut: number;
}

/** @throws Unreadable `TOO_DEEP` */
export function collectPage(html: string, leftOut: LeftOut): HtmlPage {
  const flow = createPageFlow();
  const page = { title: '', blocks: flow.blocks, length: 0, lengthLeftOut: 0 };
  let titles = 0;
  let isInTitle = false;
  let depth = 0;
  /** Depths of the elements that are being left out. */
  let neverReadAt = Number.POSITIVE_INFINITY;
  let leftOutAt = Number.POSITIVE_INFINITY;
  const isRead = () => depth < neverReadAt && depth < leftOutAt;

  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        depth += 1;
        // The parser's time grows with the square of the depth, and what is deeper is no text that somebody wrote.
        if (depth > MARKUP_LIMITS.htmlDepth) throw new Unreadable('TOO_DEEP');
        if (name === 'title' && depth < neverReadAt) isInTitle = titles++ === 0;
        if (depth < neverReadAt && isNeverRead(name)) neverReadAt = depth;
        if (depth < leftOutAt && leftOut(name, attributes)) leftOutAt = depth;
        if (isRead()) flow.open(name, attributes);
        else if (depth === Math.min(neverReadAt, leftOutAt)) flow.leaveOut(name);
      },
      ontext: (text) => {
        if (isInTitle) page.title += text;
        if (depth >= neverReadAt) return;
        const { length } = text.trim();
        if (depth >= leftOutAt) {
          page.lengthLeftOut += length;
          return;
        }
        page.length += length;
        flow.add(text);
      },
      onclosetag: (name) => {
        isInTitle = false;
        if (isRead()) flow.close(name);
        if (depth === neverReadAt) neverReadAt = Number.POSITIVE_INFINITY;
        if (depth === leftOutAt) leftOutAt = Number.POSITIVE_INFINITY;
        depth -= 1;
      },
    },
    // In XHTML, as the chapters of books are, `<title/>` has no content; in HTML all that follows would be.
    { recognizeSelfClosing: XHTML.test(html.slice(0, XHTML_WITHIN)) },
  );
  parser.write(html);
  parser.end();
  flow.end();
  return page;
}

const XHTML = /<\?xml|xmlns\s*=\s*["']http:\/\/www\.w3\.org\/1999\/xhtml["']/i;
const XHTML_WITHIN = 2_048;
