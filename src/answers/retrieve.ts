import { asOne } from '../lib/follow-up-terms.ts';
import type { Outline } from '../models/answer-model.ts';
import { REFUSAL } from '../models/refusal.ts';
import type { FoundPassage, SearchService } from '../search/search-service.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import type { Question } from './answer.ts';
import { retrieveOverview } from './overview.ts';

/** What is answered from, or why nothing is. */
export type Retrieved = Found | NotFound;

/** Passages that may hold the answer. */
export interface Found {
  readonly answerable: true;
  readonly passages: readonly FoundPassage[];
  /** The questions that were searched for. */
  readonly searchedFor: readonly string[];
  readonly outlines?: readonly Outline[];
  readonly spelled?: string | undefined;
  /** The questions that it is made of, with what was found for each, where there are several. */
  readonly parts?: readonly FoundPart[];
}

/** What was found for one of several questions. */
export interface FoundPart extends Omit<Found, 'parts'> {
  readonly question: string;
  readonly refersTo: readonly string[];
}

/** Passages of which none is close enough, and what is said instead of an answer. */
export interface NotFound {
  readonly answerable: false;
  readonly passages: readonly FoundPassage[];
  readonly searchedFor: readonly string[];
  readonly refusal: string;
}

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
  if (!filter.documentIds) return { answerable, passages: near, searchedFor, refusal: REFUSAL };
  const best = near.slice(0, Math.ceil(topK / 2));
  const known = new Set(best.map(({ id }) => id));
  const first = await search.firstPassages(tenant, { filter, limit: topK, signal });
  const passages = [...best, ...first.filter(({ id }) => !known.has(id))].slice(0, topK);
  return passages.length > 0
    ? { answerable: true, passages, searchedFor }
    : { answerable, passages, searchedFor, refusal: REFUSAL };
}
