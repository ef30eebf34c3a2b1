import { findAppError } from '../errors.ts';
import type { AnswerModel, AnswerModels, ChosenAnswerModel } from './answer-model.ts';
import { describeOllama, probeOllama } from './ollama-client.ts';
import type { OllamaModel } from './ollama-model.ts';

const ASK_AGAIN_MS = 60_000;

/** A model that is taken at its word; or Ollama's while it is there, else quoting. */
export type ModelChoice =
  | { readonly always: ChosenAnswerModel }
  | { readonly ollama: AnswerModel; readonly server: OllamaModel; readonly quoting: AnswerModel };

/**
 * Chooses the answer model. Ollama's is taken if it answers within `probeMs` and has the model, and is asked again when a
 * minute has passed or it failed meanwhile; it stays chosen while it is only too busy to answer that. `now` is in
 * milliseconds; `onChosen` is called for each choice that differs from the one before.
 */
export function createAnswerModels(
  choice: ModelChoice,
  options: { now?: () => number; probeMs?: number; onChosen?: (chosen: ChosenAnswerModel) => void } = {},
): AnswerModels {
  const { now = performance.now.bind(performance), probeMs, onChosen } = options;
  let asked: { at: number; answer: Promise<ChosenAnswerModel> } | undefined;
  let lastReason: string | undefined;
  let wasReady = false;

  const choose = async (): Promise<ChosenAnswerModel> => {
    const chosen = await decide();
    if (chosen.reason !== lastReason) onChosen?.(chosen);
    lastReason = chosen.reason;
    return chosen;
  };

  const decide = async (): Promise<ChosenAnswerModel> => {
    if ('always' in choice) return choice.always;
    const { ollama, server, quoting } = choice;
    const state = await probeOllama(server, probeMs);
    // What answered before is only busy now.
    wasReady = state === 'ready' || (state === 'slow' && wasReady);
    if (wasReady) return { model: watched(ollama), reason: `Ollama has ${server.model}.` };
    return {
      model: quoting,
      reason: `${describeOllama('Ollama', server.model)[state]}. Quoting the documents instead.`,
    };
  };

  /** Ollama, whose failure makes the next question ask again at once. */
  const watched = (ollama: AnswerModel): AnswerModel => ({
    id: ollama.id,
    get contextTokens() {
      return ollama.contextTokens;
    },
    ...(ollama.fit && { fit: ollama.fit }),
    ...(ollama.complete && { complete: ollama.complete }),
    stream: async function* (request, { signal }) {
      try {
        yield* ollama.stream(request, { signal });
      } catch (error) {
        if (findAppError(error)?.code === 'MODEL_UNAVAILABLE') asked = undefined;
        throw error;
      }
    },
  });

  return {
    current: async ({ signal }) => {
      signal?.throwIfAborted();
      const isStale = !asked || (!('always' in choice) && now() - asked.at >= ASK_AGAIN_MS);
      // One question asks, those that come meanwhile share its answer.
      if (!asked || isStale) asked = { at: now(), answer: choose() };
      return asked.answer;
    },
  };
}
