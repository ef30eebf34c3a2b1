/** What ranking needs of a passage that either list brought. */
export interface Candidate {
  /** Stems of its words, with repetitions. */
  readonly terms: readonly string[];
  /** Unit length, as the question's. */
  readonly vector: Float32Array;
}

/** How well each candidate fits, in their order, and whether any is close enough to answer from. */
export interface Ranking {
  /** 0 to 1. */
  readonly relevance: readonly number[];
  readonly answerable: boolean;
}

/**
 * Scores the candidates of both lists together. Coverage is the share of the question's terms that a passage holds, each
 * weighted by its rarity among the candidates (BM25's inverse document frequency).
 *
 * - relevance = ½ cosine + ½ coverage
 * - answerable = some candidate has cosine + ¼ coverage ≥ threshold
 *
 * It asks nothing of a store but the two lists, so that all stores rank alike; measured by `npm run evaluate`.
 */
export function rank(
  question: { readonly terms: readonly string[]; readonly vector: Float32Array },
  candidates: readonly Candidate[],
  { threshold }: { threshold: number },
): Ranking {
  const coverages = coveragesOf(question.terms, candidates);
  const cosines = candidates.map(({ vector }) => cosine(question.vector, vector));
  return {
    relevance: cosines.map((value, at) => clamp(value / 2 + (coverages[at] ?? 0) / 2)),
    answerable: cosines.some((value, at) => value + (coverages[at] ?? 0) / 4 >= threshold),
  };
}

/** With fewer candidates every term would look common, and a small tenant's good questions would be refused. */
const LEAST_CANDIDATES = 100;

function coveragesOf(questionTerms: readonly string[], candidates: readonly Candidate[]): number[] {
  const held = candidates.map(({ terms }) => new Set(terms));
  const n = Math.max(candidates.length, LEAST_CANDIDATES);
  const weights = new Map<string, number>();
  for (const term of questionTerms) {
    const df = held.reduce((count, terms) => count + (terms.has(term) ? 1 : 0), 0);
    weights.set(term, Math.log(1 + (n - df + 0.5) / (df + 0.5)));
  }
  const all = sum(weights.values());
  return held.map((terms) => {
    const found = sum(Array.from(weights, ([term, weight]) => (terms.has(term) ? weight : 0)));
    return all === 0 ? 0 : found / all;
  });
}

/** Both of unit length. */
function cosine(a: Float32Array, b: Float32Array): number {
  let product = 0;
  for (let i = 0; i < a.length; i += 1) product += (a[i] ?? 0) * (b[i] ?? 0);
  return product;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
