/**
 * The share of a question's terms that each of some texts holds, each term weighted by its rarity among them.
 *
 * @param held which terms each text holds, by their places in the question, each once
 * @returns 0 to 1 for each text; 0 for a question without terms
 */
export function coverages(held: readonly (readonly number[])[], options: RarityOptions): number[] {
  const weights = rarities(held, options);
  return held.map((terms) => sum(terms.map((term) => weights[term] ?? 0)));
}

/** What the rarity of terms is reckoned with. */
export interface RarityOptions {
  /** Of the question. */
  readonly termCount: number;
  /** How much more each term counts; each the same by default. */
  readonly weighed?: readonly number[] | undefined;
  /** As how many texts they count: with few of them every term would look common. */
  readonly atLeast?: number;
  /** As how many a term's texts count: with 1 a term that none holds is no rarer than one that one holds. */
  readonly leastHolding?: 0 | 1;
}

/**
 * How much each term of a question counts by its rarity among some texts: BM25's inverse document frequency (Robertson and
 * Zaragoza, 2009). Together they are 1, or 0 where no term counts.
 */
export function rarities(
  held: readonly (readonly number[])[],
  { termCount, weighed, atLeast = 0, leastHolding = 0 }: RarityOptions,
): number[] {
  const n = Math.max(held.length, atLeast);
  const holding = new Float64Array(termCount);
  for (const terms of held) for (const term of terms) holding[term] = (holding[term] ?? 0) + 1;
  const weights = Array.from(holding, (count, term) => {
    const df = Math.max(count, leastHolding);
    return (weighed?.[term] ?? 1) * Math.log(1 + (n - df + 0.5) / (df + 0.5));
  });
  const all = sum(weights);
  return weights.map((weight) => (all === 0 ? 0 : weight / all));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
