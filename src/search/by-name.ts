import type { ChunkFilter } from '../store/filters.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import { documentsIn, type NamedDocument } from './named-documents.ts';
import type { SearchResult, SearchService } from './search-service.ts';

type Search = Pick<SearchService, 'search' | 'firstPassages'>;
type Request = Parameters<SearchService['search']>[1];

/**
 * Searches the documents that a question names by their file names, for what else it says; all others only where these do
 * not hold it. A question of nothing but names finds how these documents begin.
 */
export function byName({ search, firstPassages }: Search): SearchService['search'] {
  return async (tenant: ScopedTenant, request: Request): Promise<SearchResult> => {
    const { query, filter, topK, signal } = request;
    const documents = await documentsIn(tenant, query, { filter, signal });
    if (documents.length === 0) return search(tenant, request);
    const within: ChunkFilter = { ...filter, documentIds: documents.map(({ id }) => id) };
    const rest = withoutNames(query, documents);
    if (!/[\p{L}\p{N}]/u.test(rest)) {
      const passages = await firstPassages(tenant, { filter: within, limit: topK, signal });
      return { passages, answerable: passages.length > 0 };
    }
    const found = await search(tenant, { ...request, query: rest, filter: within });
    return found.answerable ? found : search(tenant, request);
  };
}

function withoutNames(query: string, documents: readonly NamedDocument[]): string {
  return documents.reduce((text, { name }) => {
    const at = text.toLowerCase().indexOf(name.toLowerCase());
    return at < 0 ? text : `${text.slice(0, at)} ${text.slice(at + name.length)}`;
  }, query);
}
