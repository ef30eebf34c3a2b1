import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server was asked, and when the client went away before the answer was complete. */
export interface ModelRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what was sent, whatever it is
  readonly body: any;
  readonly left: Promise<void>;
}

/** How a request is answered. */
export type Answer = (response: ServerResponse, request: ModelRequest) => void;

/** Bytes as a real server sent them. */
export function replay(status: number, type: string, ...parts: string[]): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': type });
    for (const part of parts) response.write(part);
    response.end();
  };
}

/** The same, and then the connection stays open without another byte. */
export function stall(type: string, ...parts: string[]): Answer {
  return (response) => {
    if (parts.length === 0) return;
    response.writeHead(200, { 'content-type': type });
    for (const part of parts) response.write(part);
  };
}

/** One answer, or the other where JSON after a schema is asked for, in whatever words. */
export function orJson(answer: Answer, json: Answer): Answer {
  return (response, request) => {
    const asksForJson = ['format', 'response_format', 'tools'].some((field) => field in request.body);
    (asksForJson ? json : answer)(response, request);
  };
}

/** Serves recorded answers by path, over HTTP. */
export async function startModelServer(answers: Record<string, Answer>) {
  const requests: ModelRequest[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const left = once(response, 'close').then(() => {});
    let text = '';
    for await (const chunk of request) text += chunk;
    const path = request.url ?? '';
    const { headers } = request;
    const seen: ModelRequest = { path, headers, body: text === '' ? null : JSON.parse(text), left };
    requests.push(seen);
    for (const wake of waiting.splice(0)) wake();
    const answer = answers[path];
    if (answer) answer(response, seen);
    else response.writeHead(404).end('404 page not found');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    host: `http://127.0.0.1:${port}`,
    requests,
    answers,
    /** The first request for a path, once it has come. */
    async request(path: string): Promise<ModelRequest> {
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
  const { host, close } = await startModelServer({});
  await close();
  return host;
}
