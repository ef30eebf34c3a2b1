import { asOne } from '../lib/follow-up-terms.ts';
import { ownSentences } from '../lib/own-sentences.ts';
import type { SearchService } from '../search/search.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import type { Question } from './answer.ts';
import { retrieveLikelyOverview, retrieveOverview } from './overview.ts';
import type { Retrieved } from './retrieved.ts';

/**
 * The passages to answer from, and whether they can hold the answer. A question that names documents is never refused as
 * long as these hold anything: half of its passages are then the documents' first ones, since no score can find what
 * "summarise this" asks for.
 *
 * @param earlier the questions that it refers back to, oldest first
 */
export async function retrieve(
  search: SearchService,
  tenant: ScopedTenant,
  { asked, earlier }: { asked: Question; earlier: readonly string[] },
  signal: AbortSignal,
): Promise<Retrieved> {
  const overview = await retrieveOverview(search, tenant, { asked, earlier }, signal);
  const { question, topK, filter } = asked;
  const searchedFor = [asOne(question, earlier)];
  if (overview) return { ...overview, searchedFor };
  const found = await search.search(tenant, { query: question, earlier, topK, filter, signal });
  const { passages: near, answerable, spelled } = found;
  if (answerable) return { answerable, passages: near, searchedFor, spelled };
  const likely = await retrieveLikelyOverview(search, tenant, asked, signal);
  if (likely) return { ...likely, searchedFor };
  const { refusal } = ownSentences(question);
  if (!filter.documentIds) return { answerable, passages: near, searchedFor, refusal };
  const best = near.slice(0, Math.ceil(topK / 2));
  const known = new Set(best.map(({ id }) => id));
  const first = await search.firstPassages(tenant, { filter, limit: topK, signal });
  const passages = [...best, ...first.filter(({ id }) => !known.has(id))].slice(0, topK);
  return passages.length > 0
    ? { answerable: true, passages, searchedFor }
    : { answerable, passages, searchedFor, refusal };
}
