import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, type Context, handleProtocols, makeServer } from 'graphql-ws';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { Identity } from '../../auth/identity.ts';
import type { Services } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { clientNetwork } from '../../lib/client-address.ts';
import { createSlots } from '../../lib/slots.ts';
import { SOCKET_LIMITS } from '../../limits.ts';
import type { AccessWatch } from '../access-end.ts';
import { withoutHttp } from '../errors.ts';
import type { Operation } from '../operation.ts';
import { type LogUnexpected, settle } from '../settle.ts';
import { ENDPOINT, type Yoga } from '../yoga.ts';
import { serveConnection, TRY_AGAIN_LATER } from './connection.ts';
import { authorizationOf, refusalReason } from './credentials.ts';
import { createSocketStreams } from './streams.ts';
import { prepare, run } from './subscribe.ts';

export interface WebSocketOptions {
  readonly http: Server;
  readonly yoga: Yoga;
  readonly services: Services;
  readonly access: AccessWatch;
  readonly limits: SocketLimits;
  readonly logUnexpected: LogUnexpected;
  beginOperation(): Operation;
  addressOf(request: IncomingMessage): string;
  /** Why the upgrade request is refused, as any request would be; null where it is not. */
  refusalOf(request: IncomingMessage): { readonly status: number; readonly detail: string } | null;
  /** Answers an upgrade request that is refused, and ends its connection. */
  refuseUpgrade(socket: Duplex, status: number, detail: string): void;
  /** Hears of each socket that is refused or closed for what its client did, with the status or close code it got. */
  onRefused(refusal: { address: string; code: number; reason: string }): void;
  /** Counts a socket whose caller is known; called again when it closes. */
  countSocket(): () => void;
}

/** How many of everything there may be at once; what SOCKET_LIMITS says beside holds always. */
export type SocketLimits = Readonly<
  Record<'pendingPerAddress' | 'pending' | 'perUser' | 'streamsPerSocket' | 'messagesPerSecond', number>
>;

/** Streams get this long to end when the server stops. */
const GOODBYE_MS = 2_000;
/** A client gets this long to close its side, whoever closes first. */
const CLOSING_MS = 1_000;

/** What Carrel knows of a socket beside what graphql-ws does. */
interface Extra {
  readonly address: string;
  /** The header of the upgrade request. */
  readonly authorization: string | undefined;
  /** Closes it for what its client did. */
  refuse(code: number, reason: string): void;
  /** Says who calls, as long as the socket is open. */
  welcome(caller: Identity): void;
}
type SocketContext = Context<Record<string, unknown>, Extra>;

/**
 * GraphQL subscriptions over WebSocket (protocol graphql-transport-ws). The caller is verified when the socket opens and
 * for every operation; the socket closes with 4403 when its caller's access ends. Queries and mutations are for HTTP.
 */
