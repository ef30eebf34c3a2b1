import { type Block, plainBlocks } from '../../lib/blocks/blocks.ts';
import { markdownBlocks } from '../../lib/blocks/markdown-blocks.ts';

/** A text and what it is made of. */
export interface BlockText {
  /** The text that all offsets count into. */
  readonly text: string;
  /** In the order of the text. */
  readonly blocks: Iterable<Block>;
  /** Where each page begins, the first at 0; empty for a text without pages. Those without text begin where the next one does, or at the end. */
  readonly pageStarts: readonly number[];
}

/** A text of paragraphs between blank lines. */
export function plainText(text: string): BlockText {
  return { text, blocks: plainBlocks(text), pageStarts: [] };
}

/** A text in Markdown. */
export function markdownText(text: string): BlockText {
  return { text, blocks: markdownBlocks(text), pageStarts: [] };
}
