import type { IncomingMessage } from 'node:http';
import { HTTP_LIMITS } from '../limits.ts';
import { createHostCheck, type HostOptions } from './hosts.ts';

/** Why a request is refused before anything of it is used: an HTTP status, and a sentence for its sender. */
export interface Refusal {
  readonly status: number;
  readonly detail: string;
}

/** Makes what every request goes through before its address is looked at. */
export function createRequestChecks(options: HostOptions): (request: IncomingMessage) => Refusal | null {
  const isHostAllowed = createHostCheck(options);
  return (request) => {
    const fault = findHeaderFault(request);
    if (fault || isHostAllowed(request)) return fault;
    return {
      status: 421,
      detail: 'Carrel is not known by the name in Host. Put it into ALLOWED_HOSTS, or its proxy into TRUSTED_PROXIES.',
    };
  };
}

/** What is wrong with a request's headers, whatever its address; null where nothing is. */
export function findHeaderFault({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): Refusal | null {
  // Names and values in turn.
  if (rawHeaders.length > 2 * HTTP_LIMITS.headers)
    return { status: 431, detail: `A request has at most ${HTTP_LIMITS.headers} headers; this one has more.` };
  const seen = new Set<string>();
  let acceptedTypes = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    // Node takes the first, others the last: what a proxy has checked need not be what is used here.
    if (SINGLE.has(name) && seen.has(name))
      return { status: 400, detail: `The header '${name}' came twice. Send it once.` };
    seen.add(name);
    if (name === 'accept') acceptedTypes += rawHeaders[at + 1]?.split(',').length ?? 0;
  }
  if (acceptedTypes > HTTP_LIMITS.acceptedTypes) {
    const detail = `'Accept' names at most ${HTTP_LIMITS.acceptedTypes} media types; this one names more.`;
    return { status: 431, detail };
  }
  return null;
}

/** Headers that say one thing. */
const SINGLE = new Set(['authorization', 'content-length', 'content-type', 'expect', 'host', 'origin', 'upgrade']);
