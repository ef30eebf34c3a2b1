import type { PageBreak, ParsedBlock } from '../parsed.ts';
import type { Headings } from './headings.ts';
import { endsInWord, withoutSign } from './hyphens.ts';
import { areCentred, isBelow, type TextLine, toTextLine, wouldHaveFit } from './line-geometry.ts';
import { findListMarker, isKept } from './list-marker.ts';
import type { Line } from './page-text.ts';
import { createTableHeads, type TableHead } from './table-heads.ts';
import { splitTables } from './tables.ts';

/** What is known of the whole document. */
export interface Layout {
  readonly headings: Headings;
  /** How far the lines of a paragraph are apart, in heights of letters. */
  readonly linePitch: number;
  /** A line's text as it is before the next one. */
  beforeNext(text: string, next: string): string;
}

/** A block whose last line may not have come yet. */
interface OpenBlock {
  readonly kind: 'heading' | 'paragraph' | 'list-item';
  readonly first: TextLine;
  last: TextLine;
  /** Where its longest line ends. */
  end: number;
  /** What its lines say. All but the last are made to be followed by the next. */
  readonly texts: [string, ...string[]];
  /** Which lines are the first on another page. */
  readonly turns: { readonly page: number; readonly line: number }[];
}

/** Further apart than this, times the usual, lines are of two paragraphs. */
const WIDER = 1.2;
/** Of letters of one paragraph. */
const SAME_SIZE = 1.1;
const LIKE_SIZE = 1.4;
/** In heights of letters. */
const INDENT = 0.7;
const SENTENCE_END = /[.!?:;。！？؟…]["'”’»)\]]*$/;
const GOES_ON = /^["'“‘(]?[\p{Ll}\p{Lo}]/u;
const LEADER = /(?:\s?[.·…]){6,}\s*/g;

/** Makes blocks of lines. A paragraph may go on in the next column, or on the next page. */
export function createParagraphs(layout: Layout) {
  const heads = createTableHeads();
  let open: OpenBlock | null = null;
  let indents: number[] = [];

  /** The blocks that end on a page. */
  function* page(lines: readonly Line[], number: number): Generator<ParsedBlock> {
    for (const part of splitTables(lines)) {
      if ('rows' in part) {
        yield* end();
        yield* tableRows(part.rows, heads.headOf(part, number), number);
      } else {
        heads.passLine();
        yield* add(toTextLine(part.line, number));
      }
    }
  }

  function* add(line: TextLine): Generator<ParsedBlock> {
    const isHeading = layout.headings.stands(line) && !isNoHeading(open, line);
    if (open && isHeading === (open.kind === 'heading') && goesOn(open, line, layout.linePitch)) {
      open.texts.push(layout.beforeNext(open.texts.pop() ?? '', line.text), line.text);
      if (line.page !== open.last.page) open.turns.push({ page: line.page, line: open.texts.length - 1 });
      open.end = Math.max(open.end, line.end);
      open.last = line;
      return;
    }
    const isItem = !isHeading && startsItem(open, line) && !isKept(line.text);
    yield* end();
    const text = isItem ? line.text.slice(findListMarker(line.text)?.length) : line.text;
    const kind = isHeading ? 'heading' : isItem ? 'list-item' : 'paragraph';
    open = { kind, first: line, last: line, end: line.end, texts: [text], turns: [] };
  }

  /** Ends the open block. */
  function* end(): Generator<ParsedBlock> {
    const block = open;
    open = null;
    const text = block ? tidy(block.texts.join('')) : '';
    if (!block || text === '') return;
    const { page, size, start } = block.first;
    const place = { page, ...(block.turns.length > 0 && { pageBreaks: breaksOf(block, text) }) };
    if (block.kind === 'list-item') {
      indents = [...indents.filter((indent) => indent < start - size / 2), start];
      yield { kind: 'list-item', level: indents.length, text, ...place };
      return;
    }
    indents = [];
    if (block.kind === 'heading' && layout.headings.isTitle(text)) {
      yield { kind: 'heading', level: layout.headings.levelOf(size), text, ...place };
    } else yield { kind: 'paragraph', text, ...place };
  }

  return { page, end };
}

/** Where the block's text goes on on other pages. */
function breaksOf({ texts, turns }: OpenBlock, text: string): PageBreak[] {
  return turns.map(({ page, line }) => {
    const { length } = tidy(texts.slice(0, line).join(''));
    return { page, at: length + (REST_OF_WORD.exec(text.slice(length))?.[0].length ?? 0) };
  });
}

/** Of a word that was divided at the end of a page, which belongs to the page that it begins on. */
const REST_OF_WORD = /^\p{Ll}*\s/u;

/** In the cells of tables lines stand behind each other already. */
const CUT_IN_CELL = /\u00ad (?=\p{Ll})/gu;

function tidy(text: string): string {
  return withoutSign(text.replace(CUT_IN_CELL, '')).replace(LEADER, ' … ').replace(/\s+/g, ' ').trim();
}

/** Whether a line begins with a bullet; a dash or a number is one where it can't be in the middle of a sentence. */
function startsItem(open: OpenBlock | null, line: TextLine): boolean {
  const marker = findListMarker(line.text);
  if (!marker || marker.isCertain || open?.kind !== 'paragraph') return marker !== null;
  const isIndented = line.start > open.last.start + line.size * INDENT;
  return isIndented || SENTENCE_END.test(open.last.text) || !isBelow(open.last, line);
}

/** Whether a line belongs to the block before it. */
function goesOn(open: OpenBlock, line: TextLine, linePitch: number): boolean {
  const before = open.last;
  if (before.isLeftwards !== line.isLeftwards) return false;
  if (!isRest(open, line) && Math.max(line.size, before.size) > SAME_SIZE * Math.min(line.size, before.size))
    return false;
  const isNear = before.baseline - line.baseline < WIDER * linePitch * line.size;
  if (open.kind === 'heading') return isBelow(before, line) && isNear && before.isBold === line.isBold;
  if (endsInWord(before.text) && GOES_ON.test(line.text)) return true;
  if (!isBelow(before, line)) return !SENTENCE_END.test(open.last.text) && GOES_ON.test(line.text);
  if (!isNear || startsItem(open, line) || endsInLeader(before)) return false;
  return areCentred(before, line) || isInPlace(open, line);
}

/** Whether a line of large or bold letters is something else. */
function isNoHeading(open: OpenBlock | null, line: TextLine): boolean {
  const isItem = findListMarker(line.text)?.isCertain ?? false;
  return isItem || endsInLeader(line) || isRest(open, line);
}

/** Whether a sentence goes on, be it in other letters: text recognition is wrong about their size. */
function isRest(open: OpenBlock | null, line: TextLine): boolean {
  return (
    open?.kind === 'paragraph' &&
    /^\p{Ll}/u.test(line.text) &&
    !SENTENCE_END.test(open.last.text) &&
    isBelow(open.last, line) &&
    line.size < LIKE_SIZE * open.last.size &&
    line.size > open.last.size / LIKE_SIZE
  );
}

/** Whether a line is neither indented like a new paragraph nor behind a line that was ended on purpose. */
function isInPlace(open: OpenBlock, line: TextLine): boolean {
  const before = open.last;
  const indent = line.size * INDENT;
  const isLower = /^\p{Ll}/u.test(line.text);
  const isEnded = !isLower && wouldHaveFit(before, line, Math.max(open.end, line.end));
  if (open.kind === 'list-item' && line.start > before.start - indent) {
    return !isEnded || line.start > open.first.start + indent;
  }
  if (line.start > before.start + indent) return open.texts.length === 1 && isLower;
  if (line.start < before.start - indent) return open.texts.length === 1 && !isEnded;
  return !isEnded;
}

/** Dots that lead to the number of a page. */
const endsInLeader = ({ text }: TextLine) => LEADER_AT_END.test(text.slice(-LONGEST_LEADER));

const LONGEST_LEADER = 300;
const LEADER_AT_END = /(?:\s?[.·…]){6,}\s*\w{1,5}$/;

function* tableRows(
  rows: readonly (readonly string[])[],
  { names, isFirstRow }: TableHead,
  page: number,
): Generator<ParsedBlock> {
  for (const [index, row] of rows.entries()) {
    const cells = row.slice(0, row.findLastIndex((cell) => cell !== '') + 1).map(tidy);
    const isHead = index === 0 && isFirstRow;
    if (cells.length > 0) yield { kind: 'table-row', cells, columns: isHead ? null : names, page };
  }
}
