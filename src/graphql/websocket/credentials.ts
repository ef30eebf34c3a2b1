import type { AppError } from '../../errors.ts';

/**
 * The caller's `Authorization`, in whatever form the client's library sends it: in the payload of `connection_init` as
 * `authorization`, as that of its `headers`, or as `authToken`, in any case of letters, with or without `Bearer`; or as
 * the header of the upgrade request, which browsers can't set but other clients can. The payload is for this, so it counts
 * before the header. Null where there is none.
 */
export function authorizationOf(payload: unknown, header: string | undefined): string | null {
  const headers = propertyOf(payload, 'headers');
  for (const given of [propertyOf(payload, 'authorization'), propertyOf(headers, 'authorization')]) {
    if (typeof given === 'string') return withScheme(given);
  }
  const token = propertyOf(payload, 'authtoken');
  return typeof token === 'string' ? withScheme(token) : (header ?? null);
}

/** Why a socket is refused, for the reason that it is closed with: at most 123 bytes. */
export function refusalReason({ message, details }: AppError): string {
  return details.reason === 'MISSING'
    ? 'You are not logged in. Send {"authorization": "Bearer <token>"} as the payload of connection_init.'
    : message;
}

/** A property by its name in lower case, however it is spelt. */
function propertyOf(payload: unknown, name: string): unknown {
  if (typeof payload !== 'object' || payload === null) return undefined;
  return Object.entries(payload).find(([key]) => key.toLowerCase() === name)?.[1];
}

function withScheme(given: string): string {
  return /^[\w.~+/=-]+$/.test(given) ? `Bearer ${given}` : given;
}
