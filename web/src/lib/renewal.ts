import type { SessionPartsFragment } from '../gql/graphql.ts';
import { RefreshSessionDocument, ReopenSessionDocument } from '../gql/requests/graphql.ts';
import { isGoodFor } from './access-token.ts';
import { RequestError, SESSION_ENDED, toFailure } from './errors.ts';
import { request } from './request.ts';
import { noteSent, readStored, type StoredSession, wasSent } from './stored-session.ts';

/** A server that took a token back within this time has given the next one to another tab. */
const OTHER_TAB_MS = 3_000;

/**
 * New tokens for a session; null where another tab has stored some.
 *
 * A refresh token is good once. Where its answer was lost, as the page was left or the network went, nobody has the next
 * one, and to send it again would end the session as if it were stolen. So that it is sent is written down before, and
 * one of which no answer came is not sent again as long as the access token, which is good for a while yet, can begin
 * another session in its place.
 * @throws RequestError
 */
export async function renewSession(session: StoredSession): Promise<SessionPartsFragment | null> {
  if (wasSent(session) && isGoodFor(session.access, 0)) return await reopen(session);
  const { refreshToken } = session;
  noteSent(session);
  try {
    return (await request(RefreshSessionDocument, { input: { refreshToken } })).refreshSession;
  } catch (error) {
    if (toFailure(error).code !== 'CONFLICT') throw error;
    if (await isReplaced(refreshToken)) return null;
    if (isGoodFor(session.access, 0)) return await reopen(session);
    throw new RequestError(SESSION_ENDED, { cause: error });
  }
}

async function reopen({ tenantId, access }: StoredSession): Promise<SessionPartsFragment> {
  return (await request(ReopenSessionDocument, { input: { tenantId } }, access.text)).switchTenant;
}

/** Whether another refresh token is stored, or none, after a moment at the latest. */
async function isReplaced(refreshToken: string): Promise<boolean> {
  const until = Date.now() + OTHER_TAB_MS;
  while (readStored()?.refreshToken === refreshToken) {
    if (Date.now() >= until) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return true;
}
