import { AppError } from '../errors.ts';
import { withoutInvisible } from '../lib/text/visible.ts';

/** UTF-16 code units that a conversation is named by. */
const MAX_TITLE_LENGTH = 200;

const SHOWN = 80;

/** The name of a conversation that begins with a question: the question, or its first words. */
export function titleOf(question: string): string {
  const line = withoutInvisible(question).replace(/\s+/g, ' ').trim();
  if (line.length <= SHOWN) return line;
  const cut = line.slice(0, SHOWN - 1);
  // Not in the middle of a word, where there is another one, and not in the middle of a character.
  const whole = cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : cut.replace(/[\ud800-\udbff]$/, '');
  return `${whole}…`;
}

/** @throws AppError `BAD_INPUT` where nothing is left of a title, or too much */
export function parseTitle(raw: string): string {
  const title = withoutInvisible(raw);
  if (title.length >= 1 && title.length <= MAX_TITLE_LENGTH) return title;
  throw new AppError(
    'BAD_INPUT',
    `A conversation's title has 1 to ${MAX_TITLE_LENGTH} characters; this one has ${title.length}.`,
  );
}
