import { failureOf, type ServerError } from './errors.ts';
import type { Session } from './session.ts';

/** What sends a request: `fetch`, or `xhrFetch` where progress is to be seen. */
export type Transport = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * Adds the session's token to requests. One that has expired on its way is renewed and the request sent once more; a
 * server that refuses it for another reason ends the session.
 */
export function authorized(session: Session, transport: Transport): Transport {
  return async (url, init = {}) => {
    const send = async () => {
      const token = await session.token();
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${token}`);
      // As an object: what is no fetch reads it too.
      const response = await transport(url, { ...init, headers: Object.fromEntries(headers) });
      return { token, response, refusal: await refusalIn(response) };
    };
    const first = await send();
    if (!first.refusal) return first.response;
    if (first.refusal.reason !== 'EXPIRED') {
      session.end('ended');
      return first.response;
    }
    session.forget(first.token);
    return (await send()).response;
  };
}

/** GraphQL's errors come with status 200, so they are looked for in the body. */
async function refusalIn(response: Response) {
  if (!response.headers.get('content-type')?.includes('json')) return null;
  const text = await response.clone().text();
  if (!text.includes('UNAUTHENTICATED')) return null;
  const { errors = [] } = JSON.parse(text) as { errors?: readonly ServerError[] };
  return errors.map(failureOf).find(({ code }) => code === 'UNAUTHENTICATED') ?? null;
}
