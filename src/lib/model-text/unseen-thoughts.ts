/** How models begin to think, where a template has written the tag that opens the thought. */
const OPENINGS = ['okay', 'ok,', 'alright', 'hmm', 'let me', "let's", 'we need to', '好的', '嗯'];

/** What the beginning of a text tells: whether it may be a thought whose opening tag was not seen. */
export type Beginning = 'unclear' | 'thought' | 'answer';

export function judgeBeginning(text: string): Beginning {
  const beginning = text.slice(0, 40).trimStart().toLowerCase();
  if (OPENINGS.some((opening) => beginning.startsWith(opening))) return 'thought';
  return OPENINGS.some((opening) => opening.startsWith(beginning)) ? 'unclear' : 'answer';
}
