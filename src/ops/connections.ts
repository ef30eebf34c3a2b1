import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { CONNECTION_LIMITS } from '../limits.ts';

/** The connections of a server. */
export interface Connections {
  /** Closes those without a request under way, also those that never sent one, which Node's own method leaves open. */
  closeIdle(): void;
}

/** How many connections a process may have that may have so many files open: the rest is for its store and its models. */
export function connectionsUnder(maxOpenFiles: number): number {
  const { reservedFiles, share, atLeast, atMost } = CONNECTION_LIMITS;
  return Math.min(atMost, Math.max(atLeast, Math.floor((maxOpenFiles - reservedFiles) * share)));
}

/** Refuses connections above `max`, and closes those that stand still: nothing asked for, or an answer that nobody reads. */
export function guardConnections(
  http: Server,
  { max, stalledMs = CONNECTION_LIMITS.stalledMs }: { max: number; stalledMs?: number },
): Connections {
  /** Requests under way on each connection that speaks HTTP. */
  const underWay = new Map<Socket, number>();
  const count = (socket: Socket, by: 1 | -1) => {
    const requests = underWay.get(socket);
    if (requests !== undefined) underWay.set(socket, requests + by);
  };
  const onRequest = ({ socket }: IncomingMessage, response: ServerResponse) => {
    count(socket, 1);
    response.once('close', () => count(socket, -1));
  };
  http.maxConnections = max;
  http.on('connection', (socket: Socket) => {
    underWay.set(socket, 0);
    socket.once('close', () => underWay.delete(socket));
  });
  http.on('request', onRequest);
  http.on('checkContinue', onRequest);
  // From there on it is the WebSocket server's.
  http.on('upgrade', ({ socket }) => underWay.delete(socket));
  http.setTimeout(stalledMs);
  // Node starts the time anew with every byte that it sends. A request that waits for its answer has none to send.
  http.on('timeout', (socket: Socket) => {
    if (underWay.get(socket) === 0 || socket.writableLength > 0) socket.destroy();
  });
  return {
    closeIdle: () => {
      for (const [socket, requests] of underWay) if (requests === 0) socket.destroy();
    },
  };
}
