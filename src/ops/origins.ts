import type { IncomingMessage } from 'node:http';

/** Whether the page that sends this request may: no browser's page, one of ours, or one that the operator allows. */
export function isOriginAllowed({ headers }: Pick<IncomingMessage, 'headers'>, allowed: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  if (allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
