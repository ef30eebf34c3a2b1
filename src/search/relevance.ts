/** What scoring needs of a passage that one of the two lists brought. */
export interface ScoredCandidate {
  /** Of the question and the passage. */
  readonly cosine: number;
  /** Which of the question's terms it holds, by their places in the question, each once. */
  readonly terms: readonly number[];
}

/** How well each candidate fits, in their order, and whether any is close enough to answer from. */
export interface Scores {
  /** 0 to 1. */
  readonly relevance: readonly number[];
  readonly answerable: boolean;
}

/**
 * Scores the candidates of both lists together, for a question of `termCount` terms. Coverage is the share of the question's terms that a passage holds, each
 * weighted by its rarity among the candidates (BM25's inverse document frequency).
 *
 * - relevance = ½ cosine + ½ coverage²: few words in common say little, most in common say much
 * - answerable = some candidate has cosine + ¼ coverage ≥ threshold; a threshold of 0 refuses nothing
 *
 * Chosen by what `npm run evaluate` measures (BENCHMARKS.md). It asks nothing of a store but the two lists, so that all
 * stores rank alike.
 */
export function score(
  candidates: readonly ScoredCandidate[],
  { termCount, threshold }: { termCount: number; threshold: number },
): Scores {
  const coverages = coveragesOf(candidates, termCount);
  const fits = candidates.map(({ cosine: meaning }, at) => {
    const words = coverages[at] ?? 0;
    return {
      relevance: clamp(meaning / 2 + words ** 2 / 2),
      isClose: threshold === 0 || meaning + words / 4 >= threshold,
    };
  });
  return { relevance: fits.map(({ relevance }) => relevance), answerable: fits.some(({ isClose }) => isClose) };
}

/** With fewer candidates every term would look common, and a small tenant's good questions would be refused. */
const LEAST_CANDIDATES = 100;

function coveragesOf(candidates: readonly ScoredCandidate[], termCount: number): number[] {
  const n = Math.max(candidates.length, LEAST_CANDIDATES);
  const holding = new Float64Array(termCount);
  for (const { terms } of candidates) for (const term of terms) holding[term] = (holding[term] ?? 0) + 1;
  const weights = holding.map((df) => Math.log(1 + (n - df + 0.5) / (df + 0.5)));
  const all = sum(weights);
  return candidates.map(({ terms }) => (all === 0 ? 0 : sum(terms.map((term) => weights[term] ?? 0)) / all));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
