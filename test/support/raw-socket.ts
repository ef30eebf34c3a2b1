import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';

/** A message of the protocol graphql-transport-ws. */
export interface Message {
  readonly type: string;
  readonly id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came, whatever it is
  readonly payload?: any;
}

/** A WebSocket that speaks the protocol by hand, so that it can break it. */
export interface RawSocket {
  readonly socket: WebSocket;
  /** Sends an object as JSON, and a string as it is. */
  send(message: unknown): void;
  /** The next message. @throws Error when the socket closes instead */
  next(): Promise<Message>;
  /** The next message of this id, leaving out those of others. */
  nextOf(id: string): Promise<Message>;
  /** Why it was closed. */
  readonly closed: Promise<{ code: number; reason: string }>;
  /** Sends `connection_init` and waits for what comes back. */
  init(token?: string): Promise<Message>;
  subscribe(id: string, query: string, variables?: Record<string, unknown>): void;
  close(): void;
}

/** Opens a socket to a server's endpoint; resolves when it is open. */
export async function openSocket(
  url: string,
  { protocol = 'graphql-transport-ws', path = '/graphql', ...options }: SocketOptions = {},
): Promise<RawSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, protocol === null ? [] : [protocol], options);
  const messages: Message[] = [];
  let wake: () => void = () => {};
  let isClosed = false;
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => {
      isClosed = true;
      resolve({ code, reason: String(reason) });
      wake();
    });
  });
  socket.on('message', (data) => {
    messages.push(JSON.parse(String(data)));
    wake();
  });
  await once(socket, 'open');
  socket.on('error', () => {});

  const raw: RawSocket = {
    socket,
    closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: async () => {
      for (;;) {
        const message = messages.shift();
        if (message) return message;
        if (isClosed) throw new Error(`The socket closed: ${JSON.stringify(await closed)}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    nextOf: async (id) => {
      for (;;) {
        const message = await raw.next();
        if (message.id === id) return message;
      }
    },
    init: (token) => {
      raw.send({ type: 'connection_init', ...(token && { payload: { authorization: `Bearer ${token}` } }) });
      return raw.next();
    },
    subscribe: (id, query, variables = {}) => raw.send({ type: 'subscribe', id, payload: { query, variables } }),
    close: () => socket.terminate(),
  };
  return raw;
}

interface SocketOptions extends Omit<ClientOptions, 'protocol'> {
  readonly protocol?: string | null;
  readonly path?: string;
}

/** The HTTP status with which an upgrade is refused. */
export async function refusedUpgrade(url: string, options: SocketOptions = {}): Promise<number> {
  const { path = '/graphql', protocol: _, ...rest } = options;
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, ['graphql-transport-ws'], rest);
  const [, response] = await once(socket, 'unexpected-response');
  response.resume();
  socket.on('error', () => {});
  socket.terminate();
  return response.statusCode;
}
