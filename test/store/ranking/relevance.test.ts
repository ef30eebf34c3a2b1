import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../src/store/chunks.ts';
import { type ScoredCandidate, score } from '../../../src/store/ranking/relevance.ts';
import { newRanking } from '../../support/store-fixtures.ts';

/** A question of these terms, and a passage with this cosine that holds those. */
interface Asked {
  readonly terms: readonly string[];
}
interface Held {
  readonly cosine: number;
  readonly sentence: number | null;
  readonly terms: readonly string[];
}
const ask = (terms: string[]): Asked => ({ terms });
const candidate = (cosine: number, terms: string[]): Held => ({ cosine, sentence: null, terms });
const scoreOf = ({ terms: asked }: Asked, candidates: readonly Held[], threshold = 0.44) =>
  score(
    candidates.map(
      ({ cosine, sentence, terms }): ScoredCandidate => ({
        cosine,
        sentence,
        terms: [...asked.keys()].filter((place) => terms.includes(asked[place] ?? '')),
      }),
    ),
    newRanking(asked.length, { threshold }),
  );
const relevance = (question: Asked, ...candidates: Held[]) =>
  scoreOf(question, candidates).relevance.map((value) => Math.round(value * 1_000) / 1_000);
const isAnswerable = (question: Asked, ...candidates: Held[]) => scoreOf(question, candidates).answerable;

const EIGHT = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

describe('relevance', () => {
  it('is half meaning, half the square of the share of terms', () => {
    const question = ask(['annual', 'leave']);
    const [all, half, none] = relevance(
      question,
      candidate(0.6, ['annual', 'leave', 'annual']),
      candidate(0.6, ['annual']),
      candidate(0.6, ['else']),
    );
    expect(all).toBe(0.8);
    expect(none).toBe(0.3);
    expect(half).toBeGreaterThan(0.3);
    expect(half).toBeLessThan(0.5);
  });

  it('weighs a rare term more than a common one', () => {
    const question = ask(['common', 'rare']);
    const common = Array.from({ length: 20 }, () => candidate(0.5, ['common']));
    const found = relevance(question, candidate(0.5, ['rare']), ...common);
    expect(found[0]).toBeGreaterThan((found[1] ?? 1) + 0.1);
  });

  it('knows meaning alone when a question has no terms', () => {
    expect(relevance(ask([]), candidate(0.5, ['a']))).toEqual([0.25]);
  });

  it('stays between 0 and 1', () => {
    expect(relevance(ask(['a']), candidate(-0.9, []), candidate(1, ['a']))).toEqual([0, 1]);
  });
});

describe('answerable', () => {
  it('asks for one passage that is close enough', () => {
    expect(isAnswerable(ask(EIGHT))).toBe(false);
    expect(isAnswerable(ask(EIGHT), candidate(0.3, []), candidate(0.4, []))).toBe(false);
    expect(isAnswerable(ask(EIGHT), candidate(0.3, []), candidate(0.45, []))).toBe(true);
  });

  it('takes words in common for closeness', () => {
    expect(isAnswerable(ask(EIGHT), candidate(0.2, EIGHT))).toBe(true);
    expect(isAnswerable(ask(EIGHT), candidate(0.3, EIGHT.slice(0, 5)))).toBe(true);
    expect(isAnswerable(ask(EIGHT), candidate(0.3, EIGHT.slice(0, 3)))).toBe(false);
  });

  it('refuses nothing with a threshold of 0', () => {
    const answerable = (candidates: Held[]) => scoreOf(ask(EIGHT), candidates, 0).answerable;
    expect(answerable([candidate(-0.5, [])])).toBe(true);
    expect(answerable([])).toBe(false);
  });

  it('is sure of a passage that holds every term', () => {
    expect(isAnswerable(ask(['who']), candidate(0, ['who']))).toBe(true);
  });

  it('goes by words alone in a language that the embedder does not read', () => {
    const read = (...candidates: Held[]) =>
      score(
        candidates.map(({ terms, ...held }) => ({ ...held, terms: terms.map((term) => EIGHT.indexOf(term)) })),
        newRanking(EIGHT.length, { reading: 'LATIN' }),
      );
    const close = candidate(0.5, ['a']);
    expect(read(close).answerable).toBe(false);
    expect(read(candidate(0, ['a', 'b', 'c', 'd'])).answerable).toBe(true);
    const {
      relevance: [near = 0, shared = 0],
    } = read(close, candidate(0.1, ['b', 'c', 'd']));
    expect(shared).toBeGreaterThan(near);
  });

  it('takes a word that nothing holds for no rarer than others where words alone count', () => {
    const answerable = (reading: Reading, ...terms: number[]) =>
      score([{ cosine: 0, sentence: null, terms }], newRanking(5, { reading })).answerable;
    expect(answerable('LATIN', 0, 1)).toBe(true);
    expect(answerable('LATIN', 0)).toBe(false);
    expect(answerable('ROMANCE', 0, 1)).toBe(false);
    expect(answerable('ROMANCE', 0, 1, 2)).toBe(true);
  });
});
