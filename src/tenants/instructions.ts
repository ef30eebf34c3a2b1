import { AppError } from '../errors.ts';

/** Unicode code points. */
const MAX_INSTRUCTIONS = 2_000;

/**
 * What an organisation wants of the model: lines of text, without other control characters; null for nothing.
 * @throws AppError `BAD_INPUT` when it is longer than 2,000 characters
 */
export function parseInstructions(raw: string): string | null {
  const text = raw
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/(?!\n)[\p{Cc}\p{Cs}]/gu, ' ')
    .trim();
  if (text.length > 2 * MAX_INSTRUCTIONS || [...text].length > MAX_INSTRUCTIONS) {
    throw new AppError('BAD_INPUT', `The instructions are too long. Give at most ${MAX_INSTRUCTIONS} characters.`);
  }
  return text || null;
}
