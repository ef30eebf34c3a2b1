import type { Block, Place } from './blocks.ts';
import { frontMatterOf } from './front-matter.ts';
import { type Line, LONGEST_PIECE, linesOf } from './lines.ts';
import { headingTitle, type MarkdownLine, readLine } from './markdown-lines.ts';

/**
 * The blocks of a Markdown text (CommonMark's, with tables). Of front matter only the title is one: a heading above all
 * others. A block that is very long comes in
 * several, of which all but the last say that it `continues`. Rules (`---`) are left out.
 */
export function* markdownBlocks(text: string): Generator<Block> {
  const reader = createReader(text);
  const matter = frontMatterOf(text);
  if (matter?.title) yield { kind: 'heading', level: 0, ...matter.title };
  for (const line of linesOf(text)) {
    if (!matter || line.start >= matter.end) yield* reader.read(line);
  }
  yield* reader.end();
}

type OpenBlock = { start: number; end: number } & (
  | { kind: 'prose' | 'item' | 'table' }
  | { kind: 'code'; fence: string }
);

/** Takes line by line, and gives the blocks that each finishes. */
function createReader(text: string): { read(line: Line): Block[]; end(): Block[] } {
  let open: OpenBlock | null = null;
  /** Whether the line before goes on in this one. */
  let isPart = false;

  const end = (): Block[] => {
    const done: Block[] = open ? [{ start: open.start, end: open.end, kind: open.kind, continues: false }] : [];
    open = null;
    return done;
  };
  const begin = (block: OpenBlock): Block[] => {
    const done = end();
    open = block;
    return done;
  };
  /** Adds a line to the open block, or to a new paragraph; what has become too long is given away. */
  const extend = ({ start, end }: Line): Block[] => {
    open ??= { kind: 'prose', start, end: start };
    const isLong = end - open.start > LONGEST_PIECE && open.end > open.start;
    const done: Block[] = isLong ? [{ start: open.start, end: open.end, kind: open.kind, continues: true }] : [];
    open = { ...open, start: isLong ? start : open.start, end };
    return done;
  };

  const readLineOf = (line: Line, read: MarkdownLine): Block[] => {
    const { start } = line;
    switch (read.type) {
      case 'fence':
        return begin({ kind: 'code', start, end: line.end, fence: read.fence });
      case 'heading':
        return [...end(), { start, end: line.end, kind: 'heading', level: read.level, title: read.title }];
      case 'underline': {
        const title = open?.kind === 'prose' ? headingTitle(text.slice(open.start, open.end)) : null;
        if (!open || title === null) return end();
        const heading: Block = { start: open.start, end: line.end, kind: 'heading', level: read.level, title };
        open = null;
        return [heading];
      }
      case 'rule':
        return end();
      case 'item':
        return begin({ kind: 'item', start, end: line.end });
      case 'delimiters': {
        if (open?.kind !== 'prose') return extend(line);
        // The line above was the table's head, though it looked like prose.
        const head = lastLineStart(text, open);
        const above: Block[] = head > open.start ? [{ ...open, kind: 'prose', end: head, continues: false }] : [];
        open = { kind: 'table', start: head, end: line.end };
        return above;
      }
      case 'row':
        if (open?.kind === 'prose' || open?.kind === 'table') return extend(line);
        return begin({ kind: 'table', start, end: line.end });
      case 'text': {
        const isBehindTable = open?.kind === 'table' && !text.slice(start, line.end).includes('|');
        return isBehindTable ? [...end(), ...extend(line)] : extend(line);
      }
    }
  };

  return {
    read: (line) => {
      const wasPart = isPart;
      isPart = line.continues;
      if (open?.kind === 'code') {
        const { fence } = open;
        const done = extend(line);
        return !wasPart && isFenceEnd(text, line, fence) ? [...done, ...end()] : done;
      }
      if (line.isBlank) return [...end(), { start: line.start, end: line.end, kind: 'blank' }];
      // A part of a very long line is text, whatever it looks like.
      if (wasPart || isPart) return readLineOf(line, { type: 'text' });
      return readLineOf(line, readLine(text.slice(line.start, line.end)));
    },
    end,
  };
}

/** Closed by at least as many of the same characters, with nothing behind them. */
function isFenceEnd(text: string, line: Line, fence: string): boolean {
  const end = text.slice(line.start, line.end).trim();
  return end.startsWith(fence) && end === fence.charAt(0).repeat(end.length);
}

function lastLineStart(text: string, { start, end }: Place): number {
  return Math.max(start, text.lastIndexOf('\n', end - 2) + 1);
}
