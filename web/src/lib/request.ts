import type { TypedDocumentString } from '../gql/requests/graphql.ts';
import { failureOf, RequestError, type ServerError } from './errors.ts';

/** The API's address. */
export const ENDPOINT = '/graphql';

/**
 * One operation of somebody who is not logged in, or whose session is being renewed.
 * @param token an access token, where there is one already
 * @param options `keepalive`: it is sent even as the page is left
 * @throws RequestError
 */
export async function request<Data, Variables extends object>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  token?: string,
  options: { readonly keepalive?: boolean } = {},
): Promise<Data> {
  const answer = await send(JSON.stringify({ query: document.toString(), variables }), token, options);
  const { data, errors } = answer as { data?: Data | null; errors?: readonly ServerError[] };
  const [first] = errors ?? [];
  if (first) throw new RequestError(failureOf(first));
  if (!data) throw new RequestError({ code: 'NETWORK', message: '' });
  return data;
}

async function send(body: string, token: string | undefined, options: RequestInit): Promise<unknown> {
  try {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const response = await fetch(ENDPOINT, { ...options, method: 'POST', headers, body });
    return await response.json();
  } catch (error) {
    throw new RequestError({ code: 'NETWORK', message: '' }, { cause: error });
  }
}
