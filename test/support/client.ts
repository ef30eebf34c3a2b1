import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type DocumentNode, type ExecutionResult, print } from 'graphql';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWebSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import {
  DeleteDocumentDocument,
  DocumentDocument,
  type DocumentPartsFragment,
  IngestFileDocument,
  IngestTextDocument,
  type IngestTextInput,
} from '../../schema/typed/graphql.ts';

type Variables = Record<string, unknown>;
type Operation<Data, Vars extends Variables> = TypedDocumentNode<Data, Vars> | string;

/** An error of a response, as a client sees it. */
export interface ClientError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: string;
    readonly reason?: string;
    readonly retryAfterSeconds?: number;
    readonly requestId?: string;
  };
}

/** A client of the API, as a front end would be: HTTP for queries and mutations, WebSocket or SSE for subscriptions. */
export interface Client {
  readonly url: string;
  readonly token: string | undefined;
  /** The response as it is. */
  request<Data, Vars extends Variables>(
    operation: Operation<Data, Vars>,
    variables?: Vars,
  ): Promise<{ data?: Data | null; errors?: ClientError[] }>;
  /** The data of a response without errors. @throws Error with the errors of another */
  data<Data, Vars extends Variables>(operation: Operation<Data, Vars>, variables?: Vars): Promise<Data>;
  /** The first error of a response that must have one. */
  error<Data, Vars extends Variables>(operation: Operation<Data, Vars>, variables?: Vars): Promise<ClientError>;
  /** A subscription's results over a WebSocket of its own; leaving the loop unsubscribes. */
  subscribe<Data, Vars extends Variables>(
    operation: Operation<Data, Vars>,
    variables?: Vars,
  ): AsyncIterableIterator<ExecutionResult<Data>>;
  /** The same over SSE. */
  stream<Data, Vars extends Variables>(
    operation: Operation<Data, Vars>,
    variables?: Vars,
  ): AsyncIterableIterator<ExecutionResult<Data>>;
  /** A text that is searchable, or failed, when this resolves. */
  ingest(
    name: string,
    text: string,
    metadata?: Omit<Partial<IngestTextInput>, 'name' | 'text' | 'wait'>,
  ): Promise<DocumentPartsFragment>;
  /** A file by a multipart request; resolves with the response as it is. */
  upload(
    file: Blob,
    name: string,
    input?: Record<string, unknown>,
  ): Promise<{
    status: number;
    body: {
      data?: { ingestFile: { created: boolean; document: DocumentPartsFragment } } | null;
      errors?: ClientError[];
    };
  }>;
  document(id: string): Promise<DocumentPartsFragment | null>;
  delete(id: string): Promise<void>;
}

/** A client for a server's address, with a token or without. */
export function createClient(url: string, token?: string): Client {
  const endpoint = `${url}/graphql`;
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const text = (operation: DocumentNode | string) => (typeof operation === 'string' ? operation : print(operation));

  const client: Client = {
    url,
    token,
    request: async (operation, variables) => {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization },
        body: JSON.stringify({ query: text(operation), variables }),
      });
      return (await response.json()) as never;
    },
    data: async (operation, variables) => {
      const { data, errors } = await client.request(operation, variables);
      if (errors || !data) throw new Error(`The server answered with errors: ${JSON.stringify(errors)}`);
      return data;
    },
    error: async (operation, variables) => {
      const { errors } = await client.request(operation, variables);
      const [first] = errors ?? [];
      if (!first) throw new Error('The server answered without an error.');
      return first;
    },
    subscribe: <Data, Vars extends Variables>(operation: Operation<Data, Vars>, variables?: Vars) => {
      const socket = createWebSocketClient({
        url: endpoint.replace('http', 'ws'),
        webSocketImpl: WebSocket,
        connectionParams: authorization,
        retryAttempts: 0,
      });
      const results = socket.iterate<Data>({ query: text(operation), variables: variables ?? {} });
      return closingAfter(results, () => socket.dispose()) as AsyncIterableIterator<ExecutionResult<Data>>;
    },
    stream: <Data, Vars extends Variables>(operation: Operation<Data, Vars>, variables?: Vars) => {
      const sse = createSseClient({ url: endpoint, headers: authorization, retryAttempts: 0 });
      const results = sse.iterate<Data>({ query: text(operation), variables: variables ?? {} });
      return closingAfter(results, () => sse.dispose()) as AsyncIterableIterator<ExecutionResult<Data>>;
    },
    ingest: async (name, content, metadata = {}) => {
      const { ingestText } = await client.data(IngestTextDocument, {
        input: { name, text: content, wait: true, ...metadata },
      });
      return ingestText.document;
    },
    upload: async (file, name, input = {}) => {
      const form = new FormData();
      form.set(
        'operations',
        JSON.stringify({
          query: print(IngestFileDocument),
          variables: { input: { wait: true, ...input, file: null } },
        }),
      );
      form.set('map', JSON.stringify({ 0: ['variables.input.file'] }));
      form.set('0', file, name);
      const response = await fetch(endpoint, { method: 'POST', headers: authorization, body: form });
      return { status: response.status, body: (await response.json()) as never };
    },
    document: async (id) => (await client.data(DocumentDocument, { id })).document,
    delete: async (id) => {
      await client.data(DeleteDocumentDocument, { input: { id } });
    },
  };
  return client;
}

/** An iteration that closes its connection however it ends. */
async function* closingAfter<T>(source: AsyncIterableIterator<T>, close: () => unknown): AsyncGenerator<T> {
  try {
    yield* source;
  } finally {
    await close();
  }
}
