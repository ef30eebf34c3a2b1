import type { RootContent } from 'mdast';
import { parseAnswer } from './parse-answer.ts';

/** A block of an answer: a paragraph, a list, a table. */
export interface Block {
  readonly node: RootContent;
  /** Where the text begins from which it was parsed: its offsets count from there. */
  readonly offset: number;
}

/** Parses a text that grows at its end. Blocks that nothing can change any more are kept as they are. */
export interface GrowingAnswer {
  /** The blocks of a text. One that does not begin like the last one is parsed from its beginning on. */
  parse(text: string): readonly Block[];
}

/** Begins with no text. */
export function createGrowingAnswer(): GrowingAnswer {
  let finished: readonly Block[] = [];
  let parsed = '';
  return {
    parse: (text) => {
      if (!text.startsWith(parsed)) {
        finished = [];
        parsed = '';
      }
      const offset = parsed.length;
      const blocks = parseAnswer(text.slice(offset)).children.map((node): Block => ({ node, offset }));
      const whole = wholeBlocks(blocks, text);
      const begin = startOf(blocks[whole]);
      const all = [...finished, ...blocks];
      if (whole > 0 && begin !== null) {
        finished = [...finished, ...blocks.slice(0, whole)];
        parsed = text.slice(0, begin);
      }
      return all;
    },
  };
}

/**
 * How many blocks are whole: those before the last one, if that has a line that is whole. A line that is still being
 * written may turn out to belong to the block before it: `**` after a paragraph is emphasis more often than a rule.
 */
function wholeBlocks(blocks: readonly Block[], text: string): number {
  for (let at = blocks.length - 1; at > 0; at--) {
    const begin = startOf(blocks[at]);
    if (begin !== null && text.indexOf('\n', begin) >= 0) return at;
  }
  return 0;
}

function startOf(block: Block | undefined): number | null {
  const start = block?.node.position?.start.offset;
  return block && start !== undefined ? block.offset + start : null;
}
