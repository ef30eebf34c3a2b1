import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';

/**
 * Reads an answer's Markdown. HTML stays text, and without definitions no `[1]: https://…` of a model or a document makes
 * a link of a marker.
 */
export function parseAnswer(text: string): Root {
  return fromMarkdown(text, {
    extensions: [gfmTable(), { disable: { null: ['htmlFlow', 'htmlText', 'definition'] } }],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
}
