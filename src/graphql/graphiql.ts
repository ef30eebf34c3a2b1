import type { IncomingMessage, ServerResponse } from 'node:http';
import { besideModule, startWorker } from '../lib/worker-rpc.ts';
import type { GraphiQLMethods, PackedPage } from './graphiql-worker.ts';

/** The GraphiQL page: it asks no other host for anything. */
export interface GraphiQL {
  /** Whether a request is a browser that opens the address, or loads a file of the page. */
  wants(request: IncomingMessage): boolean;
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** The parameter that names a file of the page: proxies forward one path, so all of it has the same. */
const FILE = 'graphiql';

/** The page is put together once, at its first use, off the main thread. */
export function createGraphiQL(): GraphiQL {
  let loading: Promise<PackedPage> | undefined;
  return {
    wants: ({ method, headers, url }) =>
      method === 'GET' && ((headers.accept ?? '').includes('text/html') || fileOf(url) !== null),
    serve: async (request, response) => {
      loading ??= load();
      const { page, files } = await loading;
      const name = fileOf(request.url);
      const packed = name === null ? page : files.get(name);
      if (!packed) {
        response.writeHead(404, { 'cache-control': 'no-store' }).end();
        return;
      }
      const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
      const body = takesGzip ? packed.zipped : packed.plain;
      response.writeHead(200, {
        'content-type': packed.type,
        ...(takesGzip && { 'content-encoding': 'gzip' }),
        'content-length': body.byteLength,
        vary: 'Accept-Encoding, Accept, Origin',
        'cache-control': name === null ? 'no-store' : 'public, max-age=31536000, immutable',
        'content-security-policy': POLICY,
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
      response.end(body);
    },
  };
}

/** Scripts are files of this server. Styles may be inline: the editor makes its own while it runs. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

function fileOf(url = ''): string | null {
  return new RegExp(`^[^?]*\\?${FILE}=([\\w.-]+)$`).exec(url)?.[1] ?? null;
}

async function load(): Promise<PackedPage> {
  const worker = startWorker<GraphiQLMethods>(besideModule(import.meta.url, 'graphiql-worker'));
  try {
    return await worker.call('page', FILE);
  } finally {
    void worker.close();
  }
}
