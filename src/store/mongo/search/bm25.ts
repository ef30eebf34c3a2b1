/** Of a tenant's chunks: how many there are, how long they are, and how many hold a term. */
export interface TermStatistics {
  readonly chunks: number;
  /** Terms a chunk, on average. */
  readonly averageLength: number;
  /** How many chunks hold a token, as far as is known. */
  held(token: string): number;
}

const K1 = 1.2;
const B = 0.75;

/**
 * Scores chunks by Okapi BM25 (Robertson and Zaragoza, 2009) with Lucene's idf, which is never negative. All ways of
 * searching are ranked by it, so that they rank alike.
 */
export function createBm25(tokens: readonly string[], statistics: TermStatistics): (terms: string) => number {
  const { chunks, averageLength } = statistics;
  const weights = new Map(
    tokens.map((token) => {
      const held = Math.min(statistics.held(token), chunks);
      return [token, Math.log(1 + (chunks - held + 0.5) / (held + 0.5))];
    }),
  );
  return (terms) => {
    const all = terms === '' ? [] : terms.split(' ');
    const counts = new Map<string, number>();
    for (const token of all) if (weights.has(token)) counts.set(token, (counts.get(token) ?? 0) + 1);
    const saturation = K1 * (1 - B + (B * all.length) / Math.max(1, averageLength));
    let score = 0;
    for (const [token, count] of counts) {
      score += ((weights.get(token) ?? 0) * count * (K1 + 1)) / (count + saturation);
    }
    return score;
  };
}
