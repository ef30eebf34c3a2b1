const K1 = 1.2;
const B = 0.75;

/** Among fewer chunks every term is common, which says nothing: none is left out of a search for it. */
export const MIN_CHUNKS = 50;

/** How much a term tells that `held` of some chunks hold: the idf of Lucene, which is never negative. */
export function termWeight(held: number, chunks: number): number {
  const least = Math.min(held, chunks);
  return Math.log(1 + (chunks - least + 0.5) / (least + 0.5));
}

/** What a term adds to the score of a chunk of `length` terms that holds it `count` times, by Okapi BM25 (Robertson and Zaragoza, 2009). */
export function termScore(
  weight: number,
  { count, length, averageLength }: { count: number; length: number; averageLength: number },
): number {
  const saturation = K1 * (1 - B + (B * length) / Math.max(1, averageLength));
  return (weight * count * (K1 + 1)) / (count + saturation);
}
