import type { DocumentId, TenantId } from '../ids.ts';
import { termsOf } from '../lib/terms.ts';
import type { Embedder } from '../models/embedder.ts';
import type { ChunkFilter, ChunkHit } from '../store/chunks.ts';
import type { TenantStore } from '../store/tenant-store.ts';
import { type CheckedHit, checkHits, hitId } from './hits.ts';
import { score } from './relevance.ts';

/** A passage as a caller sees it. */
export interface FoundPassage {
  /** Opaque: names the chunk and the version of its document. */
  readonly id: string;
  /** Whose it is: the tenant-scope plugin stops what another tenant's document says. */
  readonly tenantId: TenantId;
  readonly documentId: DocumentId;
  readonly documentName: string;
  /** Place in the document, from 0. */
  readonly index: number;
  readonly text: string;
  /** Outermost first. */
  readonly headings: readonly string[];
  /** Offsets into the document's text, in UTF-16 code units, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** 0 to 1. */
  readonly relevance: number;
}

/** Passages, best first, and whether any is close enough to answer from. */
export interface SearchResult {
  readonly passages: readonly FoundPassage[];
  readonly answerable: boolean;
}

export interface SearchService {
  /** The passages that fit a question best. An organisation without documents gets none. */
  search(
    tenant: TenantStore,
    request: { query: string; topK: number; filter: ChunkFilter; signal?: AbortSignal | undefined },
  ): Promise<SearchResult>;
  /** The first passages of the documents that fit the filter, in order, for what no score can find ("summarise this"). */
  firstPassages(
    tenant: TenantStore,
    request: { filter: ChunkFilter; limit: number; signal?: AbortSignal | undefined },
  ): Promise<FoundPassage[]>;
}

/** As many candidates are asked of each list. */
const CANDIDATES = 50;

/** A document that keeps changing is left out of the last attempt. */
const MOST_ATTEMPTS = 4;

/** `threshold`: how close the best passage must be for a question to be answerable; 0 makes every question so. */
export function createSearchService({ embedder, threshold }: { embedder: Embedder; threshold: number }): SearchService {
  return {
    search: async (tenant, { query, topK, filter, signal }) => {
      const terms = termsOf(query);
      const [vector] = await embedder.embed([query], { as: 'question', signal });
      if (!vector) throw new TypeError('An embedder gives one vector a text.');

      const found = await whole(tenant, topK, signal, async (limit) => {
        const search = { limit, filter, signal };
        const lists = await Promise.all([
          tenant.chunks.nearest(vector, search),
          terms.length > 0 ? tenant.chunks.matching(terms, search) : [],
        ]);
        return { hits: lists.flat(), isAll: lists.every((list) => list.length < limit) };
      });

      const candidates = found.map(({ hit }) => hit);
      const { relevance, answerable } = score({ terms, vector }, candidates, { threshold });
      const passages = found
        .map((checked, at) => passageOf(checked, relevance[at] ?? 0))
        .sort((a, b) => b.relevance - a.relevance || compare(a.documentId, b.documentId) || a.index - b.index);
      return { passages: passages.slice(0, topK), answerable };
    },

    firstPassages: async (tenant, { filter, limit: wanted, signal }) => {
      const found = await whole(tenant, wanted, signal, async (atLeast) => {
        const limit = Math.max(atLeast, wanted);
        const hits = await tenant.chunks.first({ limit, filter, signal });
        return { hits, isAll: hits.length < limit };
      });
      return found.slice(0, wanted).map((first) => passageOf(first, 0));
    },
  };
}

/**
 * Asks for hits until they are whole versions of documents that exist: again when a document changed between the lists
 * and the look at it, for twice as many when too few are left.
 */
async function whole(
  tenant: TenantStore,
  wanted: number,
  signal: AbortSignal | undefined,
  ask: (limit: number) => Promise<{ hits: ChunkHit[]; isAll: boolean }>,
): Promise<CheckedHit[]> {
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

function passageOf({ hit, documentName, tenantId }: CheckedHit, relevance: number): FoundPassage {
  const { documentId, index, text, headings, start, end } = hit;
  return { id: hitId(hit), tenantId, documentId, documentName, index, text, headings, start, end, relevance };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
