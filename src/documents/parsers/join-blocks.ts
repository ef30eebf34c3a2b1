import { type Block, type Place, plainBlocks } from '../../lib/blocks/blocks.ts';
import { LONGEST_PIECE } from '../../lib/blocks/lines.ts';
import type { BlockText } from './block-text.ts';
import { oneLine } from './formats/one-line.ts';
import type { ParsedBlock } from './formats/parsed.ts';

/** Puts the blocks that a reader found together to a document's text. */
export interface BlockJoiner {
  add(block: ParsedBlock): void;
  /** `pageCount`: how many pages there are, the last of which may have no text; null where there are none. */
  join(pageCount?: number | null): BlockText;
}

/**
 * The text reads as Markdown, which models and quotations know: items begin with `- `, so do the rows of a table whose
 * columns have names, each a sentence that names them; other rows stand between bars, and code between fences.
 */
export function createBlockJoiner(): BlockJoiner {
  const pieces: string[] = [];
  const blocks: Block[] = [];
  const pageStarts: number[] = [];
  let length = 0;
  let last: ParsedBlock['kind'] | null = null;
  /** The table that the last row belongs to. */
  let table: Place | null = null;

  const append = (text: string): Place => {
    pieces.push(text);
    const start = length;
    length += text.length;
    return { start, end: length };
  };
  /** Those before it that are not there yet have no text. */
  const beginPage = (page: number, start: number) => {
    while (pageStarts.length < page) pageStarts.push(start);
  };
  const endTable = () => {
    if (table) blocks.push({ ...table, kind: 'table', continues: false });
    table = null;
  };
  const addRow = (place: Place) => {
    if (table && place.end - table.start > LONGEST_PIECE) {
      blocks.push({ ...table, kind: 'table', continues: true });
      table = null;
    }
    table = { start: table?.start ?? place.start, end: place.end };
  };

  return {
    add: (block) => {
      const text = textOf(block);
      if (text === '') return;
      if (last !== null) append(goesOn(last, block) ? '\n' : '\n\n');
      if (block.kind !== 'table-row' || last !== 'table-row') endTable();
      beginPage(block.page ?? 0, length);
      last = block.kind;
      const place = append(text);
      // The text may begin with a bullet.
      if (block.kind !== 'table-row')
        for (const { page, at } of block.pageBreaks ?? []) beginPage(page, place.end - block.text.length + at);
      if (block.kind === 'heading') {
        blocks.push({ ...place, kind: 'heading', level: block.level, title: block.text });
      } else if (block.kind === 'table-row') addRow(place);
      else if (block.kind === 'code') blocks.push({ ...place, kind: 'code', continues: false });
      else if (block.kind === 'list-item') blocks.push({ ...place, kind: 'item', continues: false });
      else for (const part of plainBlocks(text)) blocks.push(moved(part, place.start));
    },
    join: (pageCount = null) => {
      endTable();
      beginPage(pageCount ?? 0, length);
      return { text: pieces.join(''), blocks, pageStarts };
    },
  };
}

function textOf(block: ParsedBlock): string {
  switch (block.kind) {
    case 'table-row':
      return rowText(block.cells.map(oneLine), block.columns);
    case 'list-item':
      return `${'  '.repeat(Math.min(block.level, DEEPEST_ITEM) - 1)}- ${oneLine(block.text)}`;
    case 'heading':
      return oneLine(block.text);
    case 'code': {
      const fence = '`'.repeat(Math.max(3, ...(block.text.match(/`+/g) ?? []).map((ticks) => ticks.length + 1)));
      return `${fence}\n${block.text}\n${fence}`;
    }
    case 'paragraph':
      return block.text;
  }
}

const DEEPEST_ITEM = 9;
const LONGEST_NAME = 80;

function rowText(cells: readonly string[], columns: readonly string[] | null): string {
  if (cells.every((cell) => cell === '')) return '';
  if (!columns) return `| ${cells.join(' | ')} |`;
  const named = cells.flatMap((cell, at) => {
    const name = oneLine(columns[at] ?? '').slice(0, LONGEST_NAME);
    if (cell === '') return [];
    return [name === '' || name === cell ? cell : `${name}: ${cell}`];
  });
  return `- ${named.join('; ')}`;
}

/** Whether a block stands right below the one before, without a blank line. */
function goesOn(last: ParsedBlock['kind'], block: ParsedBlock): boolean {
  return last === block.kind && (block.kind === 'list-item' || block.kind === 'table-row');
}

function moved(block: Block, by: number): Block {
  return { ...block, start: block.start + by, end: block.end + by };
}
