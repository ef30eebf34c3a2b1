/** How a language says that documents don't hold an answer: sources of regular expressions, for the flags `iu`. */
export interface Phrases {
  /** They say so whatever else the clause holds. */
  readonly always: readonly string[];
  /** So they do in a clause that names no passage; one that does is more likely about what the passage holds. */
  readonly uncited: readonly string[];
}

/** Any of these. */
export const any = (...sources: string[]): string => `(?:${sources.join('|')})`;
