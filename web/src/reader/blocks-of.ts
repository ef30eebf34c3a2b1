/** A part of a document's text, as it is drawn. Its place is that in the text: no character is changed. */
export interface Block {
  readonly kind: 'heading' | 'prose' | 'item' | 'layout';
  readonly start: number;
  readonly end: number;
}

const HEADING = /^#{1,6}\s/;
const ITEM = /^\s*(?:[-*•]|\d{1,3}[.)])\s/;
/** Columns, tables and code mean something by where they stand. */
const LAYOUT = /^\s*\||\t|\S {3,}\S|^ {4,}\S|^```/;

/** Cuts a text at its blank lines, headings and items. Line breaks within prose are drawn as blanks. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  for (const { start, end } of linesOf(text)) {
    const line = text.slice(start, end);
    if (line.trim() === '') {
      blocks.push({ kind: 'prose', start: end, end });
      continue;
    }
    const kind = kindOf(line);
    const last = blocks.at(-1);
    const goesOn = last && last.end > last.start && continues(last.kind, kind);
    if (goesOn) blocks[blocks.length - 1] = { ...last, end };
    else blocks.push({ kind, start, end });
  }
  return blocks.filter(({ start, end }) => end > start);
}

function kindOf(line: string): Block['kind'] {
  if (HEADING.test(line)) return 'heading';
  if (LAYOUT.test(line)) return 'layout';
  return ITEM.test(line) ? 'item' : 'prose';
}

/** A line of prose goes on with prose or an item, one of a table with the table. */
function continues(before: Block['kind'], kind: Block['kind']): boolean {
  if (kind === 'layout') return before === 'layout';
  return kind === 'prose' && (before === 'prose' || before === 'item');
}

function* linesOf(text: string): Iterable<{ start: number; end: number }> {
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    yield { start, end };
    start = end + 1;
  }
}
