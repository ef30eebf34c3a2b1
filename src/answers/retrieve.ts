import type { FoundPassage, SearchService } from '../search/search-service.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import type { Question } from './answer.ts';

/**
 * The passages to answer from, and whether they can hold the answer. A question that names documents is never refused as
 * long as these hold anything: half of its passages are then the documents' first ones, since no score can find what
 * "summarise this" asks for.
 */
export async function retrieve(
  search: SearchService,
  tenant: ScopedTenant,
  { question, topK, filter }: Question,
  signal: AbortSignal,
): Promise<{ passages: readonly FoundPassage[]; answerable: boolean }> {
  const found = await search.search(tenant, { query: question, topK, filter, signal });
  if (found.answerable || !filter.documentIds) return found;
  const best = found.passages.slice(0, Math.ceil(topK / 2));
  const known = new Set(best.map(({ id }) => id));
  const first = await search.firstPassages(tenant, { filter, limit: topK, signal });
  const passages = [...best, ...first.filter(({ id }) => !known.has(id))].slice(0, topK);
  return { passages, answerable: passages.length > 0 };
}
