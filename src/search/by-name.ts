import type { ChunkFilter } from '../store/filters.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import { documentsIn, type NamedDocument } from './named-documents.ts';
import type { SearchRequest, SearchResult, SearchService } from './search.ts';

type Search = Pick<SearchService, 'search' | 'firstPassages'>;

/**
 * Searches the documents that a question names by their file names, for what else it says; all others only where these do
 * not hold it. A question of nothing but names finds how these documents begin. A follow-up that names none asks of those
 * that were named last before it.
 */
export function byName({ search, firstPassages }: Search): SearchService['search'] {
  return async (tenant: ScopedTenant, request: SearchRequest): Promise<SearchResult> => {
    const { query, earlier = [], filter, topK, signal } = request;
    const documents = await lastNamed(tenant, [...earlier, query], { filter, signal });
    if (documents.length === 0) return search(tenant, request);
    const within: ChunkFilter = { ...filter, documentIds: documents.map(({ id }) => id) };
    const [rest, ...before] = [...earlier, query]
      .map((each) => withoutNames(each, documents))
      .filter((each) => /[\p{L}\p{N}]/u.test(each))
      .toReversed();
    if (rest === undefined) {
      const passages = await firstPassages(tenant, { filter: within, limit: topK, signal });
      return { passages, answerable: passages.length > 0 };
    }
    const found = await search(tenant, { ...request, query: rest, earlier: before.toReversed(), filter: within });
    return found.answerable ? found : search(tenant, request);
  };
}

async function lastNamed(
  tenant: ScopedTenant,
  questions: readonly string[],
  look: Parameters<typeof documentsIn>[2],
): Promise<NamedDocument[]> {
  for (const question of questions.toReversed()) {
    const documents = await documentsIn(tenant, question, look);
    if (documents.length > 0) return documents;
  }
  return [];
}

function withoutNames(query: string, documents: readonly NamedDocument[]): string {
  return documents.reduce((text, { name }) => {
    const at = text.toLowerCase().indexOf(name.toLowerCase());
    return at < 0 ? text : `${text.slice(0, at)} ${text.slice(at + name.length)}`;
  }, query);
}
