import { coverages } from '../../lib/coverage.ts';
import type { Asked } from './asked.ts';
import type { Unit } from './units.ts';

/** A unit and how well it answers, 0 to 1. */
export interface ScoredUnit extends Unit {
  readonly score: number;
  /** To the question; null where the embedder doesn't read its language. */
  readonly cosine: number | null;
  /** Which of the question's words it holds, or its headings do. */
  readonly held: readonly number[];
}

const CODE = 0.15;

/**
 * Units with scores, the best first: 0.4 cosine + 0.3 coverage + 0.3 the passage's relevance. Coverage is the share of the
 * question's terms that a unit holds, each weighted by its rarity among the units; those of its headings count half, or
 * whole where they say what it is about.
 * Without cosines they count 0. A unit that lacks a code which another holds (E4, 4.2.0) is of another matter.
 */
export function scoreUnits(units: readonly Unit[], asked: Asked, cosines?: readonly number[]): ScoredUnit[] {
  const held = units.map(({ words, headings }) => asked.held([...headings, words].join('\n')));
  const own = coverages(
    units.map(({ words }) => asked.held(words)),
    { termCount: asked.wordCount },
  );
  const withHeadings = coverages(held, { termCount: asked.wordCount });
  const codes = asked.codes.filter((code) => held.some((words) => words.includes(code)));
  return units
    .map((unit, at) => {
      const lacksCode = codes.some((code) => !held[at]?.includes(code));
      const share = unit.isBare ? 1 : 0.5;
      const coverage = (1 - share) * (own[at] ?? 0) + share * (withHeadings[at] ?? 0);
      const score = 0.4 * (cosines?.[at] ?? 0) + 0.3 * coverage + 0.3 * unit.relevance - (lacksCode ? CODE : 0);
      return { ...unit, score, cosine: cosines?.[at] ?? null, held: held[at] ?? [] };
    })
    .sort((a, b) => b.score - a.score);
}

/**
 * Whether the best unit is close enough to be an answer, though its passage was. Chosen so that it refuses what no document
 * answers, and nearly nothing else, on XQuAD with the article taken out and on `paraphrased.json`; strict on words alone, it
 * would refuse most questions in other words. Where meanings can't be compared, the search has decided by the words.
 */
export function isAnswer({ score, cosine }: ScoredUnit): boolean {
  return cosine === null || score >= 0.3 || cosine >= 0.4;
}

/** How far behind the best a unit may be that holds a word of the question which those before it lack. */
const FAR = 0.3;
/** How far behind the best a sentence under its heading may be that only says more. */
const NEAR = 0.06;

/**
 * The best unit, and what belongs to the answer besides: of its own passage one more, if that adds something; where the
 * question asks for several things two more, of any passage.
 *
 * @param units with scores, the best first
 */
export function chooseUnits(units: readonly ScoredUnit[], { forSeveral }: Pick<Asked, 'forSeveral'>): ScoredUnit[] {
  const [best, ...others] = units;
  if (!best) return [];
  const chosen = [best];
  for (const unit of others) {
    if (chosen.length === (forSeveral ? 3 : 2)) break;
    if (!forSeveral && (best.isBlock || unit.number !== best.number)) continue;
    if (chosen.some(({ words }) => words.includes(unit.words) || unit.words.includes(words))) continue;
    const known = new Set(chosen.flatMap(({ held }) => held));
    const adds = unit.held.some((word) => !known.has(word));
    const isNear =
      !best.isBare && !unit.isBare && unit.number === best.number && unit.headings.at(-1) === best.headings.at(-1);
    if (best.score - unit.score <= (adds ? FAR : isNear ? NEAR : -1)) chosen.push(unit);
  }
  return chosen;
}
