import { stringifyDocument, type TypedDocumentNode } from '@urql/core';
import type { Client as Socket } from 'graphql-ws';
import { AnswerDocument, type AnswerEventPartsFragment, AnswerResumedDocument, type AskInput } from '../gql/graphql.ts';
import { failureOf, RequestError, type ServerError } from '../lib/errors.ts';

/** Waits before a lost connection is tried again; the server lets an answer go on for half a minute. */
const RETRY_MS = [200, 500, 1_000, 2_000, 4_000, 8_000, 12_000];

/**
 * Asks once, and follows the answer to its end, over lost connections too. Leaving by the signal stops the model.
 * @throws RequestError
 */
export async function followAnswer(
  socket: Socket,
  input: AskInput,
  { onEvent, signal }: { onEvent(event: AnswerEventPartsFragment): void; signal: AbortSignal },
): Promise<void> {
  let answerId: string | null = null;
  let after: number | null = null;
  let losses = 0;
  const look = (event: AnswerEventPartsFragment) => {
    if ('answerId' in event) answerId = event.answerId;
    if (event.__typename === 'AnswerDelta') after = event.index;
    losses = 0;
    onEvent(event);
  };
  let connect = () => read(socket, AnswerDocument, { input: { ...input, resumable: true } }, { look, signal });
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      if (!(error instanceof LostConnection) || signal.aborted) throw error;
      const wait = RETRY_MS[losses++];
      // Before its first event nobody knows whether the question has arrived: it is the reader who asks again.
      if (answerId === null || wait === undefined) throw new RequestError({ code: 'NETWORK', message: '' });
      await pause(wait, signal);
      const variables = { answerId, after };
      connect = () => read(socket, AnswerResumedDocument, variables, { look, signal });
    }
  }
}

/** The connection has ended, and the answer has not. */
class LostConnection extends Error {
  override readonly name = 'LostConnection';
}

interface ReadOptions {
  look(event: AnswerEventPartsFragment): void;
  readonly signal: AbortSignal;
}

function read<Data extends object, Variables extends Record<string, unknown>>(
  socket: Socket,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { look, signal }: ReadOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const stop = socket.subscribe<Data>(
      { query: stringifyDocument(document), variables },
      {
        next: ({ data, errors }) => {
          const [first] = (errors ?? []) as readonly ServerError[];
          if (first) return reject(new RequestError(failureOf(first)));
          const event = data && (Object.values(data)[0] as AnswerEventPartsFragment);
          if (!event) return;
          isOver = event.__typename === 'AnswerCompleted' || event.__typename === 'AnswerFailed';
          look(event);
        },
        error: (error) => {
          // Errors of GraphQL come as a list; all else is the connection's.
          const [first] = (Array.isArray(error) ? error : []) as readonly ServerError[];
          const failure = first && failureOf(first);
          reject(failure && failure.code !== 'UNAUTHENTICATED' ? new RequestError(failure) : new LostConnection());
        },
        complete: () => (isOver || signal.aborted ? resolve() : reject(new LostConnection())),
      },
    );
    signal.addEventListener('abort', () => stop(), { once: true });
    if (signal.aborted) stop();
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
