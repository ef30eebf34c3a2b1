import type { SessionPartsFragment } from '../gql/graphql.ts';
import { type AccessToken, isGoodFor, readAccessToken } from './access-token.ts';
import { RequestError, SESSION_ENDED, toFailure } from './errors.ts';
import { inTurn } from './in-turn.ts';
import { renewSession } from './renewal.ts';
import { isSameOwner, readStored, STORED_SESSION, type StoredSession, writeStored } from './stored-session.ts';

/** Whose session it is. */
export type SessionOwner = Pick<StoredSession, 'userId' | 'tenantId'>;

/** The end of a session that somebody did not ask for. */
export interface SessionEnd {
  readonly owner: SessionOwner;
  /** The server's sentence, where it has one for people. */
  readonly why: string | null;
}

/** The login of this browser, shared by its tabs. */
export interface Session {
  /** Who is logged in; null for nobody. The same object as long as that stays. */
  owner(): SessionOwner | null;
  /** How a session that was there has ended without being signed out of; null where none has. */
  ended(): SessionEnd | null;
  /**
   * An access token that is good for some time yet, renewed first where it is not.
   * @throws RequestError UNAUTHENTICATED when the session has ended, NETWORK when the server does not answer
   */
  token(options?: { forAtLeastMs?: number | undefined }): Promise<string>;
  /** A token that the server says has expired is not given again. */
  refuse(token: string): void;
  /** Begins with what a login, an invitation or a password gave. */
  begin(session: SessionPartsFragment): void;
  /** Forgets it in all tabs, as somebody wants to. */
  signOut(): void;
  /** Forgets it in all tabs, as the server does not know it any more. */
  end(why?: string): void;
  /** Calls back whenever the owner changes; gives what stops that. */
  subscribe(listener: () => void): () => void;
}

/** Time enough to begin another session by a token whose renewal got lost. */
const ENOUGH_MS = 60_000;

/** One for the page. What it knows is in storage, for all tabs; rotation bounds what a thief of it could do. */
export function createSession(): Session {
  let owned = readStored();
  let ended: SessionEnd | null = null;
  let refused: string | null = null;
  let renewing: Promise<AccessToken> | null = null;
  const listeners = new Set<() => void>();

  const become = (stored: StoredSession | null, end: SessionEnd | null = null) => {
    owned = stored;
    ended = end;
    for (const listener of listeners) listener();
  };
  const forget = () => {
    if (isSameOwner(readStored(), owned)) writeStored(null);
  };
  const end = (why?: string) => {
    forget();
    if (owned) become(null, { owner: owned, why: why ?? null });
  };
  /** The token that is stored, where it is this owner's, and good. */
  const stored = (forAtLeastMs: number): AccessToken | null => {
    const session = readStored();
    if (!session || !isSameOwner(session, owned)) throw new RequestError(SESSION_ENDED);
    return session.access.text !== refused && isGoodFor(session.access, forAtLeastMs) ? session.access : null;
  };
  const renew = (forAtLeastMs: number) =>
    inTurn(async () => {
      // Another tab may have renewed it while this one waited for its turn.
      const renewed = stored(forAtLeastMs);
      if (renewed) return renewed;
      const before = readStored();
      if (!before) throw new RequestError(SESSION_ENDED);
      const parts = await renewSession(before);
      if (parts && readStored()?.refreshToken === before.refreshToken) return keep(parts).access;
      // Another tab was first, or the session was begun anew or signed out of meanwhile: what is stored holds.
      const other = stored(forAtLeastMs);
      if (!other) throw new RequestError(SESSION_ENDED);
      return other;
    });

  addEventListener('storage', ({ key }) => {
    if (key !== STORED_SESSION && key !== null) return;
    const stored = readStored();
    if (isSameOwner(stored, owned)) return;
    if (!stored) become(null);
    // Nothing of one organisation stays on the page of another.
    else location.reload();
  });

  return {
    owner: () => owned,
    ended: () => ended,
    token: async ({ forAtLeastMs = ENOUGH_MS } = {}) => {
      try {
        const access = stored(forAtLeastMs);
        if (access) return access.text;
        renewing ??= renew(forAtLeastMs).finally(() => {
          renewing = null;
        });
        return (await renewing).text;
      } catch (error) {
        if (toFailure(error).code === 'UNAUTHENTICATED') end();
        throw error;
      }
    },
    refuse: (token) => {
      refused = token;
    },
    begin: (session) => become(keep(session)),
    end,
    signOut: () => {
      forget();
      become(null);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function keep({ accessToken, refreshToken, viewer }: SessionPartsFragment): StoredSession {
  const access = readAccessToken(accessToken, Date.now());
  const stored = { userId: viewer.user?.id ?? '', tenantId: viewer.tenant.id, refreshToken, access };
  writeStored(stored);
  return stored;
}
