import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols } from 'graphql-ws';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { Identity } from '../../auth/identity.ts';
import type { Services } from '../../context.ts';
import { clientNetwork } from '../../lib/client-address.ts';
import { createSlots } from '../../lib/slots.ts';
import { SOCKET_LIMITS } from '../../limits.ts';
import type { AccessWatch } from '../access-end.ts';
import type { Operation } from '../operation.ts';
import type { LogUnexpected } from '../settle.ts';
import { ENDPOINT, type Yoga } from '../yoga.ts';
import { serveConnection, TRY_AGAIN_LATER } from './connection.ts';
import { createProtocol, type SocketContext } from './protocol.ts';
import { createSocketStreams } from './streams.ts';

/** What sockets are served with. */
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
  /** Called for each socket that is refused, or closed for what its client did, with the status or close code it got. */
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

/**
 * GraphQL subscriptions over WebSocket (protocol graphql-transport-ws). The caller is verified when the socket opens and
 * for every operation; the socket closes with 4403 when its caller's access ends. Queries and mutations are for HTTP.
 */
export function serveWebSockets(options: WebSocketOptions): { close(): Promise<void> } {
  const { limits } = options;
  const sockets = new WebSocketServer(SERVER_OPTIONS);
  const pending = createSlots({ perKey: limits.pendingPerAddress, total: limits.pending });
  const ofUser = createSlots({ perKey: limits.perUser });
  const streams = createSocketStreams<SocketContext>(limits.streamsPerSocket);
  let closing = false;

  const protocol = createProtocol({ ...options, streams, streamsPerSocket: limits.streamsPerSocket });

  /** Serves a socket that is open; `arrived` gives its place among those whose callers are not known back. */
  const serve = (socket: WebSocket, request: IncomingMessage, arrived: () => void) => {
    const address = options.addressOf(request);
    let isKnown = false;
    serveConnection(socket, {
      messagesPerSecond: limits.messagesPerSecond,
      isKnown: () => isKnown,
      onRefused: (code, reason) => options.onRefused({ address, code, reason }),
      onUnexpected: (error) => options.logUnexpected(error, randomUUID()),
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
        const { authorization, 'user-agent': device = null } = request.headers;
        const isConnected = () => socket.readyState === socket.OPEN;
        const extra = { address, isConnected, device, authorization, refuse: connection.close, welcome };
        return protocol.opened(connection, extra);
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

/** The types of `ws` don't know all of its options. */
const SERVER_OPTIONS: ServerOptions & { maxFragments: number; closeTimeout: number } = {
  noServer: true,
  handleProtocols,
  maxPayload: SOCKET_LIMITS.messageBytes,
  maxFragments: SOCKET_LIMITS.fragments,
  // Thousands fit into one packet: each has a turn of the event loop, so that others are heard between two.
  allowSynchronousEvents: false,
  perMessageDeflate: false,
  autoPong: false,
  closeTimeout: CLOSING_MS,
};
