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

/**
 * Holds at most `max` connections. When there are more, one on which nothing is asked gives way to the newcomer, or else
 * one whose request has not come in yet, the oldest first: so who opens many and stays silent keeps nobody out. Those that
 * stand still are closed after a while: nothing asked for, or an answer that nobody reads.
 */
export function guardConnections(
  http: Server,
  { max, stalledMs = CONNECTION_LIMITS.stalledMs }: { max: number; stalledMs?: number },
): Connections {
  /** In the order in which they became so. */
  const idle = new Set<Socket>();
  const busy = new Map<Socket, Set<IncomingMessage>>();
  let open = 0;

  const makeRoom = (newcomer: Socket) => {
    const [silent] = idle;
    const halfway = [...busy].find(([, requests]) => [...requests].some(({ complete }) => !complete))?.[0];
    const leaving = silent ?? halfway ?? newcomer;
    // At once, so that the next newcomer looks for another one.
    idle.delete(leaving);
    busy.delete(leaving);
    leaving.destroy();
  };
  http.on('connection', (socket: Socket) => {
    open += 1;
    if (open > max) makeRoom(socket);
    if (!socket.destroyed) idle.add(socket);
    socket.once('close', () => {
      open -= 1;
      idle.delete(socket);
      busy.delete(socket);
    });
  });
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const requests = busy.get(socket) ?? new Set();
    idle.delete(socket);
    busy.set(socket, requests.add(request));
    response.once('close', () => {
      requests.delete(request);
      if (requests.size > 0 || !busy.delete(socket)) return;
      if (!socket.destroyed) idle.add(socket);
    });
  };
  http.on('request', onRequest);
  http.on('checkContinue', onRequest);
  // From there on it is the WebSocket server's.
  http.on('upgrade', ({ socket }) => idle.delete(socket));
  http.setTimeout(stalledMs);
  // Node starts the time anew with every byte that it sends. A request that waits for its answer has none to send.
  http.on('timeout', (socket: Socket) => {
    if (idle.has(socket) || socket.writableLength > 0) socket.destroy();
  });
  return {
    closeIdle: () => {
      for (const socket of idle) socket.destroy();
    },
  };
}
