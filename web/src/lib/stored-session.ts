import type { AccessToken } from './access-token.ts';

/**
 * What outlives the page: whose session it is, its token, and what renews that. Who could read the one could read the
 * other. With the token here, a page that is opened or loaded again renews nothing: it is there sooner, leaves no entry
 * in the audit, and can't lose what comes back; and where that is lost all the same, the token is what goes on.
 */
export interface StoredSession {
  readonly userId: string;
  readonly tenantId: string;
  readonly refreshToken: string;
  readonly access: AccessToken;
}

/** Where it is kept. Other tabs hear of changes by this name. */
export const STORED_SESSION = 'carrel.session';

/**
 * Where it is noted which refresh token was sent. Apart: a tab may see for a moment yet what was stored before another one
 * renewed it, and would write that over the new one.
 */
const SENT = 'carrel.sent';

/** Reads it as it is now: another tab may have renewed it. */
export function readStored(): StoredSession | null {
  const text = localStorage.getItem(STORED_SESSION);
  return text === null ? null : (JSON.parse(text) as StoredSession);
}

/** Keeps it, or forgets it. */
export function writeStored(session: StoredSession | null): void {
  if (session) localStorage.setItem(STORED_SESSION, JSON.stringify(session));
  else localStorage.removeItem(STORED_SESSION);
  localStorage.removeItem(SENT);
}

/** Notes that the refresh token is being sent. */
export function noteSent({ refreshToken }: StoredSession): void {
  localStorage.setItem(SENT, refreshToken);
}

/** Whether the refresh token was sent, and no answer has come yet. */
export function wasSent({ refreshToken }: StoredSession): boolean {
  return localStorage.getItem(SENT) === refreshToken;
}

/** Whether two are of the same user in the same organisation, however often renewed. */
export function isSameOwner(one: StoredSession | null, other: StoredSession | null): boolean {
  return one?.userId === other?.userId && one?.tenantId === other?.tenantId;
}
