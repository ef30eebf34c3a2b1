import type { JsonSchema } from './answer-model.ts';
import type { ChatMessage } from './prompt.ts';

/** What a chat model is asked. */
export interface Chat {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  /** What the reply must look like, where it is to be JSON. */
  readonly schema?: JsonSchema | undefined;
  /** Fields that the model has refused before. */
  readonly refused: ReadonlySet<string>;
}

/** What an event of an answer tells, whatever the provider. */
export interface ChatEvent {
  readonly text?: string | undefined;
  /** A piece of a reply in JSON, where it doesn't come as text. */
  readonly json?: string | undefined;
  /** Whether the model thinks, which costs tokens and isn't shown. */
  readonly thinks?: boolean | undefined;
  /** Why it ended: `withheld` by the provider. */
  readonly reason?: 'stop' | 'length' | 'withheld' | undefined;
  readonly promptTokens?: number | undefined;
  readonly completionTokens?: number | undefined;
}

/** How a provider's API is spoken. Both stream server-sent events. */
export interface ChatApi {
  /** As ids of models begin. */
  readonly name: string;
  /** Behind the endpoint. */
  readonly path: string;
  /** Fields that some models refuse, and do without. */
  readonly optional: readonly string[];
  headers(apiKey: string | null): Record<string, string>;
  body(chat: Chat): object;
  /**
   * What an event means.
   * @throws HttpError where it tells an error; BrokenEventError where it isn't of this API
   */
  read(event: unknown): ChatEvent;
}
