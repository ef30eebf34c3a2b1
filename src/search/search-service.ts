import type { DocumentId, TenantId } from '../ids.ts';
import { questionTerms } from '../lib/terms.ts';
import type { Embedder } from '../models/embedder.ts';
import type { ChunkKey, ChunkText } from '../store/chunks.ts';
import type { ChunkFilter } from '../store/filters.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import { byName } from './by-name.ts';
import { type CheckedHit, checkHits, hitId } from './hits.ts';
import { documentsCalled, documentsFor, type NamedDocument } from './named-documents.ts';
import { readingOf } from './reading.ts';
import { score } from './relevance.ts';

/** A passage as a caller sees it. */
export interface FoundPassage extends ChunkText {
  /** Opaque: names the chunk and the generation of its document. */
  readonly id: string;
  /** Whose it is: the tenant-scope plugin stops what another tenant's document says. */
  readonly tenantId: TenantId;
  readonly documentId: DocumentId;
  readonly documentName: string;
  /** Place in the document, from 0. */
  readonly index: number;
  /** 0 to 1. */
  readonly relevance: number;
}

/** Passages, best first, and whether any is close enough to answer from. */
export interface SearchResult {
  readonly passages: readonly FoundPassage[];
  readonly answerable: boolean;
}

export interface SearchService {
  /** The passages that fit a question best, of the documents that it names, if any. An organisation without documents gets none. */
  search(
    tenant: ScopedTenant,
    request: { query: string; topK: number; filter: ChunkFilter; signal?: AbortSignal | undefined },
  ): Promise<SearchResult>;
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

/** As many candidates are asked of each list. */
const CANDIDATES = 50;

/** A document that keeps changing is left out of the last attempt. */
const MOST_ATTEMPTS = 4;

/** `threshold`: how close the best passage must be for a question to be answerable; 0 makes every question so. */
export function createSearchService({ embedder, threshold }: { embedder: Embedder; threshold: number }): SearchService {
  const service: Pick<SearchService, 'search' | 'firstPassages'> = {
    search: async (tenant, { query, topK, filter, signal }) => {
      const { terms, wordOf, wordCount, weights } = questionTerms(query);
      const reading = readingOf(query, embedder);
      const [vector] = await embedder.embed([query], { as: 'question', urgent: true, signal });
      if (!vector) throw new TypeError('An embedder gives one vector a text.');

      for (let attempt = 1; ; attempt += 1) {
        const found = await whole(tenant, topK, signal, async (limit) => {
          const lists = await tenant.chunks.candidates({ vector, terms }, { limit, filter, signal });
          const isAll = lists.nearest.length < limit && lists.matching.length < limit;
          return { hits: [...lists.nearest, ...lists.matching], isAll };
        });
        const candidates = found.map(({ hit: { cosine, terms: held } }) => ({
          cosine,
          terms: [...new Set(held.flatMap((term) => wordOf[term] ?? []))],
        }));
        const { relevance, answerable } = score(candidates, { termCount: wordCount, weights, threshold, reading });
        const ranked = found
          .map((checked, at) => ({ ...checked, relevance: relevance[at] ?? 0 }))
          .sort((a, b) => b.relevance - a.relevance || compareKeys(a.hit, b.hit))
          .slice(0, topK);
        const passages = await readPassages(tenant, ranked, signal);
        // A document may have changed between the look at it and at its texts.
        if (passages.length === ranked.length || attempt === MOST_ATTEMPTS) return { passages, answerable };
      }
    },

    firstPassages: async (tenant, { filter, limit: wanted, signal }) => {
      const found = await whole(tenant, wanted, signal, async (atLeast) => {
        const limit = Math.max(atLeast, wanted);
        const hits = await tenant.chunks.first({ limit, filter, signal });
        return { hits, isAll: hits.length < limit };
      });
      const first = found.slice(0, wanted).map((checked) => ({ ...checked, relevance: 0 }));
      return await readPassages(tenant, first, signal);
    },
  };
  return {
    ...service,
    search: byName(service),
    documents: async (tenant, { words, limit, ...look }) => {
      if (words === '') return documentsFor(tenant, { ...look, limit });
      const documents = await documentsCalled(tenant, words, look);
      return { documents: documents.slice(0, limit), total: documents.length };
    },
  };
}

/**
 * Asks for hits until they are whole versions of documents that exist: again when a document changed between the lists
 * and the look at it, for twice as many when too few are left.
 */
async function whole<Hit extends ChunkKey>(
  tenant: ScopedTenant,
  wanted: number,
  signal: AbortSignal | undefined,
  ask: (limit: number) => Promise<{ hits: Hit[]; isAll: boolean }>,
): Promise<CheckedHit<Hit>[]> {
  let limit = CANDIDATES;
  for (let attempt = 1; ; attempt += 1) {
    const { hits, isAll } = await ask(limit);
    const { current, changed } = await checkHits(tenant, hits, signal);
    const isLast = attempt === MOST_ATTEMPTS;
    const isDone = !changed && (current.length >= wanted || isAll);
    if (isDone || isLast) return current;
    if (current.length < wanted && !isAll) limit *= 2;
  }
}

/** Reads the texts of the hits that are shown to the caller; one that is gone meanwhile is left out. */
async function readPassages(
  tenant: ScopedTenant,
  hits: readonly (CheckedHit<ChunkKey> & { readonly relevance: number })[],
  signal: AbortSignal | undefined,
): Promise<FoundPassage[]> {
  const texts = await tenant.chunks.read(
    hits.map(({ hit }) => hit),
    { signal },
  );
  const byId = new Map(texts.map((chunk) => [hitId(chunk), chunk]));
  return hits.flatMap(({ hit, documentName, tenantId, relevance }) => {
    const chunk = byId.get(hitId(hit));
    if (!chunk) return [];
    const { documentId, index, text, headings, start, end } = chunk;
    return [{ id: hitId(hit), tenantId, documentId, documentName, index, text, headings, start, end, relevance }];
  });
}

function compareKeys(a: ChunkKey, b: ChunkKey): number {
  if (a.documentId === b.documentId) return a.index - b.index;
  return a.documentId < b.documentId ? -1 : 1;
}
