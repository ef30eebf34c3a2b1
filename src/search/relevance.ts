import { termsOf } from '../lib/terms.ts';

/** What scoring needs of a question. */
export interface AskedQuestion {
  /** Stems of its words (`lib/terms.ts`); none where it has only stop words. */
  readonly terms: readonly string[];
  /** Those of them that name something (`names.ts`). */
  readonly names: readonly string[];
  /** Of unit length. */
  readonly vector: Float32Array;
}

/** What scoring needs of a passage that one of the two lists brought. */
export interface Candidate {
  readonly documentId: string;
  readonly documentName: string;
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
 * relevance = ½ cosine + ½ coverage²: few words in common say little, most in common say much.
 *
 * answerable = some candidate's closeness reaches the threshold; 0 refuses nothing.
 * closeness = cosine + 0.15 coverage
 *   + 0.06 when the candidate's document holds the question's names, − 0.09 when one is missing: a name has no synonym
 *   + 0.015 for each term that the question is short of six: short questions come less close to what answers them
 *   + 0.01 ln(100 / candidates): the more passages there are, the closer comes one that doesn't answer
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
  const cosines = candidates.map(({ vector }) => cosine(question.vector, vector));
  const heldNames = documentsWithNames(question.names, candidates);

  const shortness = Math.max(0, 6 - new Set(question.terms).size);
  const allowance = 0.015 * shortness + 0.01 * Math.log(LEAST_CANDIDATES / Math.max(1, candidates.length));
  const isClose = ({ documentId }: Candidate, at: number) => {
    const names = heldNames.has(documentId) ? 0.06 : -0.09;
    return (cosines[at] ?? 0) + 0.15 * (coverages[at] ?? 0) + names + allowance >= threshold;
  };
  return {
    relevance: cosines.map((value, at) => clamp(value / 2 + (coverages[at] ?? 0) ** 2 / 2)),
    answerable: threshold === 0 ? candidates.length > 0 : candidates.some(isClose),
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

/** The documents that hold every name, in their own name or in any of their candidates: a text soon says "she". */
function documentsWithNames(names: readonly string[], candidates: readonly Candidate[]): Set<string> {
  const missing = new Map<string, Set<string>>();
  for (const { documentId, documentName, terms } of candidates) {
    let left = missing.get(documentId);
    if (!left) {
      left = new Set(names);
      missing.set(documentId, left);
      if (left.size > 0) for (const term of termsOf(documentName)) left.delete(term);
    }
    if (left.size > 0) for (const term of terms) left.delete(term);
  }
  return new Set([...missing].filter(([, left]) => left.size === 0).map(([documentId]) => documentId));
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
