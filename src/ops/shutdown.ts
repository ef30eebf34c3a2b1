import type { Server } from 'node:http';

/** Streams get this long to say goodbye, and everything together this long to end. */
const GOODBYE_MS = 1_000;
const DEADLINE_MS = 8_000;

/** Lets streams end and requests finish, refuses new ones, and cuts what is left at the deadline. */
export async function stopServing(http: Server, sockets: { close(): Promise<void> }): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  const cut = setTimeout(() => http.closeAllConnections(), DEADLINE_MS);
  // The last event of each stream is on its way; a socket that closes now would lose it.
  await new Promise((resolve) => setTimeout(resolve, GOODBYE_MS));
  await sockets.close();
  http.closeIdleConnections();
  await closed;
  clearTimeout(cut);
}
