import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands between Carrel and an Ollama, and sees how each answer ends. */
export interface OllamaObserver {
  readonly host: string;
  /** How the next answer ends: said to its end, or its reader hung up before. */
  nextEnd(): Promise<'said' | 'hung up'>;
  close(): Promise<void>;
}

/** Starts one on a free port. A reader that hangs up is passed on as it is. */
export async function observeOllama(ollama: string): Promise<OllamaObserver> {
  const waiting: ((end: 'said' | 'hung up') => void)[] = [];
  const server = createServer((incoming, response) => {
    const { method, headers, url = '/' } = incoming;
    const upstream = request(new URL(url, ollama), { method, headers: { ...headers, host: new URL(ollama).host } });
    incoming.pipe(upstream);
    upstream.on('error', () => response.destroy());
    upstream.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    response.on('close', () => {
      if (!response.writableFinished) upstream.destroy();
      if (url === '/api/chat') waiting.shift()?.(response.writableFinished ? 'said' : 'hung up');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    nextEnd: () => new Promise((resolve) => waiting.push(resolve)),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
