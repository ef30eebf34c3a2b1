import { disguise, MARKER_BRACKETS, ROUND_BRACKETS, TAG_BRACKETS } from './brackets.ts';
import { isNameInCode } from './indexes.ts';
import { createLexer } from './lexer.ts';

/**
 * A text of a document as a language model may read it: what would be taken for a marker of one of `count` passages, or
 * for a control token, has look-alikes for its brackets; all else is as it stands. `createAnswerReader` undoes it.
 */
export function disguiseMarks(text: string, count: number): string {
  if (!BRACKET.test(text)) return text;
  // What points nowhere is no marker.
  const lexer = createLexer({
    count,
    isIndexed: isNameInCode,
    isQuoted: (_bracket, _before, numbers) => numbers.length === 0,
  });
  return [...lexer.push(text), ...lexer.end()]
    .map(({ type, raw }) => (type === 'citation' || type === 'control' ? disguise(raw) : raw))
    .join('');
}

const BRACKET = new RegExp(
  `[${Object.keys({ ...MARKER_BRACKETS, ...ROUND_BRACKETS, ...TAG_BRACKETS })
    .join('')
    .replace('[', '\\[')}]`,
);
