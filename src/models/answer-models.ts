import { findAppError } from '../errors.ts';
import type { AnswerModel, AnswerModels, ChosenAnswerModel } from './answer-model.ts';
import { createOllamaAnswerModel, type TrimmedPrompt } from './ollama-answer-model.ts';
import { describeOllama, type OllamaModel, probeOllama } from './ollama-client.ts';

const ASK_AGAIN_MS = 60_000;

/**
 * Chooses the answer model. `ollama` and `quoting` are taken at their word; `auto` takes Ollama if it answers within
 * `probeMs` and has the model, else quoting, and asks again when a minute has passed or Ollama failed meanwhile; Ollama
 * stays chosen while it is only too busy to answer that. `now` is in milliseconds; `onChosen` hears of each choice that
 * differs from the one before.
 */
export function createAnswerModels(options: {
  choice: 'auto' | 'ollama' | 'quoting';
  ollama: OllamaModel & { numCtx: number };
  quoting: AnswerModel;
  now?: () => number;
  probeMs?: number;
  onChosen?: (chosen: ChosenAnswerModel) => void;
  onTrimmed?: (trimmed: TrimmedPrompt) => void;
}): AnswerModels {
  const { choice, ollama: server, quoting, now = performance.now.bind(performance), probeMs } = options;
  const { onChosen, onTrimmed } = options;
  const ollama = createOllamaAnswerModel({ ...server, ...(onTrimmed && { onTrimmed }) });
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
    const { model } = server;
    if (choice === 'quoting') return { model: quoting, reason: 'LANGUAGE_MODEL is quoting.' };
    if (choice === 'ollama') return { model: ollama, reason: `LANGUAGE_MODEL is ollama, with ${model}.` };
    const state = await probeOllama(server, probeMs);
    // What answered before is only busy now.
    wasReady = state === 'ready' || (state === 'slow' && wasReady);
    if (wasReady) return { model: watched, reason: `Ollama has ${model}.` };
    return {
      model: quoting,
      reason: `${describeOllama('Ollama', server.model)[state]}. Quoting the documents instead.`,
    };
  };

  /** Ollama, whose failure makes the next question ask again at once. */
  const watched: AnswerModel = {
    id: ollama.id,
    get contextTokens() {
      return ollama.contextTokens;
    },
    ...(ollama.fit && { fit: ollama.fit }),
    stream: async function* (request, { signal }) {
      try {
        yield* ollama.stream(request, { signal });
      } catch (error) {
        if (findAppError(error)?.code === 'MODEL_UNAVAILABLE') asked = undefined;
        throw error;
      }
    },
  };

  return {
    current: async ({ signal }) => {
      signal?.throwIfAborted();
      const isStale = !asked || (choice === 'auto' && now() - asked.at >= ASK_AGAIN_MS);
      // One question asks, those that come meanwhile share its answer.
      if (!asked || isStale) asked = { at: now(), answer: choose() };
      return asked.answer;
    },
  };
}
