import { createTimeSlice } from '../../lib/time-slice.ts';
import type { Chunk } from '../../store/chunks.ts';
import { type Block, plainBlocks } from './blocks.ts';
import { createChunkPacker } from './chunk-packer.ts';
import { LONGEST_PIECE } from './lines.ts';
import { markdownBlocks } from './markdown-blocks.ts';
import { unitsOf } from './units.ts';

/** A chunk before it is embedded: `text === source.slice(start, end)`. */
export type ChunkOfText = Pick<Chunk, 'index' | 'text' | 'headings' | 'start' | 'end'>;

/**
 * Cuts a document into chunks of about 150 words, at headings, between paragraphs where that fits, and between
 * sentences; blocks of code and tables stay whole where they fit. Under one heading each chunk begins with the last
 * sentence of the one before. A heading is not in its chunks' texts but in their `headings`; one with nothing under it
 * is a chunk by itself. Works in slices of a few milliseconds and lets the event loop turn between them.
 */
export async function chunkText(
  text: string,
  { markdown, signal }: { markdown: boolean; signal?: AbortSignal | undefined },
): Promise<ChunkOfText[]> {
  signal?.throwIfAborted();
  const slice = createTimeSlice(2, { signal });
  const chunks: ChunkOfText[] = [];
  for (const chunk of chunksOf(text, markdown ? markdownBlocks(text) : plainBlocks(text))) {
    if (chunk) chunks.push({ ...chunk, index: chunks.length });
    if (slice.isOver()) await slice.next();
  }
  return chunks;
}

interface Heading {
  readonly level: number;
  readonly title: string;
  /** Its own line is the chunk where nothing stands under it. */
  readonly start: number;
  readonly end: number;
}

/** Also yields null, after each block, so that the reader can pause. */
function* chunksOf(text: string, blocks: Iterable<Block>): Generator<Omit<ChunkOfText, 'index'> | null> {
  const packer = createChunkPacker();
  let path: Heading[] = [];
  let bare: Heading | null = null;
  /** Where the next block begins, when the last one was cut within a sentence. */
  let carriedFrom: number | null = null;
  let isPart = false;

  const chunk = ({ start, end }: { start: number; end: number }, headings = path) => ({
    text: text.slice(start, end),
    headings: headings.map(({ title }) => title),
    start,
    end,
  });
  function* endSection(): Generator<Omit<ChunkOfText, 'index'>> {
    for (const place of packer.end()) yield chunk(place);
    if (bare) yield chunk(trimmed(text, bare), path.slice(0, -1));
    bare = null;
  }

  for (const block of blocks) {
    yield null;
    if (block.kind === 'blank') continue;
    if (block.kind === 'heading') {
      // What went before was a paragraph so long that its last line looked like a title of its own.
      const rest =
        carriedFrom === null ? [] : unitsOf(text, { kind: 'prose', start: carriedFrom, end: block.start }, true);
      for (const place of packer.add(rest, { isParagraph: false })) yield chunk(place);
      carriedFrom = null;
      isPart = false;
      const isUnder = bare !== null && block.level > (path.at(-1)?.level ?? 0);
      if (isUnder) bare = null;
      yield* endSection();
      bare = block;
      path = [...path.filter(({ level }) => level < block.level), block];
      continue;
    }
    bare = null;
    const start: number = carriedFrom ?? block.start;
    const units = unitsOf(text, { kind: block.kind, start, end: block.end }, isPart || block.continues);
    carriedFrom = null;
    const last = units.at(-1);
    if (block.continues && last?.isSentence && last.start > start && block.end - last.start < LONGEST_PIECE / 2) {
      units.pop();
      carriedFrom = last.start;
    }
    for (const place of packer.add(units, { isParagraph: !isPart })) yield chunk(place);
    isPart = block.continues;
  }
  yield* endSection();
}

function trimmed(text: string, { start, end }: { start: number; end: number }): { start: number; end: number } {
  const raw = text.slice(start, end);
  return { start: end - raw.trimStart().length, end: start + raw.trimEnd().length };
}
