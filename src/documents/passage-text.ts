import type { ChunkText } from '../store/chunks.ts';
import type { ChunkOfText } from './chunking/chunker.ts';

/**
 * What an embedder reads of a chunk: its text, and before rows that were cut off their table's columns. With its headings
 * or its document's name, fewer paraphrased questions find it (R@1 .54 against .61), as these are the same for all its
 * neighbours.
 */
export function passageText({ text, columns }: Pick<ChunkOfText, 'text' | 'columns'>): string {
  return columns === null ? text : `${columns}\n${text}`;
}

/** The same of a stored chunk, whose columns are its last heading: names with bars between them. */
export function storedPassageText({ text, headings }: Pick<ChunkText, 'text' | 'headings'>): string {
  const last = headings.at(-1);
  return passageText({ text, columns: last?.includes(' | ') ? last : null });
}
