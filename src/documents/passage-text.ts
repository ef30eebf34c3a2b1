import type { ChunkOfText } from './chunking/chunker.ts';

/**
 * What an embedder reads of a chunk: its text alone. With its headings or its document's name before it, fewer
 * paraphrased questions find it (R@1 .54 against .61), as these are the same for all its neighbours.
 */
export function passageText({ text }: Pick<ChunkOfText, 'text'>): string {
  return text;
}
