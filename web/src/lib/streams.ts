import { stringifyDocument, type TypedDocumentNode } from '@urql/core';
import { failureOf, RequestError, type ServerError } from './errors.ts';

/** An operation that sends one result after the other, as it is sent. */
export interface StreamRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** Who hears of it. `error` and `complete` are the last that it hears. */
export interface StreamSink {
  next(result: { readonly data?: object | null; readonly errors?: readonly ServerError[] }): void;
  /** With a RequestError, or a LostConnection. */
  error(error: unknown): void;
  complete(): void;
}

/** What such operations run over. */
export interface Streams {
  /** Begins one; gives what leaves it. */
  subscribe(request: StreamRequest, sink: StreamSink): () => void;
}

/** The connection has ended, and the stream has not. */
export class LostConnection extends Error {
  override readonly name: string = 'LostConnection';
}

/** It had never begun: the server has heard nothing of the operation. */
export class NotSent extends LostConnection {}

/** What a typed operation is sent as. */
export function streamRequest<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): StreamRequest {
  return { query: stringifyDocument(document), variables };
}

/** What a client library, which tells of errors in its own way, offers as streams. */
export function asStreams(client: {
  subscribe(
    request: StreamRequest,
    sink: { next(result: unknown): void; error(error: unknown): void; complete(): void },
  ): () => void;
}): Streams {
  return {
    subscribe: (request, sink) => {
      let isOver = false;
      const end = (tell: () => void) => {
        if (!isOver) tell();
        isOver = true;
      };
      const stop = client.subscribe(request, {
        next: (result) => {
          if (isOver) return;
          const { errors } = result as { errors?: readonly ServerError[] };
          if (!isRefusal(errors)) return sink.next(result as object);
          end(() => sink.error(new LostConnection()));
          stop();
        },
        error: (error) => end(() => sink.error(errorOf(error))),
        complete: () => end(sink.complete),
      });
      return () => {
        isOver = true;
        stop();
      };
    },
  };
}

/** Errors of GraphQL come as a list; all else is the connection's, or says that the session has ended. */
function errorOf(error: unknown): Error {
  if (error instanceof RequestError && error.failure.code === 'UNAUTHENTICATED') return error;
  const [first] = (Array.isArray(error) ? error : []) as readonly ServerError[];
  return first && !isRefusal([first]) ? new RequestError(failureOf(first)) : new LostConnection();
}

/** The token has ended, or its rights have: with what is there now, the stream may go on. */
function isRefusal(errors: readonly ServerError[] | undefined): boolean {
  return errors?.some((error) => failureOf(error).code === 'UNAUTHENTICATED') ?? false;
}
