import { AppError, notFound } from '../errors.ts';
import type { SessionId, TenantId, UserId } from '../ids.ts';
import type { Abortable } from '../store/abortable.ts';
import type { Directory } from '../store/directory.ts';
import type { Member } from '../store/directory-records.ts';
import type { SessionRecord } from '../store/sessions.ts';
import type { Identity } from './identity.ts';
import type { Session, SessionOpener } from './open-session.ts';
import { hashSecret, mayBeSecret, newSecret } from './secrets.ts';
import { requireUsable } from './standing.ts';
import { isUsable } from './usable.ts';

/** Logins that go on, and their ends. */
export interface SessionsService {
  /**
   * New tokens for a refresh token, which is used up by it.
   * @throws AppError `UNAUTHENTICATED` `REVOKED` for a token of a session that has ended, as one does whose token comes
   * twice; `CONFLICT` for one that was used within the last ten seconds, which ends nothing; `INVALID` for any other
   */
  refresh(refreshToken: string): Promise<Session>;
  /** Ends the caller's session, or all of the user's. Gives back how many. @throws AppError `FORBIDDEN` for who has none */
  logout(caller: Identity, options: { everywhere: boolean }): Promise<number>;
  /** The user's own, last seen first. @throws AppError `FORBIDDEN` for an API token */
  list(caller: Identity, options?: Abortable): Promise<SessionRecord[]>;
  /** Ends one of the user's, and gives back what it was. @throws AppError `NOT_FOUND`; `FORBIDDEN` for an API token */
  revoke(caller: Identity, id: SessionId): Promise<SessionRecord>;
  /**
   * A session in another of the user's organisations.
   * @throws AppError `NOT_FOUND`, `UNAUTHENTICATED` for who is suspended there; `FORBIDDEN` for who has no session
   */
  switchTenant(caller: Identity, tenantId: TenantId, device: string | null): Promise<Session>;
  /** The organisations that the caller may switch to, the present one among them. */
  memberships(caller: Identity, options?: Abortable): Promise<Member[]>;
}

/** So long after its use a refresh token may come again from a second tab or a repeated request. */
const GRACE_MS = 10_000;

/** The service on the directory's sessions. */
export function createSessionsService({
  directory,
  sessions,
  now,
}: {
  directory: Directory;
  sessions: SessionOpener;
  now: () => Date;
}): SessionsService {
  return {
    refresh: async (refreshToken) => {
      if (!mayBeSecret(refreshToken)) throw refusedToken('INVALID');
      const next = newSecret();
      const rotation = await directory.sessions.rotate({
        hash: hashSecret(refreshToken),
        next: hashSecret(next),
        now: now(),
        expiresAt: sessions.refreshEnd(),
        graceMs: GRACE_MS,
      });
      switch (rotation.type) {
        case 'UNKNOWN':
          throw refusedToken('INVALID');
        case 'REUSED':
          throw refusedToken('REVOKED');
        case 'REPEATED':
          throw new AppError(
            'CONFLICT',
            'This refresh token was used a moment ago. Use the tokens that came back then; nothing was ended.',
          );
        case 'ROTATED': {
          const { session } = rotation;
          const member = await directory.findMember(session);
          if (!member) throw refusedToken('REVOKED');
          requireUsable(member);
          return await sessions.resume(member, session.id, next);
        }
      }
    },

    logout: async (caller, { everywhere }) => {
      const user = requireUser(caller);
      if (everywhere) return await directory.sessions.endAll(user);
      const { credential } = caller;
      if (credential.type !== 'SESSION') {
        throw new AppError('FORBIDDEN', 'Your identity provider logged you in. Log out there.');
      }
      return (await directory.sessions.end(user, credential.sessionId)) ? 1 : 0;
    },

    list: async (caller, options) => directory.sessions.list(requireUser(caller), { ...options, now: now() }),

    revoke: async (caller, id) => {
      const userId = requireUser(caller);
      const [session] = await directory.sessions.findMany([id], { now: now() });
      if (!session || !(await directory.sessions.end(userId, id))) throw notFound('session');
      return session;
    },

    switchTenant: async (caller, tenantId, device) => {
      const userId = requireUser(caller);
      // A session would have all rights of the membership, whatever the provider's token allows.
      if (caller.credential.type === 'EXTERNAL') {
        throw new AppError(
          'FORBIDDEN',
          'Your identity provider logged you in. Ask it for a token of that organisation.',
        );
      }
      const member = await directory.findMember({ userId, tenantId });
      if (!member || member.tenant.deletedAt) throw notFound('organisation of yours');
      requireUsable(member);
      await directory.updateUser(userId, { lastTenantId: tenantId });
      return await sessions.open(member, device);
    },

    memberships: async (caller, options) =>
      caller.credential.type === 'SESSION'
        ? (await directory.listMemberships(caller.userId, options)).filter(isUsable)
        : [caller.member],
  };
}

/** The user who calls. @throws AppError `FORBIDDEN` for an API token, which is none */
export function requireUser({ userId, credential }: Identity): UserId {
  if (credential.type !== 'API_TOKEN') return userId;
  throw new AppError('FORBIDDEN', 'This needs somebody who is logged in; an API token can’t.');
}

function refusedToken(reason: 'INVALID' | 'REVOKED'): AppError {
  const message =
    reason === 'INVALID'
      ? 'This refresh token is not valid, or has expired. Log in again.'
      : 'This refresh token was used before, so its session was ended. Log in again.';
  return new AppError('UNAUTHENTICATED', message, { reason });
}
