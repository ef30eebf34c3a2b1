import type { Chunk } from '../chunks.ts';
import type { PackedSentences } from '../sentences.ts';
import { packVectors, unpackVectors } from '../vectors.ts';

/** A chunk on its way to the worker and in its row: few strings instead of many, since each one is copied. */
export interface WireChunk {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  /** JSON of text, headings and page. */
  readonly body: string;
  /** Joined by spaces. */
  readonly terms: string;
  readonly sentences: PackedSentences | null;
}

/** Chunks, and their vectors one after the other in one array. */
export interface Packed<T> {
  readonly items: readonly T[];
  readonly vectors: Float32Array;
}

/** Makes chunks ready for the way to the worker. */
export function packChunks(chunks: readonly Chunk[]): Packed<WireChunk> {
  const items = chunks.map(({ index, start, end, text, headings, page, terms, sentences }) => ({
    index,
    start,
    end,
    body: JSON.stringify([text, headings, page]),
    terms: terms.join(' '),
    sentences,
  }));
  return {
    items,
    vectors: packVectors(
      chunks.map(({ vector }) => vector),
      chunks[0]?.vector.length ?? 0,
    ),
  };
}

/** Makes chunks of what came back from the worker. */
export function unpackChunks({ items, vectors }: Packed<WireChunk>): Chunk[] {
  if (items.length === 0) return [];
  const dimensions = vectors.length / items.length;
  const unpacked = unpackVectors(vectors, dimensions);
  return items.map(({ body, terms, ...place }, at) => {
    return {
      ...place,
      ...unpackBody(body),
      terms: terms === '' ? [] : terms.split(' '),
      vector: unpacked[at] ?? new Float32Array(dimensions),
    };
  });
}

/** Text, headings and page, as `packChunks` packed them; earlier versions knew no pages. */
export function unpackBody(body: string): { text: string; headings: string[]; page: number | null } {
  const [text, headings, page = null] = JSON.parse(body) as [string, string[], (number | null)?];
  return { text, headings, page };
}
