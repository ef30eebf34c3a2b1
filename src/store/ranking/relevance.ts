import { coverages } from '../../lib/coverage.ts';
import type { Ranking, Reading } from '../chunks.ts';

/** What scoring needs of a passage that one of the two lists brought. */
export interface ScoredCandidate {
  /** Of the question and the passage. */
  readonly cosine: number;
  /** Of the question and the passage's nearest sentence; null where none is embedded. */
  readonly sentence: number | null;
  /** Which of the question's words it holds, by their places in the question, each once. */
  readonly terms: readonly number[];
}

/** How well each candidate fits, in their order, and whether any is close enough to answer from. */
export interface Scores {
  /** 0 to 1. */
  readonly relevance: readonly number[];
  readonly answerable: boolean;
}

/**
 * Scores the candidates of both lists together, by coverage (`coverages`) and, where
 * the embedder reads the question's language, closeness: the mean of the passage's cosine and its nearest sentence's.
 *
 * - relevance = ½ closeness + ½ coverage²: few words in common say little, most in common say much
 * - answerable = some candidate has closeness + ¼ coverage ≥ threshold, or every term
 *
 * Where it doesn't, cosines are as high between strangers, so the words decide. They are inflected, or n-grams: one that no
 * candidate holds weighs no more than one that a single one holds. Names and numbers weigh half as much again (`weights`).
 *
 * - relevance = coverage; in Latin letters ¼ cosine + ¾ coverage
 * - answerable = some candidate has coverage + ¼ cosine ≥ 0.88 threshold, in a Romance language 1.15 threshold
 *
 * In both, terms of the questions before a follow-up count less (`shares`). A threshold of 0 refuses nothing. Chosen by what
 * `npm run evaluate` measures (BENCHMARKS.md). It asks nothing of a store but the two lists, so that all stores rank alike.
 */
export function score(
  candidates: readonly ScoredCandidate[],
  { wordCount, weights, shares, threshold, reading }: Omit<Ranking, 'wordOf'>,
): Scores {
  const held = coverages(
    candidates.map(({ terms }) => terms),
    reading === 'MEANING'
      ? { termCount: wordCount, weighed: shares, atLeast: LEAST_CANDIDATES }
      : {
          termCount: wordCount,
          weighed: shares.map((share, term) => share * (weights?.[term] ?? 1)),
          atLeast: LEAST_CANDIDATES,
          leastHolding: 1,
        },
  );
  const fits = candidates.map(({ cosine, sentence }, at) => {
    const words = held[at] ?? 0;
    const isSure = threshold === 0 || words === 1;
    if (reading === 'MEANING') {
      const meaning = sentence === null ? cosine : (cosine + sentence) / 2;
      const isClose = isSure || meaning + words / 4 >= threshold;
      return { relevance: clamp(meaning / 2 + words ** 2 / 2), isClose };
    }
    const { share, least } = WORDS[reading];
    const isClose = isSure || words + cosine / 4 >= threshold * least;
    return { relevance: clamp(share * cosine + (1 - share) * words), isClose };
  });
  return { relevance: fits.map(({ relevance }) => relevance), answerable: fits.some(({ isClose }) => isClose) };
}

/**
 * The cosine's share of the relevance, and the multiple of the threshold that is the least. Compounds (German), prefixes
 * (Arabic) and n-grams (Chinese, Thai) hide words that are the same; Spanish and its sisters have none of these.
 */
const WORDS: Readonly<Record<Exclude<Reading, 'MEANING'>, { share: number; least: number }>> = {
  LATIN: { share: 1 / 4, least: 0.88 },
  ROMANCE: { share: 1 / 4, least: 1.15 },
  OTHER: { share: 0, least: 0.88 },
};

/** With fewer candidates every term would look common, and a small tenant's good questions would be refused. */
const LEAST_CANDIDATES = 100;

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
