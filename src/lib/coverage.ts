/**
 * The share of a question's terms that each of some texts holds, each term weighted by its rarity among them: BM25's
 * inverse document frequency (Robertson and Zaragoza, 2009).
 *
 * @param held which terms each text holds, by their places in the question, each once
 * @param termCount of the question
 * @param weighed how much more each term counts; each the same by default
 * @param atLeast as how many texts they count: with few of them every term would look common
 * @param leastHolding as how many a term's texts count: with 1 a term that none holds is no rarer than one that one holds
 * @returns 0 to 1 for each text; 0 for a question without terms
 */
export function coverages(
  held: readonly (readonly number[])[],
  {
    termCount,
    weighed,
    atLeast = 0,
    leastHolding = 0,
  }: { termCount: number; weighed?: readonly number[] | undefined; atLeast?: number; leastHolding?: 0 | 1 },
): number[] {
  const n = Math.max(held.length, atLeast);
  const holding = new Float64Array(termCount);
  for (const terms of held) for (const term of terms) holding[term] = (holding[term] ?? 0) + 1;
  const weights = holding.map((count, term) => {
    const df = Math.max(count, leastHolding);
    return (weighed?.[term] ?? 1) * Math.log(1 + (n - df + 0.5) / (df + 0.5));
  });
  const all = sum(weights);
  return held.map((terms) => (all === 0 ? 0 : sum(terms.map((term) => weights[term] ?? 0)) / all));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
