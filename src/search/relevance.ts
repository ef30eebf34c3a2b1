/** What scoring needs of a question. */
export interface AskedQuestion {
  /** Stems of its words (`lib/terms.ts`); none where it has only stop words. */
  readonly terms: readonly string[];
  /** Of unit length. */
  readonly vector: Float32Array;
}

/** What scoring needs of a passage that one of the two lists brought. */
export interface Candidate {
  /** Stems of its words and headings. */
  readonly terms: readonly string[];
  readonly vector: Float32Array;
}

/** How well each candidate fits, in their order, and whether any is close enough to answer from. */
export interface Scores {
  /** 0 to 1. */
  readonly relevance: readonly number[];
  readonly answerable: boolean;
}

/**
 * Scores the candidates of both lists together. Coverage is the share of the question's terms that a passage holds, each
 * weighted by its rarity among the candidates (BM25's inverse document frequency).
 *
 * - relevance = ½ cosine + ½ coverage²: few words in common say little, most in common say much
 * - answerable = some candidate has cosine + ¼ coverage ≥ threshold; a threshold of 0 refuses nothing
 *
 * Chosen by what `npm run evaluate` measures (BENCHMARKS.md). It asks nothing of a store but the two lists, so that all
 * stores rank alike.
 */
export function score(
  question: AskedQuestion,
  candidates: readonly Candidate[],
  { threshold }: { threshold: number },
): Scores {
  const coverages = coveragesOf(question.terms, candidates);
  const fits = candidates.map(({ vector }, at) => {
    const meaning = cosine(question.vector, vector);
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

function coveragesOf(questionTerms: readonly string[], candidates: readonly Candidate[]): number[] {
  const asked = new Set(questionTerms);
  const held = candidates.map(({ terms }) => new Set(terms.filter((term) => asked.has(term))));
  const n = Math.max(candidates.length, LEAST_CANDIDATES);
  const weights = new Map<string, number>();
  for (const term of asked) {
    const df = held.reduce((count, terms) => count + (terms.has(term) ? 1 : 0), 0);
    weights.set(term, Math.log(1 + (n - df + 0.5) / (df + 0.5)));
  }
  const all = sum(weights.values());
  return held.map((terms) => (all === 0 ? 0 : sum(Array.from(terms, (term) => weights.get(term) ?? 0)) / all));
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
