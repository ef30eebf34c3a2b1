import { StandingDocument } from '../gql/requests/graphql.ts';
import { type Failure, failureOf, type ServerError, toFailure } from './errors.ts';
import { request } from './request.ts';
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
      const { reason, message } = first.refusal;
      if (!(await isGood(first.token, first.refusal))) session.end(reason === 'REVOKED' ? message : undefined);
      return first.response;
    }
    session.refuse(first.token);
    return (await send()).response;
  };
}

/** A password that an operation asks for is refused as a token is: whether it was that, another operation tells. */
async function isGood(token: string, { reason }: Failure): Promise<boolean> {
  if (reason !== 'INVALID') return false;
  return request(StandingDocument, {}, token).then(
    () => true,
    (error: unknown) => toFailure(error).code !== 'UNAUTHENTICATED',
  );
}

/** GraphQL's errors come with status 200, so they are looked for in the body. */
async function refusalIn(response: Response) {
  if (!response.headers.get('content-type')?.includes('json')) return null;
  const text = await response.clone().text();
  if (!text.includes('UNAUTHENTICATED')) return null;
  const { errors = [] } = JSON.parse(text) as { errors?: readonly ServerError[] };
  return errors.map(failureOf).find(({ code }) => code === 'UNAUTHENTICATED') ?? null;
}
