import type { Filter } from 'mongodb';
import { createBest } from '../../../lib/best.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import type { FoundRow } from '../tenant/chunk-rows.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
import { type ChunkRow, checkTenant } from '../tenant/tenant-rows.ts';
import { createBm25 } from './bm25.ts';
import type { EngineSearch, TermSearch } from './engine.ts';
import { byId, readRows } from './scan.ts';

/** `$text` scores without idf, so more than is asked for comes back and is ranked by BM25 here. */
const MIN_CANDIDATES = 400;

/** Chunks with any of the tokens, by the text index of the collection. Tokens have nothing in them that is syntax. */
export async function findByTextIndex(
  db: TenantDb,
  tokens: readonly string[],
  { limit, conditions, slot, signal, statistics }: TermSearch,
): Promise<FoundRow[]> {
  const match = { $text: { $search: tokens.join(' ') }, ...conditions } as Filter<ChunkRow>;
  const candidates = await readCandidates(db, match, { limit, signal });
  const score = createBm25(tokens, statistics);
  const best = createBest<string>(limit, byId);
  for (const row of candidates) best.add(row._id, score(checkTenant(row, db.tenantId).terms));
  return await readRows(db, best.take(), { slot, signal });
}

type Candidate = Pick<ChunkRow, '_id' | 'tenantId' | 'terms'>;

async function readCandidates(
  db: TenantDb,
  match: Filter<ChunkRow>,
  { limit, signal }: Pick<EngineSearch, 'limit' | 'signal'>,
): Promise<Candidate[]> {
  try {
    return await db.chunks
      .find(match, reading(signal))
      .project<Candidate>({ tenantId: 1, terms: 1, score: { $meta: 'textScore' } })
      .sort({ score: { $meta: 'textScore' } })
      .limit(Math.max(MIN_CANDIDATES, 4 * limit))
      .toArray();
  } catch (error) {
    // The tenant's collections are not made yet.
    if (kindOf(error) === 'noIndex') return [];
    throw error;
  }
}
