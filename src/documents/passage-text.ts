import type { ChunkOfText } from './chunker.ts';

/** What an embedder reads of a chunk. */
export function passageText({ text }: Pick<ChunkOfText, 'text' | 'headings'>, _documentName: string): string {
  return text;
}
