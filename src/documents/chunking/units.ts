import type { Block, Place } from '../../lib/blocks/blocks.ts';
import { sentencesOf } from '../../lib/sentences.ts';
import { type ChunkSizes, type Limit, type Size, sizeOf } from './chunk-size.ts';
import { htmlRowsOf } from './html-tables.ts';
import { splitLong } from './split-long.ts';
import type { Unit } from './unit.ts';

type TextBlock = Exclude<Block, { kind: 'heading' | 'blank' }>;

/** The units of a block, in order, without the whitespace around them. Code and tables are one unit where they fit in a chunk. */
export function unitsOf(
  text: string,
  block: Place & Pick<TextBlock, 'kind'>,
  { isPart, sizes }: { isPart: boolean; sizes: ChunkSizes },
): Unit[] {
  const isProse = block.kind === 'prose' || block.kind === 'item';
  const whole = place(text, block.start, block.end);
  if (!whole) return [];
  if (!isProse && !isPart && fits(whole, sizes.most)) return [{ ...whole, isSentence: false }];
  const source = text.slice(block.start, block.end);
  const rows = isProse ? htmlRowsOf(source) : rowsOf(source);
  const spans = rows ?? sentencesOf(source);
  return spans.flatMap(({ start, end }) => {
    const unit = place(text, block.start + start, block.start + end);
    if (!unit) return [];
    return fits(unit, sizes.most) ? [{ ...unit, isSentence: !rows }] : splitLong(text, unit, sizes.target);
  });
}

/** Whether a unit may stand in one chunk. */
function fits(unit: Place & Size, most: Limit): boolean {
  return unit.words <= most.words && unit.tokens <= most.tokens && unit.end - unit.start <= most.characters;
}

function place(text: string, start: number, end: number): (Place & Size) | null {
  const raw = text.slice(start, end);
  const body = raw.trim();
  if (body === '') return null;
  const from = start + raw.length - raw.trimStart().length;
  return { start: from, end: from + body.length, ...sizeOf(body) };
}

function rowsOf(source: string): Place[] {
  return Array.from(source.matchAll(/[^\n]+/g), ({ 0: row, index }) => ({ start: index, end: index + row.length }));
}
