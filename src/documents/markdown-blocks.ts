import type { Block, Place } from './blocks.ts';
import { type Line, LONGEST_PIECE, linesOf } from './lines.ts';
import { headingTitle, readLine } from './markdown-lines.ts';

/**
 * The blocks of a Markdown text (CommonMark's, with tables and front matter). A block that is very long comes in
 * several, of which all but the last say that it `continues`. Rules (`---`) are left out.
 */
export function* markdownBlocks(text: string): Generator<Block> {
  let open = null as OpenBlock | null;
  let isContinuation = false;

  function* close(continues = false): Generator<Block> {
    if (open) yield { start: open.start, end: open.end, kind: open.kind, continues };
    if (!continues) open = null;
  }

  for (const line of linesOf(text)) {
    const isPart: boolean = isContinuation;
    isContinuation = line.continues;

    if (open?.kind === 'code') {
      if (line.end - open.start > LONGEST_PIECE) {
        yield* close(true);
        open = { ...open, start: line.start };
      }
      open.end = line.end;
      if (!isPart && isFenceEnd(text, line, open.fence)) yield* close();
      continue;
    }
    if (line.isBlank) {
      yield* close();
      yield { start: line.start, end: line.end, kind: 'blank' };
      continue;
    }

    const read = isPart || line.continues ? PLAIN_LINE : readLine(text.slice(line.start, line.end), line.start === 0);
    switch (read.type) {
      case 'fence':
        yield* close();
        open = { kind: 'code', start: line.start, end: line.end, fence: read.fence };
        continue;
      case 'heading':
        yield* close();
        yield { start: line.start, end: line.end, kind: 'heading', level: read.level, title: read.title };
        continue;
      case 'underline': {
        const title: string | null = open?.kind === 'prose' ? headingTitle(text.slice(open.start, open.end)) : null;
        if (open && title !== null) {
          yield { start: open.start, end: line.end, kind: 'heading', level: read.level, title };
          open = null;
        } else yield* close();
        continue;
      }
      case 'rule':
        yield* close();
        continue;
      case 'item':
        yield* close();
        open = { kind: 'item', start: line.start, end: line.end };
        continue;
      case 'delimiters':
        // The line above was the table's head, though it looked like prose.
        if (open?.kind === 'prose') {
          const head: number = lastLineStart(text, open);
          if (head > open.start) yield { start: open.start, end: head, kind: 'prose', continues: false };
          open = { kind: 'table', start: head, end: line.end };
          continue;
        }
        break;
      case 'row':
        if (open?.kind !== 'table' && open?.kind !== 'prose') yield* close();
        open ??= { kind: 'table', start: line.start, end: line.start };
        break;
      default:
        if (open?.kind === 'table' && !text.slice(line.start, line.end).includes('|')) yield* close();
    }
    if (open && line.end - open.start > LONGEST_PIECE) {
      yield* close(true);
      open = { ...open, start: line.start };
    }
    open ??= { kind: 'prose', start: line.start, end: line.end };
    open.end = line.end;
  }
  yield* close();
}

type OpenBlock = { start: number; end: number } & (
  | { kind: 'prose' | 'item' | 'table' }
  | { kind: 'code'; fence: string }
);

/** A part of a very long line is text, whatever it looks like. */
const PLAIN_LINE = { type: 'text' } as const;

/** Closed by at least as many of the same marks, with nothing behind them. */
function isFenceEnd(text: string, line: Line, fence: string): boolean {
  const end = text.slice(line.start, line.end).trim();
  return end.startsWith(fence) && end === fence.charAt(0).repeat(end.length);
}

function lastLineStart(text: string, { start, end }: Place): number {
  return Math.max(start, text.lastIndexOf('\n', end - 2) + 1);
}
