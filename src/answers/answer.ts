import type { AnswerId, ConversationId } from '../ids.ts';
import type { AnswerRecord, RunFailure, ShownPassage, Source } from '../store/answers.ts';
import type { ChunkFilter } from '../store/filters.ts';

/** `THOROUGH`: the model may search up to three times in its own words before it answers. */
export const ANSWER_MODES = ['QUICK', 'THOROUGH'] as const;
/** One of `ANSWER_MODES`. */
export type AnswerMode = (typeof ANSWER_MODES)[number];

/** What is asked, and of which documents; checked by `parseQuestion`. */
export interface Question {
  readonly question: string;
  /** How many passages the answer is written from, 1 to 20. */
  readonly topK: number;
  readonly filter: ChunkFilter;
  readonly mode: AnswerMode;
  /** In which it is asked, if in any. */
  readonly conversationId: ConversationId | null;
}

/** What was asked before in a conversation, and answered; an empty answer is one that its reader may not see any more. */
export type Turn = Pick<AnswerRecord, 'question' | 'searchedFor' | 'text' | 'answered' | 'passages' | 'told'>;

/**
 * Started, then deltas whose texts joined are the answer's text, then completed or failed. Before the model begins, the
 * place in its queue each time that changes; before a THOROUGH answer starts, its look-ups.
 */
export type AnswerEvent =
  | { readonly type: 'queued'; readonly answerId: AnswerId; readonly position: number }
  | { readonly type: 'searched'; readonly query: string; readonly passages: readonly ShownPassage[] }
  | {
      readonly type: 'started';
      readonly answerId: AnswerId;
      readonly passages: readonly ShownPassage[];
      /** What the answer may have words of beside the passages. */
      readonly told: readonly Source[];
      readonly model: string;
    }
  | { readonly type: 'delta'; readonly index: number; readonly text: string }
  | { readonly type: 'completed'; readonly answer: AnswerRecord }
  | ({ readonly type: 'failed' } & RunFailure);
