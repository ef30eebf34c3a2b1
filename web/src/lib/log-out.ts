import { LogoutDocument } from '../gql/requests/graphql.ts';
import { request } from './request.ts';

/** Ends the session of a token that nobody needs any more. Where the server does not hear of it, it ends by itself. */
export async function logOut(token: string): Promise<void> {
  await request(LogoutDocument, {}, token, { keepalive: true }).catch(() => {});
}
