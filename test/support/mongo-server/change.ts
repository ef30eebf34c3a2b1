import type { Collection } from './collection.ts';
import type { Doc } from './values.ts';

/** A write to one document: `before` is null for an insert, `after` for a delete. */
export interface Change {
  readonly type: 'insert' | 'update' | 'replace' | 'delete';
  readonly collection: Collection;
  readonly before: Doc | null;
  readonly after: Doc | null;
}
