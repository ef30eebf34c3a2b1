import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  getOperationAST,
} from 'graphql';
import { CloseCode, type SubscribePayload, type Context as WsContext } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Identity } from '../auth/identity.ts';
import type { Services } from '../context.ts';
import { AppError } from '../errors.ts';
import { codeOf, toClientError } from './errors.ts';
import type { Operation } from './operation.ts';
import type { LogUnexpected, ServerContext } from './outcome.ts';
import { ENDPOINT, type Yoga } from './yoga.ts';

export interface WebSocketOptions {
  readonly http: Server;
  readonly yoga: Yoga;
  readonly services: Services;
  readonly logUnexpected: LogUnexpected;
  beginOperation(): Operation;
  addressOf(request: IncomingMessage): string;
  isOriginAllowed(request: IncomingMessage): boolean;
  /** Counts a socket; called again when it closes. */
  countSocket(): () => void;
  /** Streams that a socket may hold at once, and sockets that a user may. */
  readonly limits: { readonly streamsPerSocket: number; readonly socketsPerUser: number };
}

/** Longest message that a client may send, in bytes. */
const MAX_MESSAGE_BYTES = 64 * 1024;
const INIT_TIMEOUT_MS = 3_000;
const KEEP_ALIVE_MS = 12_000;
/** Streams get this long to end when the server stops. */
const GOODBYE_MS = 2_000;

type Extra = { request: IncomingMessage; socket: WebSocket };
type Args = ExecutionArgs & { rootValue: Pick<ReturnType<Yoga['getEnveloped']>, 'execute' | 'subscribe'> };

/**
 * GraphQL subscriptions over WebSocket (protocol graphql-transport-ws). The caller is verified when the socket opens and
 * for every operation; the socket closes with 4403 when its token ends. Queries and mutations are for HTTP.
 */
