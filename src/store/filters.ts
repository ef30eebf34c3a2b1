import type { DocumentId } from '../ids.ts';
import type { DocumentStatus } from './document-status.ts';

/**
 * Which documents a search looks at. Every given condition must hold. Acts inside the search, so that hits are never too
 * few. Adapters compile filters from a table with an entry for each condition.
 */
export interface ChunkFilter {
  readonly documentIds?: readonly DocumentId[] | undefined;
  /** Any of these. */
  readonly tags?: readonly string[] | undefined;
  /** When the document came in. */
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
  /** The collection, and those below it. */
  readonly collection?: string | undefined;
  readonly mediaType?: string | undefined;
  /** The date that the document itself bears; one without a date fits neither. */
  readonly datedAfter?: Date | undefined;
  readonly datedBefore?: Date | undefined;
}

/** Which documents a list shows: what a search may ask for, and what only a list can. */
export interface DocumentFilter extends ChunkFilter {
  readonly status?: DocumentStatus | undefined;
  /** Case-insensitive. */
  readonly nameContains?: string | undefined;
}
