import type { AnswerModel } from './answer-model.ts';
import { anthropicApi } from './anthropic-api.ts';
import { createChatModel } from './chat-model.ts';
import type { ChosenBy } from './chosen-by.ts';
import type { Route } from './http-request.ts';
import { createOllamaAnswerModel } from './ollama-answer-model.ts';
import { openAiApi } from './openai-api.ts';
import type { TrimmedPrompt } from './prompt-room.ts';

/** A language model by configuration, whoever configured it: the operator, or an organisation for itself. */
export type ProviderSettings =
  | { readonly provider: 'QUOTING' }
  | {
      readonly provider: 'OLLAMA' | 'OPENAI_COMPATIBLE' | 'ANTHROPIC';
      readonly model: string;
      /** Base URL: with `/v1` where that is part of the path (OPENAI_COMPATIBLE), without it for the others. */
      readonly endpoint: string;
      /** Goes to the endpoint alone; null where none is needed. */
      readonly apiKey: string | null;
      /** Tokens that prompt and answer may have together. */
      readonly contextTokens: number;
    };

/** How models of providers are reached. */
export interface ProviderOptions {
  readonly chosenBy: ChosenBy;
  /** What QUOTING is. */
  readonly quoting: AnswerModel;
  /** How providers are reached; a `dispatcher` in it decides which addresses may be. */
  readonly route: Route;
  /** How long a server that still loads the model is asked again, and how often; not of Ollama, which lets one wait. */
  readonly loading?: { readonly forMs: number; readonly everyMs: number };
  /** How long Ollama keeps the model in memory, as its API takes it. */
  readonly keepAlive?: string | number | undefined;
  /** Called for each failure, with a sentence for operators: it names the address, but no key and no password. */
  onFailure?(problem: string): void;
  /** Called for each prompt that had to be shortened. */
  onTrimmed?(trimmed: TrimmedPrompt): void;
}

/** The model that settings name. Nothing is asked of its provider before the first question. */
export function createProviderModel(settings: ProviderSettings, options: ProviderOptions): AnswerModel {
  const { quoting, keepAlive, ...others } = options;
  switch (settings.provider) {
    case 'QUOTING':
      return quoting;
    case 'OLLAMA': {
      const { model, endpoint: host, apiKey, contextTokens: numCtx } = settings;
      return createOllamaAnswerModel({ ...others, host, model, apiKey, numCtx, keepAlive });
    }
    case 'OPENAI_COMPATIBLE':
      return createChatModel(openAiApi, { ...others, ...settings });
    case 'ANTHROPIC':
      return createChatModel(anthropicApi, {
        ...others,
        ...settings,
        endpoint: settings.endpoint.replace(/\/v1\/*$/, ''),
      });
  }
}
