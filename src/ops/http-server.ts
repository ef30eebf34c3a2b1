import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { StartupError } from '../errors.ts';
import { createPacedHandler } from '../lib/paced.ts';
import { HTTP_LIMITS } from '../limits.ts';
import { OutgoingResponse } from './endings.ts';
import { IncomingRequest, readTarget } from './incoming-request.ts';
import { createProblem, PROBLEM_MEDIA_TYPE } from './problem.ts';
import type { Refusal } from './request-checks.ts';

/** What answers a request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What a path serves: a handler for each method; other methods get 405. A segment such as `:id` stands for any. */
export type Routes = Readonly<Record<string, Readonly<Record<string, Handler>>>>;

/** What is looked at before a route, and behind all of them. */
export interface HttpServerOptions {
  /** Looks at every request before its route does. */
  refusalOf(request: IncomingMessage): Refusal | null;
  /** Finds what a path serves that no route has. */
  findMore?(path: string, request: IncomingMessage): Routes[string] | undefined;
  onUnexpected(error: unknown): void;
}

/** HTTP outside GraphQL: routes by path, and problems (RFC 9457) for all that has none. */
export function createHttpServer(routes: Routes, { refusalOf, findMore, onUnexpected }: HttpServerOptions): Server {
  const countRequest = createRequestCounter();
  const findRoute = createRouter(routes);
  const answer = async ({ request, response, tooMany }: Arrived): Promise<void> => {
    // Its client has left while it waited.
    if (response.destroyed) return;
    readTarget(request);
    response.setHeader('x-content-type-options', 'nosniff');
    const refusal = tooMany ?? refusalOf(request);
    if (refusal) {
      // Whatever is left of it is not read.
      response.setHeader('connection', 'close');
      return sendProblem(response, refusal.status, refusal.detail);
    }
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const methods = findRoute(path) ?? findMore?.(path, request);
    if (!methods) return sendProblem(response, 404, 'There is nothing at this address; the API is at /graphql.');
    // Node leaves the body off the answer to a HEAD.
    const handler = methods[request.method === 'HEAD' ? 'GET' : (request.method ?? '')] ?? methods['*'];
    if (!handler) {
      response.setHeader('allow', Object.keys(methods).join(', '));
      return sendProblem(response, 405);
    }
    try {
      await handler(request, response);
    } catch (error) {
      onUnexpected(error);
      if (!response.headersSent) sendProblem(response, 500);
      else response.destroy();
    }
  };
  const server = createServer({
    IncomingMessage: IncomingRequest,
    ServerResponse: OutgoingResponse,
    requestTimeout: 60_000,
    headersTimeout: 10_000,
    maxHeaderSize: HTTP_LIMITS.headerBytes,
  });
  // A thousand can come in at once, each with some tenths of a millisecond of work before it waits for anything.
  const begin = createPacedHandler<Arrived>((arrived) => void answer(arrived), { newestFirst: true });
  const onRequest = (request: IncomingMessage, response: ServerResponse) =>
    begin({ request, response, tooMany: countRequest(request.socket, response) });
  server.on('request', onRequest);
  server.on('upgrade', readTarget);
  // A client that waits for `100 Continue` gets it when the body is read, after everything that may refuse it.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    // The client may send the body or leave it: what follows on this connection could be either.
    response.shouldKeepAlive = false;
    onRequest(request, response);
  });
  // Node would drop what is over it in silence, and with that `content-length` or `authorization`.
  server.maxHeadersCount = 0;
  server.on('clientError', ({ code }: NodeJS.ErrnoException, socket) => {
    const status = PARSER_STATUS[code ?? ''] ?? 400;
    if (socket.writable) socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
  });
  return server;
}

/** A request that has come in, and why it may not be answered. */
interface Arrived {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly tooMany: Refusal | null;
}

function createRouter(routes: Routes): (path: string) => Routes[string] | undefined {
  const patterns = Object.entries(routes).map(([path, methods]) => {
    return { pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`), methods };
  });
  return (path) => patterns.find(({ pattern }) => pattern.test(path))?.methods;
}

/** What Node's parser gives up on, where that is no plain nonsense. */
const PARSER_STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Counts the unanswered requests of a connection: HTTP allows to send the next ones without waiting. */
function createRequestCounter(): (socket: Socket, response: ServerResponse) => Refusal | null {
  const unanswered = new WeakMap<Socket, number>();
  return (socket, response) => {
    const count = (unanswered.get(socket) ?? 0) + 1;
    unanswered.set(socket, count);
    response.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    if (count <= HTTP_LIMITS.unansweredPerConnection) return null;
    return {
      status: 429,
      detail: `A connection has at most ${HTTP_LIMITS.unansweredPerConnection} unanswered requests.`,
    };
  };
}

/** Answers with a problem as `application/problem+json`. */
export function sendProblem(response: ServerResponse, status: number, detail?: string): void {
  send(response, status, { type: PROBLEM_MEDIA_TYPE, body: JSON.stringify(createProblem(status, detail)) });
}

/** Answers with a whole body. */
export function send(response: ServerResponse, status: number, content: { type: string; body: string }): void {
  response.writeHead(status, { 'content-type': content.type, 'cache-control': 'no-store' });
  response.end(content.body);
}

/** Why a server can't listen, and what to do. */
const LISTEN_FAILURES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there; set PORT to another one',
  EACCES: 'this user may not; set PORT to one above 1023',
  EADDRNOTAVAIL: 'this machine has no such address; set HOST to one of its own, or to 0.0.0.0 for all',
  ENOTFOUND: 'there is no host of this name; set HOST to an address of this machine, or to 0.0.0.0 for all',
};

/**
 * Lets a server listen, and gives its address, such as http://localhost:4000. Port 0: any free one.
 * @throws StartupError when it can't
 */
export function listen(server: Server, { host, port }: { host: string; port: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = LISTEN_FAILURES[error.code ?? ''] ?? error.message;
      reject(new StartupError(`Carrel can't listen on ${host}:${port}: ${why}.`, { cause: error }));
    });
    server.listen(port, host, () => {
      const name = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host) ? 'localhost' : host;
      // A server that listens has an address.
      resolve(`http://${name}:${(server.address() as AddressInfo).port}`);
    });
  });
}
