import type { ChunkFilter } from '../../chunks.ts';
import type { VectorFormat } from '../tenant/chunk-rows.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
import type { ChunkRow } from '../tenant/tenant-rows.ts';

/** What of the filter and the tenant's chunks a search asks for. */
export interface EngineSearch {
  readonly limit: number;
  readonly filter: ChunkFilter;
  readonly signal: AbortSignal | undefined;
}

/** One way of searching chunks. Rows come best first; some may belong to generations that are not shown. */
export interface Engine {
  readonly vectorFormat: VectorFormat;
  nearest(db: TenantDb, vector: Float32Array, search: EngineSearch): Promise<ChunkRow[]>;
  /** `tokens`: at least one, each once. */
  matching(db: TenantDb, tokens: readonly string[], search: EngineSearch): Promise<ChunkRow[]>;
  /** Chunks have become searchable: brings the index up to date in the background, where there is one. */
  follow(db: TenantDb): void;
}