export function serveWebSockets(options: WebSocketOptions): { close(): Promise<void> } {
  const { yoga, services, limits } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
  const socketsOf = new Map<string, number>();
  const running = new Map<WsContext, Map<string, { operation: Operation; stop: AbortController }>>();
  let closing = false;
  let onFinished: (() => void) | undefined;

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const path = (request.url ?? '/').split('?')[0];
    if (closing) return refuse(socket, '503 Service Unavailable');
    if (path !== ENDPOINT) return refuse(socket, '404 Not Found');
    if (!options.isOriginAllowed(request)) return refuse(socket, '403 Forbidden');
    sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request));
  };
  options.http.on('upgrade', onUpgrade);

  const admit = (identity: Identity, socket: WebSocket): boolean => {
    const count = (socketsOf.get(identity.userId) ?? 0) + 1;
    if (count > limits.socketsPerUser) return false;
    socketsOf.set(identity.userId, count);
    const uncount = options.countSocket();
    const expiry = setTimeout(() => socket.close(CloseCode.Forbidden, 'The token has expired'), remainingMs(identity));
    expiry.unref();
    socket.once('close', () => {
      clearTimeout(expiry);
      uncount();
      const left = (socketsOf.get(identity.userId) ?? 1) - 1;
      if (left > 0) socketsOf.set(identity.userId, left);
      else socketsOf.delete(identity.userId);
    });
    return true;
  };

  const finish = (context: WsContext, id: string) => {
    const stream = running.get(context)?.get(id);
    if (!stream) return;
    running.get(context)?.delete(id);
    stream.stop.abort();
    stream.operation.end();
    onFinished?.();
  };

  const server = useServer<Record<string, unknown>, Extra>(
    {
      connectionInitWaitTimeout: INIT_TIMEOUT_MS,
      onConnect: async (context) => {
        try {
          const identity = await services.auth.authenticate(authorizationOf(context));
          return admit(identity, context.extra.socket);
        } catch (error) {
          if (error instanceof AppError) return false;
          throw error;
        }
      },
      onSubscribe: async (context, id, payload) => {
        const operation = options.beginOperation();
        const refused = (error: unknown) => {
          if (!(error instanceof GraphQLError || error instanceof AppError))
            options.logUnexpected(error, operation.requestId);
          const client = toClientError(error, operation.requestId);
          operation.fail(codeOf(client));
          operation.end();
          return [client];
        };
        const streams = running.get(context) ?? new Map();
        if (streams.size >= limits.streamsPerSocket) {
          return refused(
            new AppError('RATE_LIMITED', `A socket holds ${limits.streamsPerSocket} streams at once. End one first.`, {
              retryAfterSeconds: 1,
            }),
          );
        }
        const stop = new AbortController();
        try {
          const args = await prepare(context, payload, { operation, stop });
          if (Array.isArray(args)) return refused(args[0]);
          running.set(context, streams.set(id, { operation, stop }));
          return args as ExecutionArgs;
        } catch (error) {
          return refused(error);
        }
      },
      execute: (args) => (args as Args).rootValue.execute(args) as Promise<ExecutionResult>,
      subscribe: (args) => (args as Args).rootValue.subscribe(args) as Promise<AsyncGenerator<ExecutionResult>>,
      onComplete: (context, id) => finish(context, id),
      onError: (context, id, _payload, errors) => {
        finish(context, id);
        return errors.map((error) => withoutHttp(error));
      },
      onClose: (context) => {
        for (const id of running.get(context)?.keys() ?? []) finish(context, id);
        running.delete(context);
      },
    },
    sockets,
    KEEP_ALIVE_MS,
  );

  /** Parsed, validated and with its context; or the errors that stand in the way. */
  const prepare = async (
    context: WsContext<Record<string, unknown>, Extra>,
    payload: SubscribePayload,
    { operation, stop }: { operation: Operation; stop: AbortController },
  ): Promise<Args | readonly GraphQLError[]> => {
    const initial: ServerContext & { signal: AbortSignal } = {
      operation,
      address: options.addressOf(context.extra.request),
      authorization: authorizationOf(context),
      signal: stop.signal,
    };
    const enveloped = yoga.getEnveloped({ ...initial, params: payload });
    const { schema, execute, subscribe, contextFactory, parse, validate } = enveloped;
    const document = parse(payload.query);
    const errors = validate(schema, document);
    if (errors.length > 0) return errors as GraphQLError[];
    const type = getOperationAST(document, payload.operationName)?.operation;
    if (type !== 'subscription') {
      return [new GraphQLError('A socket carries subscriptions only. Send queries and mutations over HTTP.')];
    }
    return {
      schema,
      document,
      operationName: payload.operationName ?? null,
      variableValues: payload.variables ?? null,
      contextValue: await contextFactory(),
      rootValue: { execute, subscribe },
    };
  };

  /** The last event of each stream is on its way when the server stops; a socket that closes now would lose it. */
  const goodbye = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, GOODBYE_MS);
      onFinished = () => {
        if ([...running.values()].some(({ size }) => size > 0)) return;
        clearTimeout(timer);
        resolve();
      };
      onFinished();
    });

  return {
    close: async () => {
      if (closing) return;
      closing = true;
      await goodbye();
      await server.dispose();
      for (const socket of sockets.clients) socket.terminate();
      options.http.off('upgrade', onUpgrade);
    },
  };
}

function authorizationOf(context: WsContext): string | null {
  const { authorization, Authorization } = context.connectionParams ?? {};
  const value = authorization ?? Authorization;
  return typeof value === 'string' ? value : null;
}

function remainingMs(identity: Identity): number {
  return Math.min(Math.max(0, identity.expiresAt.getTime() - Date.now()), 2 ** 31 - 1);
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
}

/** HTTP's status belongs to HTTP. */
function withoutHttp(error: GraphQLError): GraphQLFormattedError {
  const { http: _http, ...extensions } = error.extensions;
  return { ...error.toJSON(), extensions };
}
