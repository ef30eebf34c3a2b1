import type { AppError } from '../errors.ts';
import { delay } from '../lib/delay.ts';
import type { AnswerModel, AnswerPart, AnswerRequest, CompletionRequest } from './answer-model.ts';
import type { Chat, ChatApi, ChatEvent } from './chat-api.ts';
import { readEvents } from './event-stream.ts';
import { beginningOf, type HttpAnswer, type Route, sendRequest } from './http-request.ts';
import { buildPrompt, type ChatMessage, estimatePrompt, fitPassages } from './prompt.ts';
import { answerTokensIn, THOUGHT_TOKENS, type TrimmedPrompt } from './prompt-room.ts';
import {
  explainProviderError,
  isBadRequest,
  isLoading,
  isTooLong,
  NoEventsError,
  refusedField,
  reportProviderError,
  tooLong,
  UnfinishedError,
  WithheldError,
} from './provider-errors.ts';

/** A model of a provider, and how it is reached. */
export interface ChatModelOptions {
  readonly model: string;
  /** Base URL, without user and password. */
  readonly endpoint: string;
  /** Sent to the endpoint and nowhere else, and shown to nobody. */
  readonly apiKey: string | null;
  /** Tokens that prompt and answer may have together. */
  readonly contextTokens: number;
  readonly route: Route;
  /** How long a server that still loads the model is asked again, and how often. */
  readonly loading?: { readonly forMs: number; readonly everyMs: number } | undefined;
  /** Hears of each failure, in a sentence for operators without the key. */
  onFailure?(problem: string): void;
  /** Hears of each prompt that had to be made shorter. */
  onTrimmed?(trimmed: TrimmedPrompt): void;
}

/** A chat model of a provider whose API streams events, at temperature 0. */
export function createChatModel(api: ChatApi, options: ChatModelOptions): AnswerModel {
  const { model, apiKey, contextTokens, route, onFailure, onTrimmed } = options;
  const { forMs, everyMs } = options.loading ?? { forMs: 20_000, everyMs: 500 };
  const url = options.endpoint.replace(/\/+$/, '') + api.path;
  /** Fields that this model does not take; it is not sent them again. */
  const refused = new Set<string>();
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
      const places = fitPassages(request, { tokens: contextTokens - answerTokens() });
      const droppedPassages = request.passages.length - places.length;
      if (droppedPassages > 0) onTrimmed?.({ model, contextTokens, droppedPassages, cutPassages: false });
      return places;
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

  async function complete(request: CompletionRequest, { signal }: { signal: AbortSignal }): Promise<string> {
    const { system, user, schema } = request;
    const messages: ChatMessage[] = [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ];
    const maxTokens = request.maxTokens + (thinks ? THOUGHT_TOKENS : 0);
    let text = '';
    let json = '';
    try {
      signal.throwIfAborted();
      for await (const event of converse({ messages, maxTokens, schema }, signal)) {
        text += event.text ?? '';
        json += event.json ?? '';
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

  function explain(error: unknown): AppError {
    onFailure?.(`${model} at ${url} failed: ${reportProviderError(error, apiKey)}`);
    return explainProviderError(error, { model, path: api.path });
  }

  function answerTokens(): number {
    return answerTokensIn(contextTokens, { thinks });
  }

  /** The answer, from a third of the prompt where all of it turns out to be too long. */
  async function* answer(request: AnswerRequest, signal: AbortSignal): AsyncGenerator<AnswerPart> {
    const tokens = contextTokens - answerTokens();
    let hasBegun = false;
    try {
      for await (const part of attempt(request, tokens, signal)) {
        hasBegun = true;
        yield part;
      }
    } catch (error) {
      if (hasBegun || !isTooLong(error)) throw error;
      yield* attempt(request, Math.floor(tokens / 3), signal);
    }
  }

  async function* attempt(request: AnswerRequest, tokens: number, signal: AbortSignal): AsyncGenerator<AnswerPart> {
    const { messages, isCut, hasRoom } = buildPrompt(request, { tokens });
    if (!hasRoom) throw tooLong(model);
    if (isCut) onTrimmed?.({ model, contextTokens, droppedPassages: 0, cutPassages: true });
    const maxTokens = answerTokens();
    let hasText = false;
    let end: ChatEvent = {};
    for await (const event of converse({ messages, maxTokens }, signal)) {
      if (event.text) {
        hasText = true;
        yield { type: 'text', text: event.text };
      }
      end = {
        reason: event.reason ?? end.reason,
        promptTokens: event.promptTokens ?? end.promptTokens,
        completionTokens: event.completionTokens ?? end.completionTokens,
      };
    }
    const { reason = 'stop', promptTokens, completionTokens } = end;
    // It has only thought so far: once more, with room for both.
    if (reason === 'length' && !hasText && answerTokens() > maxTokens) return yield* attempt(request, tokens, signal);
    if (reason === 'withheld') throw new WithheldError('The provider withheld the answer.');
    if (promptTokens !== undefined) warnOfSilentCut(promptTokens, estimatePrompt(messages));
    yield { type: 'finished', reason, promptTokens, completionTokens };
  }

  /** Ollama cuts long prompts without a word where it is spoken to as another provider. */
  function warnOfSilentCut(read: number, estimate: number): void {
    if (isKnownToCut || read >= estimate / 2) return;
    isKnownToCut = true;
    onFailure?.(
      `${model} at ${url} has read ${read} of about ${estimate} tokens of a prompt. If that is Ollama, choose it as ollama: it cuts long prompts otherwise.`,
    );
  }

  /** The events of one reply to its end, whose reason is among them. */
  async function* converse(chat: Omit<Chat, 'model' | 'refused'>, signal: AbortSignal): AsyncGenerator<ChatEvent> {
    const { type, body } = await open(chat, signal);
    if (!type.startsWith('text/event-stream')) {
      const text = await beginningOf(body, 200);
      throw new NoEventsError(`It answers with ${type || 'no type'} instead of events: ${text}`);
    }
    let hasEnded = false;
    for await (const json of readEvents(body)) {
      // Events that came together are handed out one by one, whatever has happened meanwhile.
      signal.throwIfAborted();
      const event = api.read(json);
      thinks ||= event.thinks ?? false;
      hasEnded ||= event.reason !== undefined;
      yield event;
    }
    // The end of the stream is not the end of the answer: a server that dies ends it as well.
    if (!hasEnded) throw new UnfinishedError('The stream ended before the answer did.');
  }

  /** Asks again without what the model does not take, and while it is loaded. */
  async function open(chat: Omit<Chat, 'model' | 'refused'>, signal: AbortSignal): Promise<HttpAnswer> {
    const giveUpAt = performance.now() + forMs;
    for (;;) {
      const body = JSON.stringify(api.body({ ...chat, model, refused }));
      const headers = { ...api.headers(apiKey), 'content-type': 'application/json', accept: 'text/event-stream' };
      try {
        return await sendRequest(url, { headers, body, signal }, route);
      } catch (error) {
        const untried = api.optional.filter((field) => !refused.has(field));
        const field = isTooLong(error) ? undefined : refusedField(error, untried);
        if (field !== undefined) refused.add(field);
        else if (isLoading(error) && performance.now() < giveUpAt) await delay(everyMs, { signal });
        else throw error;
      }
    }
  }
}
