import { oneLine } from './one-line.ts';
import type { ParsedBlock } from './parsed.ts';

/** The paragraphs and list items of a text without marks. What is quoted from another mail comes without the signs before it. */
export function plainBlocks(text: string): ParsedBlock[] {
  const blocks: ParsedBlock[] = [];
  let lines: string[] = [];
  let kind: 'paragraph' | 'list-item' = 'paragraph';
  const flush = () => {
    const joined = oneLine(lines.join(' '));
    if (joined !== '') blocks.push(kind === 'paragraph' ? { kind, text: joined } : { kind, level: 1, text: joined });
    lines = [];
    kind = 'paragraph';
  };
  for (const line of text.split(/\r\n|\r|\n/)) {
    const unquoted = line.replace(QUOTE, '');
    const [bullet] = BULLET.exec(unquoted) ?? [];
    const isRule = RULE.test(unquoted);
    if (bullet !== undefined || isRule) flush();
    if (isRule) continue;
    if (bullet !== undefined) kind = 'list-item';
    lines.push(unquoted.slice(bullet?.length ?? 0));
  }
  flush();
  return blocks;
}

const QUOTE = /^(?:[ \t]?>)+[ \t]?/;
/** Nothing, or a line that is drawn. */
const RULE = /^\s*(?:[-_=*~#]{4,}\s*)?$/;
const BULLET = /^\s{0,8}(?:[-*+•–]|\d{1,3}[.)])\s+(?=\S)/;
