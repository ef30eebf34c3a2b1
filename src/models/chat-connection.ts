import { delay } from '../lib/delay.ts';
import type { Chat, ChatApi, ChatEvent } from './chat-api.ts';
import { readEvents } from './event-stream.ts';
import { beginningOf, type HttpAnswer, type Route, sendRequest } from './http-request.ts';
import { isLoading, isTooLong, NoEventsError, refusedField, UnfinishedError } from './provider-errors.ts';

/** Where a model is, and how it is reached. */
export interface ChatConnectionOptions {
  readonly model: string;
  /** Base URL, without user and password. */
  readonly endpoint: string;
  /** Sent to the endpoint and nowhere else, and shown to nobody. */
  readonly apiKey: string | null;
  readonly route: Route;
  /** How long a server that still loads the model is asked again, and how often. */
  readonly loading?: { readonly forMs: number; readonly everyMs: number } | undefined;
}

/** What differs between the requests to a model. */
export type ChatRequest = Omit<Chat, 'model' | 'refused'>;

/** Speaks with a model, and learns what it does not take. */
export interface ChatConnection {
  readonly url: string;
  /**
   * The events of one reply to its end, whose reason is among them.
   * @throws as `sendRequest` and `ChatApi.read`, or NoEventsError, UnfinishedError
   */
  converse(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatEvent>;
}

/** What comes after the end of a reply only counts its tokens, so nobody waits for longer. */
const AFTER_END_MS = 2_000;

/** Waits for a server that still loads its model, and leaves out fields that it refuses. */
export function createChatConnection(api: ChatApi, options: ChatConnectionOptions): ChatConnection {
  const { model, apiKey, route } = options;
  const { forMs, everyMs } = options.loading ?? { forMs: 20_000, everyMs: 500 };
  const url = options.endpoint.replace(/\/+$/, '') + api.path;
  /** Fields that this model does not take; it is not sent them again. */
  const refused = new Set<string>();

  return {
    url,
    converse: async function* (request, signal) {
      const { type, body } = await open(request, signal);
      if (!type.toLowerCase().startsWith('text/event-stream')) {
        const text = await beginningOf(body, 200);
        throw new NoEventsError(`It answers with ${type || 'no type'} instead of events: ${text}`);
      }
      let hasEnded = false;
      let late: NodeJS.Timeout | undefined;
      try {
        for await (const json of readEvents(body)) {
          // Events that came together are handed out one by one, whatever has happened meanwhile.
          signal.throwIfAborted();
          const event = api.read(json);
          // Nothing that a server sends behind the end belongs to the reply, and no second end counts.
          yield hasEnded ? { ...event, text: undefined, json: undefined, reason: undefined } : event;
          hasEnded ||= event.reason !== undefined;
          if (hasEnded) late ??= setTimeout(() => body.destroy(), AFTER_END_MS);
        }
      } catch (error) {
        if (!hasEnded || signal.aborted) throw error;
      } finally {
        clearTimeout(late);
      }
      // The end of the stream is not the end of the reply: a server that dies ends it as well.
      if (!hasEnded) throw new UnfinishedError('The stream ended before the answer did.');
    },
  };

  /** Asks again without what the model does not take, and while it is loaded. */
  async function open(request: ChatRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const giveUpAt = performance.now() + forMs;
    for (;;) {
      const body = JSON.stringify(api.body({ ...request, model, refused }));
      const headers = {
        ...api.headers(apiKey),
        'content-type': 'application/json',
        accept: 'text/event-stream',
        'accept-encoding': 'identity',
      };
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
