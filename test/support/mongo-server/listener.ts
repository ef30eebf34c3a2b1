import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createFramer, parseRequest, type Request } from './wire.ts';

/** Answers one request: the bytes to send (maybe none), or null to break the connection. */
export type Responder = (request: Request, connection: Connection) => Promise<Buffer | null>;

/** The answer that never arrives. */
export const SILENCE = Buffer.alloc(0);

export interface Connection {
  readonly id: number;
  /** Aborts when the connection is gone. */
  readonly signal: AbortSignal;
  /** Breaks it. */
  cut(): void;
}

/** The server's port and its connections. */
export interface Listener {
  readonly port: number;
  /** Breaks all connections; new ones are taken. */
  dropConnections(): void;
  /** Breaks all connections, and refuses new ones. Closing twice is fine. */
  close(): Promise<void>;
  /** Listens on the same port again. */
  reopen(): Promise<void>;
}

/**
 * Listens on a free port of the loopback interface. Requests of one connection are answered in order; `onDrained`: it is
 * gone, and all that it asked is done.
 */
export async function listen(
  respond: Responder,
  { onDrained = () => {} }: { onDrained?: (connection: Connection) => void } = {},
): Promise<Listener> {
  const sockets = new Set<Socket>();
  let connections = 0;

  const server = createServer((socket) => {
    sockets.add(socket);
    const gone = new AbortController();
    const connection = { id: ++connections, signal: gone.signal, cut: () => void socket.destroy() };
    const frame = createFramer();
    let queue: Promise<void> = Promise.resolve();

    const answer = async (message: Buffer): Promise<void> => {
      const request = parseRequest(message);
      const reply = await respond(request, connection);
      if (reply === null) socket.destroy();
      else if (request.wantsReply && socket.writable) socket.write(reply);
    };

    socket.setNoDelay(true);
    // A broken connection is the client's affair, and `close` follows.
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      gone.abort();
      queue = queue.then(() => onDrained(connection));
    });
    socket.on('data', (bytes) => {
      for (const message of frame(bytes)) {
        queue = queue.then(() => answer(message)).catch(() => void socket.destroy());
      }
    });
  });

  const open = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };

  await open(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    dropConnections,
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      dropConnections();
      await closed;
    },
    async reopen() {
      if (!server.listening) await open(port);
    },
  };
}
