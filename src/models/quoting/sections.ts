import type { Block, Place } from '../../lib/blocks/blocks.ts';
import { markdownBlocks } from '../../lib/blocks/markdown-blocks.ts';
import { headingOf, numberedHeading, titledParts } from './plain-headings.ts';
import { isClause } from './prose.ts';
import { readable } from './readable.ts';

/** What a passage is made of, without headings: these are kept with what stands under them. */
export type Piece = { readonly heading: string | null } & (
  | { readonly kind: 'prose'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly isOrdered: boolean }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly string[] }
  | { readonly kind: 'code'; readonly text: string }
);

/**
 * The pieces of a passage as they stand there, in order. What was cut where the passage begins or ends is made whole: a
 * block of code gets its fences, a table's rows their columns.
 *
 * @param headings those above the passage; the columns of a table that was cut off are the last
 */
export function piecesOf(passage: string, headings: readonly string[]): Piece[] {
  const text = withFences(readable(passage));
  const pieces: Piece[] = [];
  let heading = null as string | null;
  const blocks = [...markdownBlocks(text)].filter(({ kind }) => kind !== 'blank');
  for (const [at, block] of blocks.entries()) {
    const source = sourceOf(text, block);
    const last = pieces.at(-1);
    const own = block.kind === 'prose' ? headingOf(source, { isLast: at === blocks.length - 1 }) : null;
    const parts = block.kind === 'prose' || block.kind === 'item' ? titledParts(source) : [];
    if (block.kind === 'heading') heading = block.title;
    else if (parts.some(({ title }) => title) && (block.kind === 'prose' || isClause(parts[0]?.text ?? ''))) {
      for (const part of parts) {
        heading = part.title ?? heading;
        pieces.push({ kind: 'prose', text: part.text, heading });
      }
    } else if (own && headings.includes(own.title)) continue;
    else if (own) {
      heading = own.title;
      if (own.rest !== '') pieces.push({ kind: 'prose', text: own.rest, heading });
    } else if (last?.kind === 'list' && isWithin(text, block)) {
      pieces.splice(-1, 1, grown(last, source));
    } else if (block.kind === 'item' && last?.kind !== 'list' && isHeadingItem(source, text, blocks[at + 1])) {
      heading = numberedHeading(source);
    } else if (block.kind === 'item') {
      const isOrdered = /^\s*\d/.test(source);
      const goesOn = last?.kind === 'list' && last.heading === heading && last.isOrdered === isOrdered;
      const items = goesOn ? [...last.items, source] : [source];
      pieces.splice(goesOn ? -1 : pieces.length, 1, { kind: 'list', items, isOrdered, heading });
    } else if (block.kind === 'table') pieces.push({ kind: 'table', heading, ...tableOf(source, headings) });
    else if (block.kind === 'code') pieces.push({ kind: 'code', text: closed(dedented(source)), heading });
    else if (isIndentedCode(source, last)) pieces.push({ kind: 'code', text: source, heading });
    else pieces.push({ kind: 'prose', text: dedented(source), heading });
  }
  return pieces;
}

type List = Extract<Piece, { kind: 'list' }>;

function isHeadingItem(source: string, text: string, next: Block | undefined): boolean {
  return numberedHeading(source) !== null && next?.kind === 'prose' && !isWithin(text, next);
}

/** With a further paragraph or block of code in its last item. */
function grown(list: List, source: string): List {
  const item = `${list.items.at(-1) ?? ''}\n\n${source}`;
  return { ...list, items: [...list.items.slice(0, -1), item] };
}

/** The lines of a block with their indentation, without blank ones around. */
function sourceOf(text: string, { start, end }: Place): string {
  const lineStart = text.lastIndexOf('\n', start) + 1;
  const from = text.slice(lineStart, start).trim() === '' ? lineStart : start;
  return text
    .slice(from, end)
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
}

/** Whether a block stands within the list item above it. */
function isWithin(text: string, block: Block): boolean {
  return (block.kind === 'prose' || block.kind === 'code') && /^(?: {2,}|\t)/.test(sourceOf(text, block));
}

/** An indented paragraph below a line that announces it. */
function isIndentedCode(source: string, above: Piece | undefined): boolean {
  const isAnnounced = above?.kind === 'prose' && /[:：]$/.test(above.text) && !/^\s/.test(above.text);
  return isAnnounced && source.split('\n').every((line) => /^(?: {4}|\t)/.test(line));
}

/** Without the indentation that all lines share. */
function dedented(source: string): string {
  const lines = source.split('\n');
  const widths = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const width = Math.min(...widths, source.length);
  return lines.map((line) => line.slice(width)).join('\n');
}

const FENCE = /^[ \t]*(`{3,}|~{3,})(.*)$/gm;

/** A passage that begins within a block of code gets the fence that opens it. */
function withFences(text: string): string {
  const fences = [...text.matchAll(FENCE)];
  const [first] = fences;
  const isCut = fences.length % 2 === 1 && first?.[2]?.trim() === '' && /\S\n$/.test(text.slice(0, first.index));
  const isLater = fences.some(([, , info], at) => at > 0 && at % 2 === 0 && info?.trim() !== '');
  return isCut && !isLater ? `${first?.[1] ?? ''}\n${text}` : text;
}

function closed(code: string): string {
  const fence = /^\s*(`{3,}|~{3,})/.exec(code)?.[1];
  if (!fence) return code;
  const last = code.split('\n').slice(1).at(-1)?.trim() ?? '';
  return last.startsWith(fence) && last === fence.charAt(0).repeat(last.length) ? code : `${code}\n${fence}`;
}

const RULE = /^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?\s*$/;

function tableOf(source: string, headings: readonly string[]): { head: string[]; rows: string[] } {
  const lines = dedented(source).split('\n');
  if (lines[1] !== undefined && RULE.test(lines[1])) return { head: lines.slice(0, 2), rows: lines.slice(2) };
  const columns = headings.at(-1)?.split(' | ') ?? [];
  const isCutOff = columns.length > 1;
  const head = [`| ${columns.join(' | ')} |`, `|${'---|'.repeat(columns.length)}`];
  return { head: isCutOff ? head : [], rows: lines.filter((line) => !RULE.test(line)) };
}
