import type { Candidate, ShownChunk } from '../store/chunks.ts';
import { createDuplicateFinder } from './near-duplicates.ts';

interface Ranked {
  readonly hit: Candidate;
  readonly relevance: number;
}

type Shown = Ranked & { readonly chunk: ShownChunk };

/** What is shown of a ranking, and whether all of it could be read. */
export interface FirstDistinct {
  readonly passages: readonly Shown[];
  readonly isWhole: boolean;
}

/**
 * The first `topK` of a ranking that are not nearly the same as a better one; where there are too few, these fill up the
 * rest, behind all others. Reads the texts of the first `topK` only, and more where some of them were passed over.
 */
export async function firstDistinct(
  ranked: readonly Ranked[],
  topK: number,
  read: (some: readonly Ranked[]) => Promise<Shown[]>,
): Promise<FirstDistinct> {
  const isDuplicate = createDuplicateFinder();
  const kept: Shown[] = [];
  const passedOver: Shown[] = [];
  let isWhole = true;
  for (let at = 0, next = topK; at < ranked.length && kept.length < topK; at += next, next *= 2) {
    const some = ranked.slice(at, at + next);
    const shown = await read(some);
    isWhole &&= shown.length === some.length;
    for (const each of shown) {
      const { documentId, text, sentences } = each.chunk;
      const list = isDuplicate({ documentId, text, sentences, terms: each.hit.terms }) ? passedOver : kept;
      list.push(each);
    }
    // Asked again, the store says what is shown now.
    if (!isWhole) break;
  }
  return { passages: [...kept, ...passedOver].slice(0, topK), isWhole };
}
