import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as recorded from './ollama-recordings.ts';

/** What the server was asked, and when the client went away before the answer was complete. */
export interface OllamaRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what was sent, whatever it is
  readonly body: any;
  readonly left: Promise<void>;
}

/** How a request is answered. */
export type Answer = (response: ServerResponse, request: OllamaRequest) => void;

/** Bytes as a real server sent them. */
export function replay(status: number, type: string, ...parts: string[]): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': type });
    for (const part of parts) response.write(part);
    response.end();
  };
}

/** The same, and then the connection stays open without another byte. */
export function replayThenHang(...parts: string[]): Answer {
  return (response) => {
    if (parts.length === 0) return;
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    for (const part of parts) response.write(part);
  };
}

/** What a proxy with basic authentication says without the right `user:password`, and the answer with it. */
export function behindBasicAuth(credentials: string, answer: Answer): Answer {
  const expected = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return (response, request) => {
    if (request.headers.authorization === expected) return answer(response, request);
    response.writeHead(401, { 'content-type': 'text/html', 'www-authenticate': 'Basic realm="models"' });
    response.end('<html><h1>401 Authorization Required</h1></html>');
  };
}

/** Serves recorded answers by path; those of a chat model are there unless others are given. */
export async function startOllamaServer(answers: Record<string, Answer> = {}) {
  const requests: OllamaRequest[] = [];
  const waiting: (() => void)[] = [];
  const all: Record<string, Answer> = {
    '/api/show': replay(200, 'application/json; charset=utf-8', recorded.SHOW),
    '/api/tags': replay(200, 'application/json; charset=utf-8', recorded.TAGS),
    '/api/chat': replay(200, 'application/x-ndjson', ...recorded.CHAT_STOP),
    '/api/embed': recorded.answerEmbed,
    ...answers,
  };

  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const left = once(response, 'close').then(() => {});
    let text = '';
    for await (const chunk of request) text += chunk;
    const path = request.url ?? '';
    const { headers } = request;
    const seen: OllamaRequest = { path, headers, body: text === '' ? null : JSON.parse(text), left };
    requests.push(seen);
    for (const wake of waiting.splice(0)) wake();
    const answer = all[path];
    if (answer) answer(response, seen);
    else response.writeHead(404).end('404 page not found');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    host: `http://127.0.0.1:${port}`,
    requests,
    answers: all,
    /** The first request for a path, once it has come. */
    async request(path: string): Promise<OllamaRequest> {
      for (;;) {
        const found = requests.find((each) => each.path === path);
        if (found) return found;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A host where nothing listens. */
export async function unusedHost(): Promise<string> {
  const { host, close } = await startOllamaServer();
  await close();
  return host;
}
