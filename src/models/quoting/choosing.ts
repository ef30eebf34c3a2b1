import { coverages, rarities } from '../../lib/coverage.ts';
import type { Asked } from './asked.ts';
import type { Unit } from './units.ts';

/** A unit and how well it answers, 0 to 1. */
export interface ScoredUnit extends Unit {
  readonly score: number;
  /** To the question; null where the embedder doesn't read its language. */
  readonly cosine: number | null;
  /** Which of the question's words it holds, or its headings do. */
  readonly held: readonly number[];
  /** Whether it holds a thing of the kind that is asked for. */
  readonly holdsKind: boolean;
  /** Among all units; those of a passage follow each other as they stand there. */
  readonly place: number;
}

const CODE = 0.15;
/** More where words alone decide, of which a row of a table has few. */
const KIND = { withMeanings: 0.04, withWords: 0.08 } as const;
const PERSON = 0.04;
const CONTEXT = 0.1;
const LIST = 0.05;
const STEPS = 0.12;
const ABOUT = 0.05;

/**
 * Units with scores, the best first: 0.4 cosine + 0.3 coverage + 0.3 the passage's relevance. Coverage is the share of the
 * question's terms that a unit holds, each weighted by its rarity among the units; those of its headings count half, or
 * whole where they say what it is about, and those of the unit before it a little, as that is what it goes on about.
 * Without cosines they count 0. A unit that lacks a code which another holds (E4, 4.2.0) is of another matter; one with a
 * number or a time is nearer where such is asked for, and so are a list or a table below a heading that a question for several
 * names, steps below one that a question for how something is done names, and a little whatever stands under a heading that
 * holds words of it.
 */
export function scoreUnits(units: readonly Unit[], asked: Asked, cosines?: readonly number[]): ScoredUnit[] {
  const { wordCount: termCount, shares: weighed } = asked;
  const own = units.map(({ words }) => asked.held(words));
  const held = units.map(({ words, headings }) => asked.held(words, headings));
  const inContext = units.map((unit, at) => {
    const before = goesOn(unit, units[at - 1]) ? (held[at - 1] ?? []) : [];
    return [...new Set([...(held[at] ?? []), ...before])];
  });
  const ownCovered = coverages(own, { termCount, weighed });
  const weights = rarities(held, { termCount, weighed });
  const codes = asked.codes.filter((code) => held.some((words) => words.includes(code)));
  return units
    .map((unit, at) => {
      const lacksCode = codes.some((code) => !held[at]?.includes(code));
      const heading = unit.headings.at(-1) ?? '';
      const share = unit.isBare ? 1 : 0.5;
      const covered = sumOf(weights, held[at]);
      const coverage = (1 - share) * (ownCovered[at] ?? 0) + share * covered;
      const context = sumOf(weights, inContext[at]) - covered;
      const holdsKind = asked.holdsKind(unit.words, unit.headings);
      const likely =
        (holdsKind ? (cosines ? KIND.withMeanings : KIND.withWords) : 0) +
        (asked.isPersonIn(unit.words) ? PERSON : 0) +
        (unit.isListAskedFor ? LIST : 0) +
        (unit.areStepsAskedFor ? STEPS : 0);
      const about = unit.headings.length > 1 ? sumOf(weights, asked.held(heading)) : 0;
      const special = CONTEXT * context + ABOUT * about + likely - (lacksCode ? CODE : 0);
      const score = 0.4 * (cosines?.[at] ?? 0) + 0.3 * coverage + 0.3 * unit.relevance + special;
      return { ...unit, score, cosine: cosines?.[at] ?? null, held: held[at] ?? [], holdsKind, place: at };
    })
    .sort((a, b) => b.score - a.score);
}

/** Whether a sentence goes on about what the one before it is about: both stand in one section of a passage. */
export function goesOn(unit: Unit, before: Unit | undefined): boolean {
  if (!before || unit.isBare || before.isBare || unit.number !== before.number) return false;
  return unit.headings.at(-1) === before.headings.at(-1);
}

function sumOf(weights: readonly number[], terms: readonly number[] = []): number {
  return terms.reduce((sum, term) => sum + (weights[term] ?? 0), 0);
}

/**
 * Whether the best unit is close enough to be an answer, though its passage was. Chosen so that it refuses what no document
 * answers, and nearly nothing else, on XQuAD with the article taken out and on `paraphrased.json`; strict on words alone, it
 * would refuse most questions in other words. Where meanings can't be compared, the search has decided by the words.
 */
export function isAnswer({ score, cosine }: ScoredUnit): boolean {
  return cosine === null || score >= 0.3 || cosine >= 0.4;
}
