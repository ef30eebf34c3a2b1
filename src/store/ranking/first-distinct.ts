import { type Candidate, type ChunkKey, chunkId, type ShownChunk } from '../chunks.ts';
import { createDuplicateFinder } from './near-duplicates.ts';

/** A candidate with how well it fits, 0 to 1. */
export interface RankedCandidate {
  readonly hit: Candidate;
  readonly relevance: number;
}

/** One whose text was read. */
export type ShownCandidate = RankedCandidate & { readonly chunk: ShownChunk };

/** What is shown of a ranking, and whether all of it could be read. */
export interface FirstDistinct {
  readonly passages: readonly ShownCandidate[];
  readonly isWhole: boolean;
}

/**
 * The first `topK` of a ranking that are not nearly the same as a better one; where there are too few, these fill up the
 * rest, behind all others. Yields the keys of the texts to read: of the first `topK`, and of more where some of them were
 * passed over. It is given those that could be read.
 */
export function* firstDistinct(
  ranked: readonly RankedCandidate[],
  topK: number,
): Generator<readonly ChunkKey[], FirstDistinct, readonly ShownChunk[]> {
  const isDuplicate = createDuplicateFinder();
  const kept: ShownCandidate[] = [];
  const passedOver: ShownCandidate[] = [];
  let isWhole = true;
  for (let at = 0, next = topK; at < ranked.length && kept.length < topK; at += next, next *= 2) {
    const some = ranked.slice(at, at + next);
    const shown = yield some.map(({ hit }) => hit);
    isWhole &&= shown.length === some.length;
    const byId = new Map(shown.map((chunk) => [chunkId(chunk), chunk]));
    for (const each of some) {
      const chunk = byId.get(chunkId(each.hit));
      if (!chunk) continue;
      const { documentId, text, sentences } = chunk;
      const list = isDuplicate({ documentId, text, sentences, terms: each.hit.terms }) ? passedOver : kept;
      list.push({ ...each, chunk });
    }
    // Asked again, the store says what is shown now.
    if (!isWhole) break;
  }
  return { passages: [...kept, ...passedOver].slice(0, topK), isWhole };
}
