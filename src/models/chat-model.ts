import type { AppError } from '../errors.ts';
import { createWholeCharacters } from '../lib/whole-characters.ts';
import type { AnswerModel, AnswerPart, AnswerRequest, CompletionRequest } from './answer-model.ts';
import type { ChatApi, ChatEvent } from './chat-api.ts';
import { type ChatConnectionOptions, createChatConnection } from './chat-connection.ts';
import type { ChosenBy } from './chosen-by.ts';
import { buildPrompt, type ChatMessage, estimatePrompt } from './prompt.ts';
import { answerTokensIn, fitPrompt, LONGEST_ANSWER, THOUGHT_TOKENS, type TrimmedPrompt } from './prompt-room.ts';
import {
  explainProviderError,
  isBadRequest,
  isTooLong,
  reportProviderError,
  tooLong,
  WithheldError,
} from './provider-errors.ts';
import { createThoughtDetector } from './thought-tags.ts';

/** A model of a provider, and how it is reached. */
export interface ChatModelOptions extends ChatConnectionOptions {
  /** Tokens that prompt and answer may have together. */
  readonly contextTokens: number;
  /** The operator where left out. */
  readonly chosenBy?: ChosenBy | undefined;
  /** Called for each failure, with a sentence for operators without the key. */
  onFailure?(problem: string): void;
  /** Called for each prompt that had to be shortened. */
  onTrimmed?(trimmed: TrimmedPrompt): void;
}

/** A chat model of a provider whose API streams events, at temperature 0. */
export function createChatModel(api: ChatApi, options: ChatModelOptions): AnswerModel {
  const { model, apiKey, contextTokens, chosenBy, onFailure, onTrimmed } = options;
  const { url, converse } = createChatConnection(api, options);
  /** Whether it was seen to think: its thoughts use up the tokens of its answer. */
  let thinks = false;
  /** Whether it is not known to refuse a schema. */
  let writesJson = true;
  let isKnownToCut = false;

  return {
    id: `${api.name}:${model}`,
    contextTokens,
    fit: async (request, { signal }) => {
      signal.throwIfAborted();
      return fitPrompt(request, { model, contextTokens, tokens: promptTokens(), onTrimmed });
    },
    stream: async function* (request, { signal }) {
      signal.throwIfAborted();
      // Ends the request as well when the reader leaves without aborting.
      const leaving = new AbortController();
      try {
        yield* answer(request, AbortSignal.any([signal, leaving.signal]));
      } catch (error) {
        signal.throwIfAborted();
        throw explain(error);
      } finally {
        leaving.abort();
      }
    },
    get complete() {
      return writesJson ? complete : undefined;
    },
  };

  function answerTokens(): number {
    return answerTokensIn(contextTokens, { thinks });
  }

  function promptTokens(): number {
    return contextTokens - answerTokens();
  }

  function explain(error: unknown): AppError {
    onFailure?.(`${model} at ${url} failed: ${reportProviderError(error, apiKey)}`);
    return explainProviderError(error, { model, path: api.path, chosenBy });
  }

  /** The answer, from a third of the prompt where all of it turns out to be too long. */
  async function* answer(request: AnswerRequest, signal: AbortSignal): AsyncGenerator<AnswerPart> {
    let hasBegun = false;
    try {
      for await (const part of attempt(request, promptTokens(), signal)) {
        hasBegun = true;
        yield part;
      }
    } catch (error) {
      if (hasBegun || !isTooLong(error)) throw error;
      yield* attempt(request, Math.floor(promptTokens() / 3), signal);
    }
  }

  async function* attempt(request: AnswerRequest, tokens: number, signal: AbortSignal): AsyncGenerator<AnswerPart> {
    const { messages, isCut, hasRoom } = buildPrompt(request, { tokens });
    if (!hasRoom) throw tooLong(model);
    if (isCut) onTrimmed?.({ model, contextTokens, droppedPassages: 0, cutPassages: true });
    const maxTokens = answerTokens();
    const seesThought = createThoughtDetector();
    const whole = createWholeCharacters();
    let length = 0;
    let received = 0;
    let end: ChatEvent = {};
    for await (const event of converse({ messages, maxTokens }, signal)) {
      thinks ||= Boolean(event.thinks) || seesThought(event.text ?? '');
      const text = whole(event.text ?? '');
      if (text !== '') yield { type: 'text', text };
      length += text.length;
      received += text.length || 1;
      // A server that doesn't heed its limit is left, whether it writes or thinks.
      if (received > LONGEST_ANSWER) return yield { type: 'finished', reason: 'length' };
      end = {
        reason: event.reason ?? end.reason,
        promptTokens: event.promptTokens ?? end.promptTokens,
        completionTokens: event.completionTokens ?? end.completionTokens,
      };
    }
    // It has only thought so far: once more, with room for both.
    if (end.reason === 'length' && length === 0 && answerTokens() > maxTokens)
      return yield* attempt(request, Math.min(tokens, promptTokens()), signal);
    if (end.reason === 'withheld') throw new WithheldError('The provider withheld the answer.');
    if (end.promptTokens !== undefined) warnOfSilentCut(end.promptTokens, estimatePrompt(messages));
    yield {
      type: 'finished',
      reason: end.reason ?? 'stop',
      promptTokens: end.promptTokens,
      completionTokens: end.completionTokens,
    };
  }

  /** Ollama cuts long prompts without a word where it is spoken to as another provider. */
  function warnOfSilentCut(read: number, estimate: number): void {
    if (isKnownToCut || read >= estimate / 2) return;
    isKnownToCut = true;
    onFailure?.(
      `${model} at ${url} has read ${read} of about ${estimate} tokens of a prompt. If that is Ollama, choose it as ollama: it cuts long prompts otherwise.`,
    );
  }

  async function complete(request: CompletionRequest, { signal }: { signal: AbortSignal }): Promise<string> {
    const { system, user, schema } = request;
    const messages: ChatMessage[] = [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ];
    const maxTokens = request.maxTokens + (thinks ? THOUGHT_TOKENS : 0);
    let text = '';
    let json = '';
    let received = 0;
    try {
      signal.throwIfAborted();
      for await (const event of converse({ messages, maxTokens, schema }, signal)) {
        thinks ||= Boolean(event.thinks);
        text += event.text ?? '';
        json += event.json ?? '';
        received += (event.text ?? event.json ?? '').length || 1;
        if (received > LONGEST_ANSWER) break;
      }
      return checkJson(json || text);
    } catch (error) {
      signal.throwIfAborted();
      // It takes the same messages without a schema.
      if (isBadRequest(error) && !isTooLong(error)) writesJson = false;
      throw explain(error);
    }
  }

  /** Some servers overlook a schema that they don't know what to do with. */
  function checkJson(reply: string): string {
    if (reply.trimStart().startsWith('{')) return reply;
    if (reply.trim() !== '') writesJson = false;
    throw new Error('The reply is no JSON.');
  }
}
