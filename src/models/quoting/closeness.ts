import { asOne } from '../../lib/follow-up-terms.ts';
import { isReadBy } from '../../lib/text/language.ts';
import { between, dot } from '../../lib/vectors.ts';
import type { PromptPassage } from '../answer-model.ts';
import type { Embedder } from '../embedder.ts';
import { readable } from './readable.ts';
import type { Unit } from './units.ts';
import { wordsOf } from './words.ts';

/**
 * The cosine of the question to each unit; undefined where the embedder doesn't read the question's language. It is that
 * of the nearest sentence that the unit has a part of, as the search found it; only where it didn't, because sentences are
 * not embedded yet, anything is embedded here.
 */
export async function cosinesOf(
  question: string,
  units: readonly Unit[],
  {
    refersTo,
    passages,
    embedder,
    signal,
  }: {
    refersTo: readonly string[];
    passages: readonly PromptPassage[];
    embedder: Embedder | undefined;
    signal: AbortSignal;
  },
): Promise<readonly number[] | undefined> {
  if (!embedder || !isReadBy(embedder, asOne(question, refersTo))) return undefined;
  const read = passages.map(sentencesIn);
  const known = units.map(({ number, words }) => read[number - 1]?.cosineOf(words) ?? null);
  const unknown = units.filter((_, at) => known[at] === null);
  const embedded = unknown.length > 0 ? await embedUnits([question, ...refersTo], unknown, { embedder, signal }) : [];
  const cosines = new Map(unknown.map((unit, at) => [unit, embedded[at] ?? 0]));
  return units.map((unit, at) => known[at] ?? cosines.get(unit) ?? 0);
}

/**
 * Tells the cosine of a unit of a passage; null where the passage's own is not known. Lines that were wrapped and HTML don't
 * keep a sentence from being the unit's.
 */
function sentencesIn({ text, closeness }: PromptPassage): { cosineOf(words: string): number } | null {
  if (!closeness) return null;
  const sentences = closeness.sentences
    .map(({ start, end, cosine }) => ({ words: wordsOf(readable(text.slice(start, end))), cosine }))
    .filter(({ words }) => words !== '');
  return {
    cosineOf: (unit) => {
      const parts = sentences.filter(({ words }) => unit.includes(words) || words.includes(unit));
      return parts.length > 0 ? Math.max(...parts.map(({ cosine }) => cosine)) : closeness.cosine;
    },
  };
}

/** As in the search. */
const SHARE_OF_EARLIER = 1 / 2;

async function embedUnits(
  [question, ...refersTo]: readonly [string, ...string[]],
  units: readonly Unit[],
  { embedder, signal }: { embedder: Embedder; signal: AbortSignal },
): Promise<number[]> {
  const texts = refersTo.length > 0 ? [question, refersTo.join(' ')] : [question];
  const [[own, before], vectors] = await Promise.all([
    embedder.embed(texts, { as: 'question', priority: 'HIGH', signal }),
    embedder.embed(
      units.map(({ words }) => words),
      { as: 'passage', priority: 'HIGH', signal },
    ),
  ]);
  const asked = own && before ? between(own, before, SHARE_OF_EARLIER) : own;
  return vectors.map((vector) => (asked ? dot(asked, vector) : 0));
}
