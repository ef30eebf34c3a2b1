import type { ErrorCode } from '../errors.ts';
import type { AnswerId } from '../ids.ts';
import type { FoundPassage } from '../search/search-service.ts';
import type { ChunkFilter } from '../store/filters.ts';

/** What is asked, and of which documents; checked by `parseQuestion`. */
export interface Question {
  readonly question: string;
  /** How many passages the answer is written from, 1 to 20. */
  readonly topK: number;
  readonly filter: ChunkFilter;
}

/** A marker such as [1] in an answer's text, and the passage behind it. */
export interface Citation {
  readonly marker: number;
  readonly passage: FoundPassage;
}

/** `REFUSED`: the documents don't hold the answer. `LENGTH`: it was cut at the limit of tokens. */
export const FINISH_REASONS = ['STOP', 'LENGTH', 'REFUSED'] as const;

export interface AnswerUsage {
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly retrievalMs: number;
  /** From the beginning; null where there was no text. */
  readonly firstTokenMs: number | null;
  readonly totalMs: number;
}

export interface Answer {
  readonly id: AnswerId;
  readonly question: string;
  readonly text: string;
  readonly answered: boolean;
  readonly citations: readonly Citation[];
  readonly passages: readonly FoundPassage[];
  readonly model: string;
  readonly finishReason: (typeof FINISH_REASONS)[number];
  readonly usage: AnswerUsage;
}

/** Started, then deltas whose texts joined are the answer's text, then completed or failed. */
export type AnswerEvent =
  | {
      readonly type: 'started';
      readonly answerId: AnswerId;
      readonly passages: readonly FoundPassage[];
      readonly model: string;
    }
  | { readonly type: 'delta'; readonly index: number; readonly text: string }
  | { readonly type: 'completed'; readonly answer: Answer }
  | { readonly type: 'failed'; readonly code: ErrorCode; readonly message: string; readonly retryable: boolean };
