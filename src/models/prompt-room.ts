import type { AnswerRequest } from './answer-model.ts';
import { fitPassages } from './prompt.ts';

/** An answer has so many tokens at most, or a quarter of a context that is smaller than four times that. */
const ANSWER_TOKENS = 512;

/** With a thought before it, which isn't shown, so many, or half of a context that is smaller than twice that. */
export const THOUGHT_TOKENS = 2_048;

/** In characters, an event or line without any counting as one; what models are asked for is a hundredth of it. */
export const LONGEST_ANSWER = 200_000;

/** How many tokens of a context are kept for the answer. */
export function answerTokensIn(contextTokens: number, { thinks }: { thinks: boolean }): number {
  return thinks
    ? Math.min(THOUGHT_TOKENS, Math.floor(contextTokens / 2))
    : Math.min(ANSWER_TOKENS, Math.floor(contextTokens / 4));
}

/** A prompt that had to be made shorter to fit the model's context. */
export interface TrimmedPrompt {
  readonly model: string;
  readonly contextTokens: number;
  /** Passages left out, the least relevant ones. */
  readonly droppedPassages: number;
  /** Whether the others were cut. */
  readonly cutPassages: boolean;
}

/** Which passages a prompt of so many tokens has room for, by their places; `onTrimmed` is called where some do not fit. */
export function fitPrompt(
  request: AnswerRequest,
  options: {
    readonly model: string;
    readonly contextTokens: number;
    readonly tokens: number;
    readonly onTrimmed: ((trimmed: TrimmedPrompt) => void) | undefined;
  },
): number[] {
  const { model, contextTokens, tokens, onTrimmed } = options;
  const places = fitPassages(request, { tokens });
  const droppedPassages = request.passages.length - places.length;
  if (droppedPassages > 0) onTrimmed?.({ model, contextTokens, droppedPassages, cutPassages: false });
  return places;
}