export function serveWebSockets(options: WebSocketOptions): { close(): Promise<void> } {
  const { yoga, services, limits, logUnexpected } = options;
  const sockets = new WebSocketServer(SERVER_OPTIONS);
  const pending = createSlots({ perKey: limits.pendingPerAddress, total: limits.pending });
  const ofUser = createSlots({ perKey: limits.perUser });
  const streams = createSocketStreams<SocketContext>(limits.streamsPerSocket);
  let closing = false;

  const graphql = makeServer<Record<string, unknown>, Extra>({
    ...run,
    connectionInitWaitTimeout: SOCKET_LIMITS.initMs,
    onConnect: async ({ connectionParams, extra }) => {
      try {
        extra.welcome(await services.auth.authenticate(authorizationOf(connectionParams, extra.authorization)));
      } catch (error) {
        if (!(error instanceof AppError)) logUnexpected(error, randomUUID());
        const isKnown = error instanceof AppError && error.code === 'UNAUTHENTICATED';
        if (isKnown) extra.refuse(CloseCode.Forbidden, refusalReason(error));
        else extra.refuse(TRY_AGAIN_LATER, 'Try again later.');
      }
      return true;
    },
    onSubscribe: async (context, id, payload) => {
      const operation = options.beginOperation();
      const refused = (...errors: unknown[]) => {
        const settled = errors.map((error) => settle(error, operation, logUnexpected));
        streams.finish(context, id);
        operation.end();
        return settled;
      };
      const signal = streams.begin(context, id, operation);
      if (!signal) return refused(tooManyStreams(limits.streamsPerSocket));
      const { address, authorization } = context.extra;
      const initial = { operation, address, authorization: authorizationOf(context.connectionParams, authorization) };
      try {
        const args = await prepare(yoga, payload, { ...initial, signal });
        return 'document' in args ? args : refused(...args);
      } catch (error) {
        return refused(error);
      }
    },
    onNext: (_context, _id, _payload, _args, { errors, data }) =>
      errors && { ...(data !== undefined && { data }), errors: errors.map((error) => withoutHttp(error)) },
    onComplete: (context, id) => streams.finish(context, id),
    onError: (context, id, _payload, errors) => {
      streams.finish(context, id);
      return errors.map((error) => withoutHttp(error));
    },
    onClose: (context) => streams.finishAll(context),
  });

  /** Serves a socket that is open; `arrived` gives its place among those whose callers are not known back. */
  const serve = (socket: WebSocket, request: IncomingMessage, arrived: () => void) => {
    const address = options.addressOf(request);
    let isKnown = false;
    serveConnection(socket, {
      messagesPerSecond: limits.messagesPerSecond,
      isKnown: () => isKnown,
      onRefused: (code, reason) => options.onRefused({ address, code, reason }),
      onUnexpected: (error) => logUnexpected(error, randomUUID()),
      opened: (connection) => {
        const welcome = (caller: Identity) => {
          // Who has left meanwhile is not counted: nothing would ever take that back.
          if (socket.readyState !== socket.OPEN) return;
          const giveBack = ofUser.take(caller.userId);
          if (!giveBack)
            return connection.close(TRY_AGAIN_LATER, `You have ${limits.perUser} sockets. Close one first.`);
          isKnown = true;
          arrived();
          const uncount = options.countSocket();
          const forget = options.access.whenEnded(caller, ({ message }) => socket.close(CloseCode.Forbidden, message));
          for (const end of [giveBack, uncount, forget]) socket.once('close', end);
        };
        const { authorization } = request.headers;
        return graphql.opened(connection, { address, authorization, refuse: connection.close, welcome });
      },
    });
  };

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const address = options.addressOf(request);
    const refuse = (code: number, reason: string) => {
      options.onRefused({ address, code, reason });
      options.refuseUpgrade(socket, code, reason);
    };
    if (closing) return refuse(503, 'The server is stopping. Try again in a moment.');
    const [path] = (request.url ?? '/').split('?');
    if (path !== ENDPOINT) return refuse(404, `There is nothing at this address; sockets open at ${ENDPOINT}.`);
    const refusal = options.refusalOf(request);
    if (refusal) return refuse(refusal.status, refusal.detail);
    const arrived = pending.take(clientNetwork(address));
    if (!arrived) return refuse(429, 'Too many sockets are being opened. Try again in a moment.');
    socket.once('close', arrived);
    sockets.handleUpgrade(request, socket, head, (ws) => serve(ws, request, arrived));
  };
  options.http.on('upgrade', onUpgrade);

  return {
    close: async () => {
      if (closing) return;
      closing = true;
      // The last event of each stream is on its way; a socket that closes now would lose it.
      await streams.whenIdle(GOODBYE_MS);
      // graphql-ws sends a stream's end after it has told of it.
      await new Promise((resolve) => setImmediate(resolve));
      const open = [...sockets.clients];
      const closed = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of open) socket.close(GOING_AWAY, 'Going away');
      await Promise.all(closed);
      options.http.off('upgrade', onUpgrade);
    },
  };
}

/** Close code of RFC 6455: the server stops. */
const GOING_AWAY = 1001;

/** The types of `ws` don't know its `closeTimeout`. */
const SERVER_OPTIONS: ServerOptions & { closeTimeout: number } = {
  noServer: true,
  handleProtocols,
  maxPayload: SOCKET_LIMITS.messageBytes,
  perMessageDeflate: false,
  autoPong: false,
  closeTimeout: CLOSING_MS,
};

function tooManyStreams(limit: number): AppError {
  return new AppError('RATE_LIMITED', `A socket holds ${limit} streams at once. End one first.`, {
    retryAfterSeconds: 1,
  });
}
