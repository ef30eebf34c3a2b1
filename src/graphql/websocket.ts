import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ExecutionArgs, type ExecutionResult, GraphQLError, getOperationAST } from 'graphql';
import { CloseCode, type SubscribePayload, type Context as WsContext } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Identity } from '../auth/identity.ts';
import type { Services } from '../context.ts';
import { AppError } from '../errors.ts';
import { withoutHttp } from './errors.ts';
import { whenExpired } from './expiry.ts';
import type { Operation } from './operation.ts';
import { type LogUnexpected, type ServerContext, settle } from './outcome.ts';
import { createSocketStreams } from './socket-streams.ts';
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
  now(): Date;
}

/** Longest message that a client may send, in bytes. */
const MAX_MESSAGE_BYTES = 64 * 1024;
const INIT_TIMEOUT_MS = 3_000;
const KEEP_ALIVE_MS = 12_000;
/** Streams get this long to end when the server stops. */
const GOODBYE_MS = 2_000;
/** Close code of RFC 6455's registry: not now, but come again. */
const TRY_AGAIN_LATER = 1013;

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
  const streams = createSocketStreams<WsContext>(limits.streamsPerSocket);
  let closing = false;

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const path = (request.url ?? '/').split('?')[0];
    if (closing) return refuse(socket, '503 Service Unavailable');
    if (path !== ENDPOINT) return refuse(socket, '404 Not Found');
    if (!options.isOriginAllowed(request)) return refuse(socket, '403 Forbidden');
    sockets.handleUpgrade(request, socket, head, (ws) => {
      sockets.emit('connection', ws, request);
      // A client that breaks WebSocket's rules is closed by `ws`, with the right code; it is no fault to print.
      ws.removeAllListeners('error').on('error', () => {});
    });
  };
  options.http.on('upgrade', onUpgrade);

  /** Counts a socket until it closes, which its token's end brings about. */
  const admit = (identity: Identity, socket: WebSocket): void => {
    const count = (socketsOf.get(identity.userId) ?? 0) + 1;
    socketsOf.set(identity.userId, count);
    if (count > limits.socketsPerUser) socket.close(TRY_AGAIN_LATER, 'Too many sockets');
    const uncount = options.countSocket();
    const forget = whenExpired(identity, options.now, () => {
      socket.close(CloseCode.Forbidden, 'The token has expired');
    });
    socket.once('close', () => {
      forget();
      uncount();
      const left = (socketsOf.get(identity.userId) ?? 1) - 1;
      if (left > 0) socketsOf.set(identity.userId, left);
      else socketsOf.delete(identity.userId);
    });
  };

  const server = useServer<Record<string, unknown>, Extra>(
    {
      connectionInitWaitTimeout: INIT_TIMEOUT_MS,
      // Else its close reasons tell what went wrong inside.
      isProd: true,
      onConnect: async (context) => {
        const { socket } = context.extra;
        try {
          const identity = await services.auth.authenticate(authorizationOf(context));
          // Who has left meanwhile is not counted: nothing would ever take that back.
          if (socket.readyState === socket.OPEN) admit(identity, socket);
          return true;
        } catch (error) {
          if (error instanceof AppError && error.code === 'UNAUTHENTICATED') return false;
          if (!(error instanceof AppError)) options.logUnexpected(error, randomUUID());
          socket.close(TRY_AGAIN_LATER, 'Try again later');
          return false;
        }
      },
      onSubscribe: async (context, id, payload) => {
        const operation = options.beginOperation();
        const refused = (...errors: unknown[]) => {
          const settled = errors.map((error) => settle(error, operation, options.logUnexpected));
          streams.finish(context, id);
          operation.end();
          return settled;
        };
        const signal = streams.begin(context, id, operation);
        if (!signal) {
          return refused(
            new AppError('RATE_LIMITED', `A socket holds ${limits.streamsPerSocket} streams at once. End one first.`, {
              retryAfterSeconds: 1,
            }),
          );
        }
        try {
          const args = await prepare(context, payload, { operation, signal });
          return Array.isArray(args) ? refused(...args) : (args as ExecutionArgs);
        } catch (error) {
          return refused(error);
        }
      },
      execute: (args) => (args as Args).rootValue.execute(args) as Promise<ExecutionResult>,
      subscribe: (args) => (args as Args).rootValue.subscribe(args) as Promise<AsyncGenerator<ExecutionResult>>,
      onNext: (_context, _id, _payload, _args, { errors, data }) =>
        errors && { ...(data !== undefined && { data }), errors: errors.map((error) => withoutHttp(error)) },
      onComplete: (context, id) => streams.finish(context, id),
      onError: (context, id, _payload, errors) => {
        streams.finish(context, id);
        return errors.map((error) => withoutHttp(error));
      },
      onClose: (context) => streams.finishAll(context),
    },
    sockets,
    KEEP_ALIVE_MS,
  );

  /** Parsed, validated and with its context; or the errors that stand in the way. */
  const prepare = async (
    context: WsContext<Record<string, unknown>, Extra>,
    payload: SubscribePayload,
    { operation, signal }: { operation: Operation; signal: AbortSignal },
  ): Promise<Args | readonly GraphQLError[]> => {
    const initial: ServerContext & { signal: AbortSignal } = {
      operation,
      address: options.addressOf(context.extra.request),
      authorization: authorizationOf(context),
      signal,
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

  return {
    close: async () => {
      if (closing) return;
      closing = true;
      // The last event of each stream is on its way; a socket that closes now would lose it.
      await streams.whenIdle(GOODBYE_MS);
      // graphql-ws sends a stream's end after it has told of it.
      await new Promise((resolve) => setImmediate(resolve));
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

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
}
