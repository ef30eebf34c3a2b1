import type { Filter } from 'mongodb';
import type { FoundRow } from '../tenant/chunk-rows.ts';
import type { Conditions } from '../tenant/filters.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
import type { DocumentRow } from '../tenant/tenant-rows.ts';
import type { VectorFormat, VectorSlot } from '../tenant/vector-slots.ts';
import type { TermStatistics } from './bm25.ts';

/** Which of the tenant's chunks a search asks for. */
export interface EngineSearch {
  readonly limit: number;
  /** On rows of chunks. */
  readonly conditions: Conditions;
  /** The same on rows of documents, and that they exist. */
  readonly documents: Filter<DocumentRow>;
  /** Whose vectors are compared, and come with the rows. */
  readonly slot: VectorSlot;
  readonly signal: AbortSignal | undefined;
}

/** The same, by terms. */
export interface TermSearch extends EngineSearch {
  /** Of what the reader sees: what others have must not decide what is found. */
  readonly statistics: TermStatistics;
}

/** One way of searching chunks. Rows come best first; some may belong to generations that are not shown. */
export interface Engine {
  readonly vectorFormat: VectorFormat;
  nearest(db: TenantDb, vector: Float32Array, search: EngineSearch): Promise<FoundRow[]>;
  /** `tokens`: at least one, each once. */
  matching(db: TenantDb, tokens: readonly string[], search: TermSearch): Promise<FoundRow[]>;
  /**
   * Chunks have become searchable, or slots have changed: brings the indexes up to date in the background, where there are
   * some, those of a slot that is to be switched to as well.
   */
  follow(db: TenantDb): void;
}
