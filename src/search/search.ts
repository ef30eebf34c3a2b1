import type { Closeness } from '../models/answer-model.ts';
import type { ShownPassage } from '../store/answers.ts';
import type { ChunkFilter } from '../store/filters.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import type { NamedDocument } from './named-documents.ts';

/** A passage as a caller sees it; the tenant-scope plugin stops what another tenant's document says. */
export interface FoundPassage extends ShownPassage {
  /** Null where its sentences are not embedded yet, or nothing was asked. */
  readonly closeness: Closeness | null;
}

/** Passages, best first, and whether any is close enough to answer from. */
export interface SearchResult {
  readonly passages: readonly FoundPassage[];
  readonly answerable: boolean;
  /** The question as it was searched, where words of it were misspelt. */
  readonly spelled?: string | undefined;
}

/** What is searched for, and where. */
export interface SearchRequest {
  readonly query: string;
  /** The questions that it refers back to, oldest first. */
  readonly earlier?: readonly string[] | undefined;
  readonly topK: number;
  readonly filter: ChunkFilter;
  readonly signal?: AbortSignal | undefined;
}

/** Finds passages and documents of one tenant, as far as the caller may see them. */
export interface SearchService {
  /** The passages that fit a question best, of the documents that it names, if any. An organisation without documents gets none. */
  search(tenant: ScopedTenant, request: SearchRequest): Promise<SearchResult>;
  /** The first passages of the documents that fit the filter, in order, for what no score can find ("summarise this"). */
  firstPassages(
    tenant: ScopedTenant,
    request: { filter: ChunkFilter; limit: number; signal?: AbortSignal | undefined },
  ): Promise<FoundPassage[]>;
  /** The documents that a few words may mean; of no words, the newest `limit` of those that fit the filter. */
  documents(
    tenant: ScopedTenant,
    request: { words: string; filter: ChunkFilter; limit: number; signal?: AbortSignal | undefined },
  ): Promise<{ documents: readonly NamedDocument[]; total: number }>;
}
