import { asOne } from '../lib/follow-up-terms.ts';
import { between } from '../lib/vectors.ts';
import type { Embedder } from '../models/embedder.ts';
import type { SearchService } from './search.ts';

/** What a follow-up refers back to counts so much of what it asks itself: chosen by `npm run evaluate -- follow-ups`. */
export const SHARE_OF_EARLIER = 1 / 2;

/** The vector to search with: that of the question, turned towards those that it refers back to. */
export async function vectorOf(
  query: string,
  earlier: readonly string[],
  { embedder, signal }: { embedder: Embedder; signal: AbortSignal | undefined },
): Promise<Float32Array> {
  const texts = earlier.length > 0 ? [query, earlier.join(' ')] : [query];
  const [vector, before] = await embedder.embed(texts, { as: 'question', priority: 'HIGH', signal });
  if (!vector) throw new TypeError('An embedder gives one vector a text.');
  return before ? between(vector, before, SHARE_OF_EARLIER) : vector;
}

/**
 * A follow-up that nothing is close enough to is judged once more as one question with those that it refers back to: what
 * they are about can be answered from, and the model says so if the rest isn't there.
 */
export function judgedAsOne(search: SearchService['search']): SearchService['search'] {
  return async (tenant, request) => {
    const { query, earlier = [] } = request;
    const found = await search(tenant, request);
    if (found.answerable || earlier.length === 0 || found.passages.length === 0) return found;
    const { answerable } = await search(tenant, { ...request, query: asOne(query, earlier), earlier: [], topK: 1 });
    return { ...found, answerable };
  };
}
