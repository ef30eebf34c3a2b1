import type { Outline } from '../models/answer-model.ts';
import type { FoundPassage } from '../search/search.ts';
import type { Source } from '../store/answers.ts';

/** What is answered from, or why nothing is. */
export type Retrieved = Found | NotFound;

/** Passages that may hold the answer. */
export interface Found {
  readonly answerable: true;
  readonly passages: readonly FoundPassage[];
  /** The questions that were searched for. */
  readonly searchedFor: readonly string[];
  readonly outlines?: readonly Outline[];
  /** What the answer may have words of beside the passages: what is outlined, or was looked up on the way. */
  readonly sources?: readonly Source[];
  readonly spelled?: string | undefined;
  /** The questions that it is made of, with what was found for each, where there are several. */
  readonly parts?: readonly FoundPart[];
}

/** What was found for one of several questions. */
export interface FoundPart extends Omit<Found, 'parts'> {
  readonly question: string;
  readonly refersTo: readonly string[];
}

/** Passages of which none is close enough, and what is said instead of an answer. */
export interface NotFound {
  readonly answerable: false;
  readonly passages: readonly FoundPassage[];
  readonly searchedFor: readonly string[];
  readonly refusal: string;
  /** The documents that the refusal names, and what was looked up on the way. */
  readonly sources?: readonly Source[];
}
