import { termScore, termWeight } from '../../bm25.ts';

/** Of a tenant's chunks, or of those that somebody sees: how many there are, how long they are, and how many hold a term. */
export interface TermStatistics {
  /** Whether nothing is left out, so that an engine's own statistics tell no more. */
  readonly isWhole: boolean;
  readonly chunks: number;
  /** Terms a chunk, on average. */
  readonly averageLength: number;
  /** How many chunks hold a token, as far as is known. */
  held(token: string): number;
}

/** Scores chunks by BM25. All ways of searching are ranked by it, so that they rank alike. */
export function createBm25(tokens: readonly string[], statistics: TermStatistics): (terms: string) => number {
  const { chunks, averageLength } = statistics;
  const weights = new Map(tokens.map((token) => [token, termWeight(statistics.held(token), chunks)]));
  return (terms) => {
    const all = terms === '' ? [] : terms.split(' ');
    const counts = new Map<string, number>();
    for (const token of all) if (weights.has(token)) counts.set(token, (counts.get(token) ?? 0) + 1);
    let score = 0;
    for (const [token, count] of counts) {
      score += termScore(weights.get(token) ?? 0, { count, length: all.length, averageLength });
    }
    return score;
  };
}
