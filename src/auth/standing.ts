import { AppError } from '../errors.ts';
import type { SessionId } from '../ids.ts';
import { createCache } from '../lib/cache.ts';
import { exceeds, type Rights } from '../roles.ts';
import type { Directory, Member, MemberKey } from '../store/directory.ts';
import type { SessionRecord } from '../store/sessions.ts';
import { createFreshCache } from './fresh-cache.ts';
import type { Identity } from './identity.ts';
import type { TokenClaims } from './tokens.ts';

/** How things stand with callers whose tokens are good: whether they still may, and what. */
export interface Standings {
  /**
   * The caller that a token names, as things were at most a second ago; at once after a change in this process.
   * @throws AppError `UNAUTHENTICATED` `REVOKED`
   */
  identify(claims: TokenClaims): Promise<Identity>;
  /** Of each of these callers, why the access that it was given has ended, or null where it has not. Asked anew. */
  findEnded(callers: readonly Identity[]): Promise<(AppError | null)[]>;
  /** Something has changed: nothing that is known is used any more. */
  forget(): void;
}

/** What a standing depends on. */
interface Key extends MemberKey {
  readonly sessionId: SessionId | null;
}

interface Standing {
  readonly member: Member | null;
  readonly session: SessionRecord | null;
}

/** How often a session's last use is written down. */
const SEEN_EVERY_MS = 60_000;
const SEEN_SESSIONS = 10_000;

/** Looks standings up in the directory. */
export function createStandings({ directory, now }: { directory: Directory; now: () => Date }): Standings {
  const look = async (keys: readonly Key[]): Promise<Standing[]> => {
    const sessionIds = keys.flatMap(({ sessionId }) => sessionId ?? []);
    const [members, sessions] = await Promise.all([
      directory.findMembers(keys),
      sessionIds.length === 0 ? [] : directory.sessions.findMany(sessionIds, { now: now() }),
    ]);
    const memberOf = new Map(members.map((member) => [nameOf({ ...member.membership, sessionId: null }), member]));
    const sessionOf = new Map(sessions.map((session) => [session.id, session]));
    return keys.map((key) => ({
      member: memberOf.get(nameOf({ ...key, sessionId: null })) ?? null,
      session: (key.sessionId && sessionOf.get(key.sessionId)) ?? null,
    }));
  };
  const recent = createFreshCache({
    find: async (key: Key) => (await look([key]))[0] ?? { member: null, session: null },
    nameOf,
    now,
  });
  const seen = createCache<SessionId, number>(SEEN_SESSIONS);

  /** The use is good, whether it is written down or not. */
  const see = ({ id, lastSeenAt }: SessionRecord) => {
    const time = now().getTime();
    if (time - Math.max(lastSeenAt.getTime(), seen.get(id) ?? 0) < SEEN_EVERY_MS) return;
    seen.set(id, time);
    directory.sessions.see(id, new Date(time)).catch(() => {});
  };

  return {
    identify: async ({ userId, tenantId, sessionId, expiresAt }) => {
      const { member, session } = judge(await recent.get({ userId, tenantId, sessionId }), { needsSession: true });
      if (session) see(session);
      const { role, piiAccess, collections } = member.membership;
      const credential = { type: 'SESSION', sessionId } as const;
      return { userId, tenantId, member, role, piiAccess, collections, credential, expiresAt };
    },
    findEnded: async (callers) => {
      const keys = callers.map(({ userId, tenantId, credential }) => ({
        userId,
        tenantId,
        sessionId: credential.type === 'SESSION' ? credential.sessionId : null,
      }));
      const standings = await look(keys);
      return callers.map((caller, at) => {
        try {
          const standing = standings[at] ?? { member: null, session: null };
          const { membership } = judge(standing, { needsSession: caller.credential.type === 'SESSION' }).member;
          return isSame(membership, caller.member.membership)
            ? null
            : revoked('Your rights have changed. Connect again.');
        } catch (error) {
          if (error instanceof AppError) return error;
          throw error;
        }
      });
    },
    forget: recent.clear,
  };
}

/** What is there of a standing. @throws AppError `UNAUTHENTICATED` `REVOKED` that says why there is none */
function judge({ member, session }: Standing, { needsSession }: { needsSession: boolean }) {
  if (needsSession && !session) throw revoked('Your session has ended. Log in again.');
  if (!member || member.tenant.deletedAt) throw revoked('You do not belong to this organisation any more.');
  requireUsable(member);
  return { member, session };
}

/** @throws AppError `UNAUTHENTICATED` `REVOKED` for a member who is suspended, by whomever */
export function requireUsable({ user, tenant, membership }: Member): void {
  if (user.suspendedAt) throw revoked('Your account is suspended. Ask the operator of this server.');
  if (tenant.suspendedAt) throw revoked('Your organisation is suspended. Ask the operator of this server.');
  if (membership.suspendedAt) throw revoked('Your access is suspended. Ask an administrator of your organisation.');
}

/** Whether a member may use the organisation at all. */
export function isUsable({ user, tenant, membership }: Member): boolean {
  return !user.suspendedAt && !tenant.suspendedAt && !tenant.deletedAt && !membership.suspendedAt;
}

function isSame(one: Rights, other: Rights): boolean {
  return !exceeds(one, other) && !exceeds(other, one);
}

function revoked(message: string): AppError {
  return new AppError('UNAUTHENTICATED', message, { reason: 'REVOKED' });
}

function nameOf({ userId, tenantId, sessionId }: Key): string {
  return `${tenantId} ${userId} ${sessionId ?? ''}`;
}
