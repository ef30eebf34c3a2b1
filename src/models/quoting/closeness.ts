import { mayBeEnglish } from '../../lib/text/language.ts';
import { dot } from '../../lib/vectors.ts';
import type { Closeness, PromptPassage } from '../answer-model.ts';
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
    passages,
    embedder,
    signal,
  }: { passages: readonly PromptPassage[]; embedder: Embedder | undefined; signal: AbortSignal },
): Promise<readonly number[] | undefined> {
  if (!embedder || (embedder.language === 'en' && !mayBeEnglish(question))) return undefined;
  const known = units.map((unit) => {
    const passage = passages[unit.number - 1];
    return passage?.closeness ? cosineIn(passage.text, passage.closeness, unit.words) : null;
  });
  const unknown = units.filter((_, at) => known[at] === null);
  const embedded = unknown.length > 0 ? await embedUnits(question, unknown, { embedder, signal }) : [];
  const cosines = new Map(unknown.map((unit, at) => [unit, embedded[at] ?? 0]));
  return units.map((unit, at) => known[at] ?? cosines.get(unit) ?? 0);
}

/** Lines that were wrapped and HTML don't keep a sentence from being the unit's. */
function cosineIn(text: string, { cosine, sentences }: Closeness, words: string): number {
  const parts = sentences.filter(({ start, end }) => {
    const sentence = wordsOf(readable(text.slice(start, end)));
    return sentence !== '' && (words.includes(sentence) || sentence.includes(words));
  });
  return parts.length > 0 ? Math.max(...parts.map((part) => part.cosine)) : cosine;
}

async function embedUnits(
  question: string,
  units: readonly Unit[],
  { embedder, signal }: { embedder: Embedder; signal: AbortSignal },
): Promise<number[]> {
  const [[asked], vectors] = await Promise.all([
    embedder.embed([question], { as: 'question', priority: 'HIGH', signal }),
    embedder.embed(
      units.map(({ words }) => words),
      { as: 'passage', priority: 'HIGH', signal },
    ),
  ]);
  return vectors.map((vector) => (asked ? dot(asked, vector) : 0));
}
