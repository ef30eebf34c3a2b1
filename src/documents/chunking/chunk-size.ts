import { wordsIn } from '../../lib/text/grams.ts';

/** What is counted of a piece of text when chunks are filled. */
export interface Size {
  /** Runs between whitespace; of scripts without blanks an estimate. */
  readonly words: number;
  /** How many tokens an embedder may take it for: an estimate that errs upwards. */
  readonly tokens: number;
}

/** A chunk is filled up to `TARGET`, and goes beyond it, never above `MOST`, for a whole table or a last piece too short to stand alone. */
export const TARGET = { words: 150, tokens: 300, characters: 1_000 } as const;
export const MOST = { words: 200, tokens: 400, characters: 1_200 } as const;

/** Measures a text. Unknown scripts count a token a letter, as WordPiece vocabularies have it. */
export function sizeOf(text: string): Size {
  let words = 0;
  let tokens = 0;
  for (const [word] of text.matchAll(/\S+/g)) {
    words += wordsIn(word);
    tokens += tokensIn(word);
  }
  return { words, tokens };
}

/** Longer than any word of plain language: addresses, hashes, Base64 take more tokens than their letters would tell. */
const LONG_WORD = 24;

function tokensIn(word: string): number {
  let tokens = 0;
  for (const [part] of word.matchAll(/[A-Za-z]+|\d+|[^A-Za-z\d]/gsu)) {
    if (/^[A-Za-z]/.test(part)) tokens += part.length <= 6 ? 1 : Math.ceil(part.length / 4);
    else if (/^\d/.test(part)) tokens += Math.ceil(part.length / 2);
    // Syllables are taken apart into letters.
    else tokens += /\p{Script=Hangul}/u.test(part) ? 3 : 1;
  }
  return word.length > LONG_WORD ? Math.max(tokens, Math.ceil(word.length * 0.7)) : tokens;
}
