import { mayBeEnglish } from '../../lib/text/language.ts';
import { dot } from '../../lib/vectors.ts';
import type { Embedder } from '../embedder.ts';
import type { Unit } from './units.ts';

/**
 * The cosine of the question to each unit; undefined where the embedder doesn't read the question's language. This is the
 * one place where quoting embeds anything.
 */
export async function cosinesOf(
  question: string,
  units: readonly Unit[],
  { embedder, signal }: { embedder: Embedder | undefined; signal: AbortSignal },
): Promise<readonly number[] | undefined> {
  if (!embedder || (embedder.language === 'en' && !mayBeEnglish(question))) return undefined;
  const [[asked], vectors] = await Promise.all([
    embedder.embed([question], { as: 'question', priority: 'HIGH', signal }),
    embedder.embed(
      units.map(({ words }) => words),
      { as: 'passage', priority: 'HIGH', signal },
    ),
  ]);
  return asked && vectors.map((vector) => dot(asked, vector));
}
