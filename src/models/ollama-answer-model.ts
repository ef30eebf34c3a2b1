import type { ChatResponse } from 'ollama';
import type { AnswerModel, AnswerPart, AnswerRequest } from './answer-model.ts';
import { explainOllamaError, isTooLong, type OllamaModel, ollamaClient } from './ollama-client.ts';
import { fitPrompt } from './prompt.ts';

/** An answer has so many tokens at most, or half of a context that is smaller than twice that. */
const ANSWER_TOKENS = 512;

/** A prompt that had to be made shorter to fit the model's context. */
export interface TrimmedPrompt {
  readonly model: string;
  readonly contextTokens: number;
  readonly droppedPassages: number;
  readonly cutPassage: boolean;
}

/** What the server says of a model. */
interface ModelFacts {
  readonly contextTokens: number;
  readonly thinks: boolean;
}

/**
 * A chat model on an Ollama server, at temperature 0. `numCtx` is the context to ask for, in tokens; a model that can do
 * less gets less. `onTrimmed` hears of each prompt that had to be made shorter.
 */
export function createOllamaAnswerModel(
  options: OllamaModel & { numCtx: number; onTrimmed?: (trimmed: TrimmedPrompt) => void },
): AnswerModel {
  const { model, keepAlive, numCtx, onTrimmed } = options;
  let facts: ModelFacts | undefined;

  return {
    id: `ollama:${model}`,
    get contextTokens() {
      return facts?.contextTokens ?? numCtx;
    },
    stream: async function* (request, { signal }) {
      signal.throwIfAborted();
      // Ends the request as well when the reader leaves without aborting.
      const leaving = new AbortController();
      const ending = AbortSignal.any([signal, leaving.signal]);
      try {
        facts ??= await askFacts(ending);
        yield* chat(request, facts, ending);
      } catch (error) {
        signal.throwIfAborted();
        throw explainOllamaError(error, options);
      } finally {
        leaving.abort();
      }
    },
  };

  async function askFacts(signal: AbortSignal): Promise<ModelFacts> {
    const shown = await ollamaClient(options, signal).show({ model });
    // The package types it as a Map; what arrives is a plain object.
    const info: Record<string, unknown> = { ...shown.model_info };
    const most = Number(info[`${info['general.architecture']}.context_length`]);
    return {
      contextTokens: most > 0 ? Math.min(numCtx, most) : numCtx,
      thinks: shown.capabilities?.includes('thinking') ?? false,
    };
  }

  async function* chat(request: AnswerRequest, { contextTokens, thinks }: ModelFacts, signal: AbortSignal) {
    const answerTokens = Math.min(ANSWER_TOKENS, Math.floor(contextTokens / 2));
    const begin = (tokens: number) => {
      const { messages, ...trimmed } = fitPrompt(request, { tokens });
      if (trimmed.droppedPassages > 0 || trimmed.cutPassage) onTrimmed?.({ model, contextTokens, ...trimmed });
      // `truncate` is missing from the package's type: without it the server cuts a long prompt silently.
      const body = {
        model,
        messages,
        stream: true as const,
        truncate: false,
        options: { temperature: 0, seed: 1, num_ctx: contextTokens, num_predict: answerTokens },
        // Else the server's own setting holds.
        ...(keepAlive !== undefined && { keep_alive: keepAlive }),
        // Thoughts are not shown, and would use up the tokens of the answer.
        ...(thinks && { think: false }),
      };
      return ollamaClient(options, signal).chat(body);
    };

    const tokens = contextTokens - answerTokens;
    const lines = await begin(tokens).catch((error) => {
      if (!isTooLong(error)) throw error;
      // The model cuts this script into smaller pieces than were estimated.
      return begin(Math.floor(tokens / 3));
    });
    for await (const line of lines) {
      // Lines that came together are handed out one by one, whatever has happened meanwhile.
      signal.throwIfAborted();
      yield* partsOf(line);
    }
  }
}

function* partsOf(line: ChatResponse): Generator<AnswerPart> {
  if (line.message.content) yield { type: 'text', text: line.message.content };
  if (!line.done) return;
  yield {
    type: 'finished',
    reason: line.done_reason === 'length' ? 'length' : 'stop',
    promptTokens: line.prompt_eval_count,
    completionTokens: line.eval_count,
  };
}
