import type { Plugin } from 'graphql-yoga';

/** What every answer of the API says about itself to caches and proxies. */
export function useResponseHeaders(): Plugin {
  return {
    onResponse({ response: { headers } }) {
      // What a token may read is nobody else's, and CORS makes an answer one origin's.
      headers.set('cache-control', 'no-store');
      headers.set('vary', 'Origin, Accept');
      // Else nginx holds a stream's events back until it has a page of them.
      if (headers.get('content-type')?.startsWith('text/event-stream')) headers.set('x-accel-buffering', 'no');
    },
  };
}
