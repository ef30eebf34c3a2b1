import type { Server } from 'node:http';
import type { Connections } from './connections.ts';

/** Requests and streams get this long to end. */
const DEADLINE_MS = 8_000;

/** Refuses what is new, lets streams end and requests finish, and cuts what is left at the deadline. */
export async function stopServing(
  http: Server,
  { connections, sockets }: { connections: Connections; sockets?: { close(): Promise<void> } },
): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  connections.closeIdle();
  // What is kept alive behind its last response would hold the stop up until the client lets go.
  http.keepAliveTimeout = 1;
  const cut = setTimeout(() => http.closeAllConnections(), DEADLINE_MS);
  await sockets?.close();
  await closed;
  clearTimeout(cut);
}
