import { createBest } from '../../lib/best.ts';
import { termScore, termWeight } from '../bm25.ts';

/** The terms of the chunks of one run. */
export interface RunTerms {
  /** Of the chunks, by their place in the run. */
  readonly ids: Float64Array;
  /** How many terms each chunk has, with repetitions. */
  readonly lengths: Uint32Array;
  /** Numbers of the terms, those of a chunk each once; those of the chunk at `n` are from `termsFrom[n]` to `termsFrom[n + 1]`. */
  readonly terms: Uint32Array;
  /** How often the chunk holds each, 255 times at most. */
  readonly counts: Uint8Array;
  readonly termsFrom: Uint32Array;
}

/** Among fewer chunks every term is common, which says nothing. */
const MIN_CHUNKS = 50;

/** That a chunk holds a term. */
interface Hit {
  readonly id: number;
  readonly length: number;
  /** Where the term is in what was asked. */
  readonly term: number;
  readonly count: number;
}

/**
 * Ids of the chunks of these runs that hold any of the terms, best by BM25 first, ties by id. Terms that more than half of
 * them hold are left out, as long as rarer ones are there. What other chunks hold has no part in it, so that nobody learns
 * from the order of what they see what is in documents that they don't.
 *
 * @param asked numbers of terms, each once
 * @param termCount all numbers are below
 */
export function matchingIn(
  runs: readonly RunTerms[],
  asked: readonly number[],
  { limit, termCount }: { limit: number; termCount: number },
): number[] {
  if (asked.length === 0) return [];
  const { hits, held, chunks, averageLength } = findHits(runs, asked, termCount);
  const isRare = held.map((of) => of > 0 && of <= chunks / 2);
  const onlyRare = chunks >= MIN_CHUNKS && isRare.includes(true);
  const weights = held.map((of, at) => (onlyRare && !isRare[at] ? null : termWeight(of, chunks)));

  const scores = new Map<number, number>();
  for (const { id, length, term, count } of hits) {
    const weight = weights[term];
    if (weight == null) continue;
    scores.set(id, (scores.get(id) ?? 0) + termScore(weight, { count, length, averageLength }));
  }
  const best = createBest<number>(limit, (a, b) => a - b);
  for (const [id, score] of scores) best.add(id, score);
  return best.take();
}

/** `held`: how many chunks hold each of the terms. */
function findHits(runs: readonly RunTerms[], asked: readonly number[], termCount: number) {
  /** By number of a term: where it is in what was asked, from 1. */
  const places = new Uint16Array(termCount);
  for (const [at, term] of asked.entries()) places[term] = at + 1;
  const held: number[] = asked.map(() => 0);
  const hits: Hit[] = [];
  let chunks = 0;
  let terms = 0;
  for (const run of runs) {
    const { ids, lengths, termsFrom } = run;
    chunks += ids.length;
    for (let chunk = 0; chunk < ids.length; chunk++) {
      const length = lengths[chunk] ?? 0;
      terms += length;
      const end = termsFrom[chunk + 1] ?? 0;
      for (let at = termsFrom[chunk] ?? 0; at < end; at++) {
        const place = places[run.terms[at] ?? 0] ?? 0;
        if (place === 0) continue;
        const term = place - 1;
        held[term] = (held[term] ?? 0) + 1;
        hits.push({ id: ids[chunk] ?? 0, length, term, count: run.counts[at] ?? 0 });
      }
    }
  }
  return { hits, held, chunks, averageLength: terms / Math.max(1, chunks) };
}
