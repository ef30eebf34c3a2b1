import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { LOGIN_SCRIPT } from './graphiql-login.ts';
import { GRAPHIQL_TABS } from './graphiql-tabs.ts';

/** The GraphiQL page, with all that it needs inside: it asks no other host for anything. */
export interface GraphiQL {
  /** Whether a request is a browser that opens the address. */
  wants(request: IncomingMessage): boolean;
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** The page is rendered once, at its first use, and compressed off the main thread. */
export function createGraphiQL(): GraphiQL {
  let page: Promise<Buffer> | undefined;
  const render = () => {
    const html = renderGraphiQL({
      title: 'Carrel',
      // Over SSE the token that the page remembers works for the streamed answer too.
      subscriptionsProtocol: 'SSE',
      defaultTabs: [...GRAPHIQL_TABS],
    });
    return promisify(gzip)(
      html.replace('</title>', () => `</title><script>${LOGIN_SCRIPT}</script><style>${STYLE}</style>`),
    );
  };
  return {
    wants: ({ method, headers }) => method === 'GET' && (headers.accept ?? '').includes('text/html'),
    serve: async ({ headers }, response) => {
      page ??= render();
      const zipped = await page;
      const takesGzip = /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''));
      const body = takesGzip ? zipped : await promisify(gunzip)(zipped);
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        ...(takesGzip && { 'content-encoding': 'gzip' }),
        vary: 'accept-encoding',
        'content-length': body.byteLength,
        'x-frame-options': 'DENY',
      });
      response.end(body);
    },
  };
}

/** A tab's transform from the page's first layout would move it away from under the first click. */
const STYLE = '.graphiql-tab { transform: none !important; }';
