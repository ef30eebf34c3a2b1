import { wordsIn } from '../../lib/text/grams.ts';

/** What is counted of a piece of text when chunks are filled. */
export interface Size {
  /** Runs between whitespace; of scripts without spaces an estimate. */
  readonly words: number;
  /** How many tokens an embedder may take it for: an estimate that errs upwards. */
  readonly tokens: number;
}

/** How much of a text something may hold. */
export interface Limit extends Size {
  readonly characters: number;
}

/** How large chunks are. */
export interface ChunkSizes {
  /** What a chunk is filled up to. */
  readonly target: Limit;
  /** It goes beyond the target, never above this, for a whole table or a last piece too short to stand alone. */
  readonly most: Limit;
  /** Sentences of a chunk that the next one begins with. */
  readonly overlap: number;
}

/** The default embedder reads 512 at once; the names of a table's columns may go before a chunk's own. */
const MOST_TOKENS = 400;

/** The sizes of chunks of about so many words, in proportion; never more than an embedder reads. */
export function chunkSizes({ words, overlap }: { words: number; overlap: number }): ChunkSizes {
  const bounded = (limit: Limit): Limit => ({ ...limit, tokens: Math.min(limit.tokens, MOST_TOKENS) });
  const mostWords = Math.ceil((words * 4) / 3);
  return {
    target: bounded({ words, tokens: words * 2, characters: Math.ceil((words * 20) / 3) }),
    most: bounded({ words: mostWords, tokens: mostWords * 2, characters: words * 8 }),
    overlap,
  };
}

/** As without settings; BENCHMARKS.md has what others give. */
export const DEFAULT_SIZES: ChunkSizes = chunkSizes({ words: 150, overlap: 1 });

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
