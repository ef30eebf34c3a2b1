import { type Client, createClient } from 'graphql-ws';
import { ENDPOINT } from './request.ts';
import type { Session } from './session.ts';

/** Two sockets, as a lost one means different things: events are followed again, a question is not asked again. */
export interface Sockets {
  readonly documents: Client;
  readonly answers: Client;
  close(): void;
}

/** The server waits 3 seconds for the first message, and ends streams with the token that they began with. */
const TOKEN_MS = 120_000;
const RETRY_MS = [0, 300, 1_000, 3_000, 10_000];

/** Opens that of events at once, that of answers when it is needed. */
export function createSockets(session: Session): Sockets {
  const url = new URL(ENDPOINT, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  // A client that fails here never connects again; without a token it is refused, and then tries again or gives up.
  const token = (forAtLeastMs?: number) => session.token({ forAtLeastMs }).catch(() => null);
  const common = {
    // Before it opens, so that no message waits for a token to be renewed.
    url: async () => {
      await token(TOKEN_MS);
      return url.href;
    },
    connectionParams: async () => {
      const good = await token();
      return good === null ? {} : { authorization: `Bearer ${good}` };
    },
    lazyCloseTimeout: 5_000,
  };
  const documents = createClient({
    ...common,
    // Always open: the server closes it when rights change, and so a page that follows nothing hears of that too.
    lazy: false,
    onNonLazyError: () => {},
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => session.owner() !== null,
    retryWait: (retries) => pause(RETRY_MS[Math.min(retries, RETRY_MS.length - 1)] ?? 0),
  });
  const answers = createClient({ ...common, retryAttempts: 0 });
  return {
    documents,
    answers,
    close: () => {
      // What was opening never does, which is no news to anybody.
      for (const client of [documents, answers]) Promise.resolve(client.dispose()).catch(() => {});
    },
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
