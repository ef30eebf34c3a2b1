import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A proxy in front of a Carrel, as an office may have one; it can be unplugged. */
export interface HttpProxy {
  readonly url: string;
  /** How many sockets it has refused. */
  refused(): number;
  /** Cuts all that goes through it at the moment. */
  cut(): void;
  /** Cuts it, and lets nothing through until it is plugged in again. */
  unplug(): void;
  plugIn(): void;
  close(): Promise<void>;
}

/** @param sockets whether it lets WebSockets through */
export async function startProxy(target: string, { sockets }: { sockets: boolean }): Promise<HttpProxy> {
  const connections = new Set<Socket>();
  let refused = 0;
  let isPlugged = true;
  const server = createServer((incoming, outgoing) => {
    const passed = request(target + incoming.url, { method: incoming.method, headers: incoming.headers });
    passed.on('response', (response: IncomingMessage) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
      outgoing.on('close', () => response.destroy());
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
    incoming.on('error', () => passed.destroy());
  });
  server.on('upgrade', ({ method, url, rawHeaders }, socket) => {
    if (!sockets) {
      refused++;
      socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
      return;
    }
    const headers = rawHeaders.map((text, at) => text + (at % 2 === 0 ? ': ' : '\r\n')).join('');
    const { hostname, port } = new URL(target);
    const passed = connect(Number(port), hostname, () => passed.write(`${method} ${url} HTTP/1.1\r\n${headers}\r\n`));
    passed.pipe(socket).pipe(passed);
    for (const [one, other] of [
      [socket, passed],
      [passed, socket],
    ] as const) {
      one.on('error', () => {});
      one.on('close', () => other.destroy());
    }
  });
  server.on('connection', (socket) => {
    if (!isPlugged) socket.destroy();
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const socket of connections) socket.destroy();
  };
  return {
    url: `http://localhost:${port}`,
    refused: () => refused,
    cut,
    unplug: () => {
      isPlugged = false;
      cut();
    },
    plugIn: () => {
      isPlugged = true;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
