import { asOne, followUpTerms } from '../lib/follow-up-terms.ts';
import type { Embedder } from '../models/embedder.ts';
import type { Embedders } from '../models/embedders.ts';
import { chunkId, EmbedderChanged, type FoundChunk } from '../store/chunks.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import { byName } from './by-name.ts';
import { bySpelling } from './by-spelling.ts';
import { judgedAsOne, SHARE_OF_EARLIER, vectorOf } from './in-context.ts';
import { documentsCalled, documentsFor } from './named-documents.ts';
import { readingOf } from './reading.ts';
import type { FoundPassage, SearchService } from './search.ts';

/** As many candidates are asked of each list, at least. */
const CANDIDATES = 50;

/** A document that keeps changing is left out of the last attempt. */
const MOST_ATTEMPTS = 4;

/** `threshold`: how close the best passage must be for a question to be answerable; 0 makes every question so. */
export function createSearchService({
  embedders,
  threshold,
}: {
  embedders: Embedders;
  threshold: number;
}): SearchService {
  const service: Pick<SearchService, 'search' | 'firstPassages'> = {
    search: async (tenant, { query, earlier = [], topK, filter, signal }) => {
      return await withEmbedder(tenant, { embedders, signal }, async (embedder) => {
        // Another thread embeds meanwhile.
        const embedding = vectorOf(query, earlier, { embedder, signal });
        const { terms, wordOf, wordCount, weights, shares } = followUpTerms(query, earlier, SHARE_OF_EARLIER);
        const reading = readingOf(asOne(query, earlier), embedder);
        const ranking = { wordOf, wordCount, weights, shares, threshold, reading };
        const question = { vector: await embedding, embedder: embedder.id, terms, ranking };
        const limit = Math.max(CANDIDATES, topK);

        return await untilShown(async () => {
          const { passages, answerable, isWhole } = await tenant.chunks.search(question, {
            limit,
            topK,
            filter,
            signal,
          });
          return { isWhole, result: { passages: passages.map(toPassage), answerable } };
        });
      });
    },

    firstPassages: (tenant, { filter, limit, signal }) =>
      untilShown(async () => {
        const hits = await tenant.chunks.first({ limit, filter, signal });
        const shown = await tenant.chunks.read(hits, { signal });
        return {
          isWhole: shown.length === hits.length,
          result: shown.map((chunk) => toPassage({ ...chunk, relevance: 0, cosine: 0 })),
        };
      }),
  };
  return {
    ...service,
    search: byName({ ...service, search: bySpelling(judgedAsOne(service.search), embedders) }),
    documents: async (tenant, { words, limit, ...look }) => {
      if (words === '') return documentsFor(tenant, { ...look, limit });
      const documents = await documentsCalled(tenant, words, look);
      return { documents: documents.slice(0, limit), total: documents.length };
    },
  };
}

/** Searches with the tenant's embedder, and again where the tenant's vectors became another's meanwhile. */
async function withEmbedder<T>(
  tenant: ScopedTenant,
  { embedders, signal }: { embedders: Embedders; signal: AbortSignal | undefined },
  search: (embedder: Embedder) => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await search(embedders.get(await tenant.chunks.embedder({ signal })));
    } catch (error) {
      if (!(error instanceof EmbedderChanged)) throw error;
    }
  }
}

/** Searches again when a document changed between the search and the look at its texts, so that none is missing. */
async function untilShown<T>(search: () => Promise<{ isWhole: boolean; result: T }>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const { isWhole, result } = await search();
    if (isWhole || attempt === MOST_ATTEMPTS) return result;
  }
}

function toPassage({ sentences, cosine, ...chunk }: FoundChunk): FoundPassage {
  const closeness = sentences && { cosine, sentences };
  return { ...chunk, id: chunkId(chunk), closeness, current: true };
}
