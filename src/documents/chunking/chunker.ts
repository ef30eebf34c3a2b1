import { AppError } from '../../errors.ts';
import type { Place } from '../../lib/blocks/blocks.ts';
import { LONGEST_PIECE } from '../../lib/blocks/lines.ts';
import { createTimeSlice } from '../../lib/time-slice.ts';
import { INGESTION_LIMITS } from '../../limits.ts';
import type { Chunk } from '../../store/chunks.ts';
import type { BlockText } from '../parsers/block-text.ts';
import { createChunkPacker } from './chunk-packer.ts';
import { type ChunkSizes, DEFAULT_SIZES, type Limit, type Size, sizeOf } from './chunk-size.ts';
import { createTableColumns } from './table-columns.ts';
import { unitsOf } from './units.ts';

/** A chunk before it is embedded: `text === source.slice(start, end)`. */
export interface ChunkOfText extends Pick<Chunk, 'index' | 'text' | 'headings' | 'start' | 'end' | 'page'> {
  /** The names of a table's columns, where it begins with a row below them. */
  readonly columns: string | null;
}

/**
 * Cuts a document into chunks of a size (by default about 150 words), at headings, between paragraphs where that fits, and between
 * sentences; blocks of code and tables stay whole where they fit, and rows that are cut off know their columns. Under one heading each chunk begins with the last
 * sentence, or sentences, of the one before. A heading is not in its chunks' texts but in their `headings`; those with nothing under them
 * are text, like lines of a list. Works in slices of a few milliseconds and lets the event loop turn between them.
 *
 * @throws AppError `TOO_LARGE` for a text of too many chunks
 */
export async function chunkText(
  source: BlockText,
  {
    sizes = DEFAULT_SIZES,
    mostChunks = INGESTION_LIMITS.chunksPerDocument,
    signal,
  }: { sizes?: ChunkSizes; mostChunks?: number; signal?: AbortSignal | undefined } = {},
): Promise<ChunkOfText[]> {
  signal?.throwIfAborted();
  const slice = createTimeSlice(2, { signal });
  const chunks: ChunkOfText[] = [];
  for (const chunk of chunksOf(source, sizes)) {
    if (chunk) chunks.push({ ...chunk, index: chunks.length });
    if (chunks.length > mostChunks) throw tooManyChunks(mostChunks);
    if (slice.isOver()) await slice.next();
  }
  return chunks;
}

function tooManyChunks(most: number): AppError {
  return new AppError(
    'TOO_LARGE',
    `The text makes more than ${most.toLocaleString('en')} passages, which is the most for one document. Split it into several.`,
  );
}

interface Heading {
  readonly level: number;
  readonly title: string;
  /** Its own line is the chunk where nothing stands under it. */
  readonly start: number;
  readonly end: number;
}

/** Also yields null, after each block, so that the reader can pause. */
function* chunksOf(
  { text, blocks, pageStarts }: BlockText,
  sizes: ChunkSizes,
): Generator<Omit<ChunkOfText, 'index'> | null> {
  const packer = createChunkPacker(sizes);
  const tables = createTableColumns(text);
  const pages = createPages(pageStarts);
  let path: Heading[] = [];
  let bare: Heading | null = null;
  /** Bare headings in a row, which make a chunk together. */
  let bares: Bares | null = null;
  /** Where the next block begins, when the last one was cut within a sentence. */
  let carriedFrom: number | null = null;
  let isPart = false;

  const chunk = ({ start, end }: { start: number; end: number }, headings = path) => ({
    text: text.slice(start, end),
    headings: headings.map(({ title }) => title),
    columns: tables.at(start),
    start,
    end,
    page: pages.at(start),
  });
  function* endBares(): Generator<Omit<ChunkOfText, 'index'>> {
    if (bares) yield chunk(bares, bares.under);
    bares = null;
  }
  function* endSection(): Generator<Omit<ChunkOfText, 'index'>> {
    for (const place of packer.end()) yield chunk(place);
    if (!bare) return;
    const place = trimmed(text, bare);
    const longer =
      bares && extend(bares, { end: place.end, ...sizeOf(text.slice(bares.end, place.end)) }, sizes.target);
    if (!longer) yield* endBares();
    bares = longer ?? { ...place, ...sizeOf(text.slice(place.start, place.end)), under: path.slice(0, -1) };
    bare = null;
  }

  for (const block of blocks) {
    yield null;
    if (block.kind === 'blank') continue;
    if (block.kind === 'heading') {
      // What went before was a paragraph so long that its last line looked like a title of its own.
      const rest =
        carriedFrom === null
          ? []
          : unitsOf(text, { kind: 'prose', start: carriedFrom, end: block.start }, { isPart: true, sizes });
      for (const place of packer.add(rest, { isParagraph: false })) yield chunk(place);
      carriedFrom = null;
      isPart = false;
      const isUnder = bare !== null && block.level > (path.at(-1)?.level ?? 0);
      if (isUnder) bare = null;
      yield* endSection();
      bare = block;
      // Front matter often says the title once more.
      path = [...path.filter(({ level, title }) => level < block.level && (level > 0 || title !== block.title)), block];
      continue;
    }
    bare = null;
    yield* endBares();
    if (block.kind === 'table') tables.add(block, { continues: isPart });
    const start: number = carriedFrom ?? block.start;
    const units = unitsOf(
      text,
      { kind: block.kind, start, end: block.end },
      { isPart: isPart || block.continues, sizes },
    );
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
  yield* endBares();
}

/** Tells the page, from 1, of places that come in order; null in a text without pages. */
function createPages(starts: readonly number[]): { at(start: number): number | null } {
  let page = 0;
  return {
    at: (start) => {
      while (page < starts.length && (starts[page] ?? 0) <= start) page += 1;
      return page === 0 ? null : page;
    },
  };
}

interface Bares extends Place, Size {
  /** The headings that the first of them stands under. */
  readonly under: Heading[];
}

/** With one more, or null where that is too much for a chunk. */
function extend(bares: Bares, added: Size & { end: number }, target: Limit): Bares | null {
  const [words, tokens, end] = [bares.words + added.words, bares.tokens + added.tokens, added.end];
  const fits = words <= target.words && tokens <= target.tokens && end - bares.start <= target.characters;
  return fits ? { ...bares, end, words, tokens } : null;
}

function trimmed(text: string, { start, end }: { start: number; end: number }): { start: number; end: number } {
  const raw = text.slice(start, end);
  return { start: end - raw.trimStart().length, end: start + raw.trimEnd().length };
}
