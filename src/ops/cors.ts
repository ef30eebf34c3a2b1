import type { IncomingMessage, ServerResponse } from 'node:http';

/** Lets pages of the origins that the operator allows read an answer, as CORS has it; GraphQL's own answers say so themselves. */
export function allowOrigin(
  { headers: { origin } }: IncomingMessage,
  response: ServerResponse,
  allowed: readonly string[],
): void {
  // What one page may read is not for another, in caches too.
  response.setHeader('vary', 'origin');
  if (origin === undefined || !allowed.includes(origin)) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', EXPOSED);
}

/** Answers who asks before they ask (a preflight). */
export function answerPreflight(response: ServerResponse): void {
  response.writeHead(204, {
    'access-control-allow-methods': 'GET',
    'access-control-allow-headers': 'authorization, range, if-range, if-match, if-none-match',
  });
  response.end();
}

const EXPOSED = 'accept-ranges, content-disposition, content-range, etag, x-request-id';
