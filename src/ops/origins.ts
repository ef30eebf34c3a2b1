import type { IncomingHttpHeaders } from 'node:http';

/** Which other origins may call. */
export interface OriginOptions {
  /** Origins of other sites that the operator allows. */
  readonly allowed: readonly string[];
  /** Whether the request comes from a trusted proxy, which may tell the host that the browser asked. */
  readonly isFromProxy: boolean;
}

/** Whether the page that sends this request may: no browser's page, one of ours, or one that the operator allows. */
export function isOriginAllowed(headers: IncomingHttpHeaders, { allowed, isFromProxy }: OriginOptions): boolean {
  const { origin } = headers;
  if (origin === undefined || allowed.includes(origin)) return true;
  // Browsers say it themselves, and let no page say it; over plain HTTP they don't.
  if (headers['sec-fetch-site'] === 'same-origin') return true;
  if (!URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  const forwarded = isFromProxy
    ? String(headers['x-forwarded-host'] ?? '')
        .split(',')[0]
        ?.trim()
    : undefined;
  // A port that is the scheme's own is left out by browsers, but not by every proxy.
  const asked = `${protocol}//${forwarded || headers.host}`;
  return URL.canParse(asked) && new URL(asked).host === host;
}
