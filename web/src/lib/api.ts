import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { authorized, type Transport } from './authorized.ts';
import { createCache } from './cache.ts';
import { createLive } from './live.ts';
import { overtakenExchange } from './overtaken.ts';
import { ENDPOINT } from './request.ts';
import type { Session } from './session.ts';
import { createShownQueries } from './shown-queries.ts';
import type { Streams } from './streams.ts';
import { whenBack } from './when-back.ts';

/** The API as one user in one organisation sees it. */
export interface Api {
  /** Queries, mutations, and subscriptions to what is listed. */
  readonly client: Client;
  /** The streams of answers, which never ask twice. */
  readonly answers: Streams;
  /** Calls back when the server has closed a socket, which it does when rights change. */
  onClosed(listener: () => void): () => void;
  /** Asks the server again for all that is on the page. */
  readAgain(): void;
  /** A transport with the session's token. */
  authorized(transport: Transport): Transport;
  close(): void;
}

/** Begins with an empty cache: nothing of another user or organisation can be in it. */
export function createApi(session: Session): Api {
  const live = createLive(session);
  const withToken = (transport: Transport) => authorized(session, transport);
  const shown = createShownQueries();
  const client: Client = new Client({
    url: ENDPOINT,
    preferGetMethod: false,
    fetch: withToken((url, init) => fetch(url, init)),
    exchanges: [
      shown.exchange,
      createCache(),
      overtakenExchange(() => client),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: live.documents.subscribe(
              { query, variables: variables as Record<string, unknown> },
              { ...sink, next: (result) => sink.next(result as never) },
            ),
          }),
        }),
      }),
    ],
  });
  const stopAwaiting = whenBack(live, () => shown.readAgain(client));
  return {
    client,
    answers: live.answers,
    onClosed: live.onClosed,
    readAgain: () => shown.readAgain(client),
    authorized: withToken,
    close: () => {
      stopAwaiting();
      live.close();
    },
  };
}
