import { type Client, createClient } from 'graphql-ws';
import { backOff, pause } from './back-off.ts';
import { createReach, isOfServer } from './reach.ts';
import { ENDPOINT } from './request.ts';
import type { Session } from './session.ts';
import type { Store } from './store.ts';
import { asStreams, LostConnection, NotSent, type Streams } from './streams.ts';

/** Two sockets, as a lost one means different things: events are followed again, a question is not asked again. */
export interface Sockets {
  /** Open as long as the page: that the server closes it tells that rights have changed. */
  readonly documents: Streams;
  readonly answers: Streams;
  /** Whether no socket gets through to the server. One is tried again from time to time. */
  readonly isBlocked: Store<boolean>;
  /** Calls back when that of documents is open. */
  onOpened(listener: () => void): () => void;
  /** Calls back when it is closed that was, or is refused, with the code. */
  onClosed(listener: (code: number) => void): () => void;
  close(): void;
}

/** The server waits 3 seconds for the first message, and ends streams with the token that they began with. */
const TOKEN_MS = 120_000;
/** Where a proxy lets none through, not much is to be hoped for. */
const BLOCKED_MS = 60_000;

/** Opens that of documents at once, and that of answers when something is asked. */
export function createSockets(session: Session): Sockets {
  const url = new URL(ENDPOINT, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  const reach = createReach();
  const { isBlocked } = reach;
  const common = {
    // Before it opens, so that no message waits for a token to be renewed. What fails here would be the end of the client.
    url: async () => {
      await session.token({ forAtLeastMs: TOKEN_MS }).catch(() => {});
      return url.href;
    },
    connectionParams: async () => ({
      authorization: await session.token().then(
        (token) => `Bearer ${token}`,
        () => '',
      ),
    }),
  };
  const documents = createClient({
    ...common,
    lazy: false,
    onNonLazyError: () => {},
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => session.owner() !== null,
    retryWait: (retries) => (isBlocked.get() ? pause(BLOCKED_MS) : backOff(retries)),
  });
  const answers = createClient({ ...common, lazyCloseTimeout: 5_000, retryAttempts: 0 });
  const watched = { documents: reach.watch(documents), answers: reach.watch(answers) };
  const once = asStreams(answers);
  return {
    isBlocked,
    documents: asStreams(documents),
    answers: {
      subscribe: (request, sink) =>
        once.subscribe(request, {
          ...sink,
          error: (error) =>
            sink.error(error instanceof LostConnection && !watched.answers.wasOpen() ? new NotSent() : error),
        }),
    },
    onOpened: (listener) => documents.on('connected', () => listener()),
    onClosed: (listener) =>
      documents.on('closed', (event) => {
        const { code } = event as CloseEvent;
        if (watched.documents.wasOpen() || isOfServer(code)) listener(code);
      }),
    close: () => {
      for (const client of [documents, answers]) void dispose(client);
    },
  };
}

/** One that is being refused at the moment fails to be closed. */
async function dispose(client: Client): Promise<void> {
  try {
    await client.dispose();
  } catch {}
}
