import type { Candidates, ChunkKey, FoundChunks, Ranking, ShownChunk } from '../chunks.ts';
import { firstDistinct } from './first-distinct.ts';
import { score } from './relevance.ts';

/**
 * The best `topK` of what both searches found, for every store: a store reads the texts of the keys that this yields, and
 * gives it those that are shown.
 */
export function* rank(
  { nearest, matching }: Candidates,
  { wordOf, ...ranking }: Ranking,
  topK: number,
): Generator<readonly ChunkKey[], FoundChunks, readonly ShownChunk[]> {
  // A candidate of both lists is the same object.
  const found = [...new Set([...nearest, ...matching])];
  const { relevance, answerable } = score(
    found.map(({ cosine, sentence, terms }) => ({
      cosine,
      sentence,
      terms: [...new Set(terms.flatMap((term) => wordOf[term] ?? []))],
    })),
    ranking,
  );
  const ranked = found
    .map((hit, at) => ({ hit, relevance: relevance[at] ?? 0 }))
    .sort((a, b) => b.relevance - a.relevance || compareKeys(a.hit, b.hit));
  const { passages, isWhole } = yield* firstDistinct(ranked, topK);
  return {
    passages: passages.map(({ hit, relevance, chunk }) => ({ ...chunk, relevance, cosine: hit.cosine })),
    answerable,
    isWhole,
  };
}

function compareKeys(a: ChunkKey, b: ChunkKey): number {
  if (a.documentId === b.documentId) return a.index - b.index;
  return a.documentId < b.documentId ? -1 : 1;
}
