import type { ChunkHit, ChunkSearch } from '../../chunks.ts';
import { reading } from '../client.ts';
import { toHit } from '../tenant/chunk-rows.ts';
import { isImpossible, toDocumentFilter } from '../tenant/filters.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
import { type ChunkRow, checkTenant, type DocumentRow } from '../tenant/tenant-rows.ts';
import type { Engine, EngineSearch } from './engine.ts';
import { toToken } from './keywords.ts';
import type { TermSamples } from './term-samples.ts';

/** Searches of a tenant's chunks, whatever the engine. Only chunks that their document shows come out. */
export interface Searcher {
  nearest(db: TenantDb, vector: Float32Array, search: ChunkSearch): Promise<ChunkHit[]>;
  matching(db: TenantDb, terms: readonly string[], search: ChunkSearch): Promise<ChunkHit[]>;
  first(db: TenantDb, search: ChunkSearch): Promise<ChunkHit[]>;
}

/** The most that is asked of an engine when hits turn out not to be shown; mongot considers no more. */
const MAX_WANTED = 10_000;

export function createSearcher({ engine, samples }: { engine: Engine; samples: TermSamples }): Searcher {
  const matchAny = (db: TenantDb, tokens: readonly string[], search: ChunkSearch) =>
    findShown(db, search, (wanted) => engine.matching(db, tokens, wanted));

  return {
    nearest: async (db, vector, search) => {
      if (isImpossible(search.filter) || (await samples.count(db)) === 0) return [];
      return await findShown(db, search, (wanted) => engine.nearest(db, vector, wanted));
    },
    matching: async (db, terms, search) => {
      const tokens = [...new Set(terms)].filter((term) => term !== '').map(toToken);
      if (tokens.length === 0 || isImpossible(search.filter)) return [];
      if ((await samples.count(db)) === 0) return [];
      const telling = (await samples.read(db)).leaveOutCommon(tokens);
      const hits = await matchAny(db, telling, search);
      // A sample can't tell a rare term from one that nothing holds.
      return hits.length > 0 || telling.length === tokens.length ? hits : await matchAny(db, tokens, search);
    },
    first: findFirst,
  };
}

/** Asks for more until enough of what is found is shown by its document. */
async function findShown(
  db: TenantDb,
  { limit, filter, signal }: ChunkSearch,
  search: (wanted: EngineSearch) => Promise<ChunkRow[]>,
): Promise<ChunkHit[]> {
  for (let wanted = limit; ; wanted = Math.min(2 * wanted, MAX_WANTED)) {
    const rows = await search({ limit: wanted, filter, signal });
    const generations = await findShownGenerations(db, rows, signal);
    const shown = rows.filter((row) => generations.has(row.generation));
    if (shown.length >= limit || rows.length < wanted || wanted >= MAX_WANTED) {
      return shown.slice(0, limit).map((row) => toHit(row, db));
    }
  }
}

async function findShownGenerations(
  db: TenantDb,
  rows: readonly ChunkRow[],
  signal: AbortSignal | undefined,
): Promise<Set<string | null>> {
  const generations = [...new Set(rows.map(({ generation }) => generation))];
  if (generations.length === 0) return new Set();
  const documents = await db.documents
    .find({ generation: { $in: generations }, deletedAt: null }, reading(signal))
    .project<Pick<DocumentRow, 'tenantId' | 'generation'>>({ tenantId: 1, generation: 1 })
    .toArray();
  return new Set(documents.map((row) => checkTenant(row, db.tenantId).generation));
}

/** The first chunks of the newest documents. */
async function findFirst(db: TenantDb, { limit, filter, signal }: ChunkSearch): Promise<ChunkHit[]> {
  if (isImpossible(filter)) return [];
  const documents = await db.documents
    .find({ ...toDocumentFilter(filter), chunkCount: { $gt: 0 } }, reading(signal))
    .project<Pick<DocumentRow, 'tenantId' | 'generation' | 'chunkCount'>>({ tenantId: 1, generation: 1, chunkCount: 1 })
    .sort({ createdAt: -1, _id: -1 })
    .limit(limit)
    .toArray();
  const reads: Promise<ChunkRow[]>[] = [];
  let left = limit;
  for (const row of documents) {
    const { generation, chunkCount } = checkTenant(row, db.tenantId);
    if (left <= 0 || !generation) break;
    const share = Math.min(left, chunkCount);
    reads.push(db.chunks.find({ generation }, reading(signal)).sort({ index: 1 }).limit(share).toArray());
    left -= share;
  }
  return (await Promise.all(reads)).flat().map((row) => toHit(row, db));
}
