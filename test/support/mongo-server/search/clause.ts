import type { Doc } from '../values.ts';

/** The score of a document for one clause, null where it doesn't match. */
export type Clause = (doc: Doc) => number | null;
