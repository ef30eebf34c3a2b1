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
 * weighted by its rarity among the candidates (BM25's inverse document frequency), squared: few words in common say
 * little, most in common say much.
 *
 * - relevance = ½ cosine + ½ coverage
 * - closeness = cosine + ¼ coverage + length − 0.2 × the share of the question's names that its document doesn't hold
 * - answerable = some candidate's closeness reaches the threshold; a threshold of 0 refuses nothing
 *
 * Length makes up for short questions, which come less close to what answers them. Chosen by what `npm run evaluate`
 * measures. It asks nothing of a store but the two lists, so that all stores rank alike.
 */
export function score(
  question: AskedQuestion,
  candidates: readonly Candidate[],
  { threshold }: { threshold: number },
): Scores {
  const coverages = coveragesOf(question.terms, candidates);
  const cosines = candidates.map(({ vector }) => cosine(question.vector, vector));
  const missing = missingNames(question.names, candidates);
  const length = 0.21 - 0.025 * Math.min(8, Math.max(3, new Set(question.terms).size));

  const fits = candidates.map(({ documentId }, at) => {
    const [meaning, words] = [cosines[at] ?? 0, (coverages[at] ?? 0) ** 2];
    const closeness = meaning + words / 4 + length - 0.2 * (missing.get(documentId) ?? 0);
    return { relevance: clamp(meaning / 2 + words / 2), isClose: threshold === 0 || closeness >= threshold };
  });
  return { relevance: fits.map(({ relevance }) => relevance), answerable: fits.some(({ isClose }) => isClose) };
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

/**
 * The share of the names that each document holds neither in its own name nor in any of its candidates: a text that has
 * named someone soon says "she". A name has no synonym, so an answer without it is seldom one.
 */
function missingNames(names: readonly string[], candidates: readonly Candidate[]): Map<string, number> {
  const left = new Map<string, Set<string>>();
  for (const { documentId, documentName, terms } of names.length > 0 ? candidates : []) {
    const open = left.get(documentId) ?? without(new Set(names), termsOf(documentName));
    left.set(documentId, without(open, terms));
  }
  return new Map(Array.from(left, ([documentId, { size }]) => [documentId, size / names.length]));
}

function without(names: Set<string>, held: readonly string[]): Set<string> {
  if (names.size > 0) for (const term of held) names.delete(term);
  return names;
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
