import { isBlock, type ParsedBlock, type ParsedPart } from './parsed.ts';
import { Unreadable } from './unreadable.ts';

/**
 * The parts that a reader found, with lines of code that came as a paragraph each put together to one block.
 *
 * @throws Unreadable `NO_TEXT`, at the end
 */
export async function* complete(parts: AsyncIterable<ParsedPart>): AsyncGenerator<ParsedPart> {
  let lines: Code[] = [];
  let isEmpty = true;
  for await (const part of parts) {
    if (isBlock(part)) isEmpty = false;
    const [first] = lines;
    const goesOn = part.kind === 'code' && first?.page === part.page;
    if (first && !goesOn) {
      yield joined(first, lines);
      lines = [];
    }
    if (part.kind === 'code') lines.push(part);
    else yield part;
  }
  const [first] = lines;
  if (first) yield joined(first, lines);
  if (isEmpty) throw new Unreadable('NO_TEXT');
}

type Code = Extract<ParsedBlock, { kind: 'code' }>;

function joined(first: Code, lines: readonly Code[]): Code {
  return { ...first, text: lines.map(({ text }) => text).join('\n') };
}
