import { AppError, type UnauthenticatedReason } from '../errors.ts';
import type { TenantId } from '../ids.ts';
import { createCache } from '../lib/cache.ts';
import { createFreshCache } from '../lib/fresh-cache.ts';
import { exceeds, leastOf, type Rights } from '../roles.ts';
import type { FoundApiToken } from '../store/api-tokens.ts';
import type { Directory } from '../store/directory.ts';
import type { Member, MemberKey } from '../store/directory-records.ts';
import type { SessionRecord } from '../store/sessions.ts';
import type { ExternalClaims } from './external-tokens.ts';
import { type Identity, identityOf } from './identity.ts';
import { refusedToken, type TokenClaims, type TokenSubject } from './tokens.ts';
import { GONE, whyUnusable } from './usable.ts';

/** What an access token says of its bearer. */
export type SessionClaims = TokenSubject & Pick<TokenClaims, 'expiresAt'>;

/** How things stand with callers whose tokens are good: whether they still may, and what. */
export interface Standings {
  /**
   * The caller that an access token names, as things were at most a second ago; at once after a change in this process.
   * @throws AppError `UNAUTHENTICATED` `REVOKED`
   */
  ofSession(claims: SessionClaims): Promise<Identity>;
  /**
   * The same for the API token with this hash.
   * @throws AppError `UNAUTHENTICATED` `INVALID` for one that never was, `EXPIRED`, `REVOKED`
   */
  ofApiToken(hash: string): Promise<Identity>;
  /**
   * The same for a token of an external identity provider: its user and organisation must be here already.
   * @throws AppError `UNAUTHENTICATED` `INVALID` where they are not, as for any bad token; `REVOKED` for who is suspended
   */
  ofExternal(claims: ExternalClaims): Promise<Identity>;
  /** Of each of these callers, why the access that it was given has ended, or null where it has not. Asked anew. */
  findEnded(callers: readonly Identity[]): Promise<(AppError | null)[]>;
  /** Something has changed: nothing that is known is used any more. */
  forget(): void;
}

/** How often the last use of a session or a token is written down. */
const SEEN_EVERY_MS = 60_000;
const SEEN = 10_000;

/** Looks standings up in the directory. */
export function createStandings({ directory, now }: { directory: Directory; now: () => Date }): Standings {
  const recentSessions = createFreshCache({
    find: async (claims: SessionClaims) => {
      const [member, [session]] = await Promise.all([
        directory.findMembers([claims]).then(([found]) => found),
        directory.sessions.findMany([claims.sessionId], { now: now() }),
      ]);
      return { member, session };
    },
    nameOf: ({ tenantId, userId, sessionId }) => `${tenantId} ${userId} ${sessionId}`,
    now,
  });
  const recentTokens = createFreshCache({
    find: async (hash: string) => {
      const found = await directory.apiTokens.find(hash);
      const [maker] = found ? await directory.findMembers([makerOf(found)]) : [];
      return { found, maker };
    },
    nameOf: (hash) => hash,
    now,
  });
  const recentExternal = createFreshCache({
    find: async ({ email, tenantId }: { email: string; tenantId: TenantId }) => {
      const user = await directory.findUserByEmail(email);
      const [member] = user ? await directory.findMembers([{ userId: user.id, tenantId }]) : [];
      return member ?? null;
    },
    nameOf: ({ email, tenantId }) => `${tenantId} ${email}`,
    now,
  });
  const seen = createCache<string, number>(SEEN);

  /** The use is good, whether it is written down or not. */
  const see = (id: string, lastAt: Date | null, write: (at: Date) => Promise<void>) => {
    const time = now().getTime();
    if (time - Math.max(lastAt?.getTime() ?? 0, seen.get(id) ?? 0) < SEEN_EVERY_MS) return;
    seen.set(id, time);
    write(new Date(time)).catch(() => {});
  };

  return {
    ofSession: async (claims) => {
      const { member, session } = await recentSessions.get(claims);
      const identity = judgeSession(session, member, claims.expiresAt);
      if (session) see(session.id, session.lastSeenAt, (at) => directory.sessions.see(session.id, at));
      return identity;
    },
    ofApiToken: async (hash) => {
      const { found, maker } = await recentTokens.get(hash);
      if (!found) throw refused('INVALID', 'This API token is not valid. Ask an administrator for another one.');
      const identity = judgeApiToken(found, maker, now());
      const { id, lastUsedAt } = found.token;
      see(id, lastUsedAt, (at) => directory.apiTokens.see(id, at));
      return identity;
    },

    ofExternal: async ({ email, tenantId, ...claims }) => {
      const member = await recentExternal.get({ email, tenantId });
      if (!member) throw refusedToken('INVALID');
      return judgeExternal(member, claims);
    },

    findEnded: async (callers) => {
      const sessionIds = callers.flatMap(({ credential }) =>
        credential.type === 'SESSION' ? credential.sessionId : [],
      );
      const tokenIds = callers.flatMap(({ credential }) =>
        credential.type === 'API_TOKEN' ? credential.token.id : [],
      );
      const [members, sessions, tokens] = await Promise.all([
        directory.findMembers(callers.map(({ tenantId, userId }) => ({ tenantId, userId }))),
        sessionIds.length === 0 ? [] : directory.sessions.findMany(sessionIds, { now: now() }),
        tokenIds.length === 0 ? [] : directory.apiTokens.findMany(tokenIds),
      ]);
      const memberOf = new Map(members.map((member) => [memberName(member.membership), member]));
      const sessionOf = new Map(sessions.map((session) => [session.id, session]));
      const tokenOf = new Map(tokens.map((found) => [found.token.id, found]));

      /** The same caller, as things are now. */
      const judge = (caller: Identity): Identity => {
        const { credential } = caller;
        const member = memberOf.get(memberName(caller));
        switch (credential.type) {
          case 'SESSION':
            return judgeSession(sessionOf.get(credential.sessionId), member, caller.expiresAt);
          case 'API_TOKEN': {
            const found = tokenOf.get(credential.token.id) ?? { token: credential.token, isRevoked: true };
            return judgeApiToken(found, member, now());
          }
          case 'EXTERNAL':
            return { ...caller, ...leastOf(caller, requireUsable(member).membership) };
        }
      };
      return callers.map((caller) => {
        try {
          return isSame(judge(caller), caller) ? null : revoked('Your rights have changed. Connect again.');
        } catch (error) {
          if (error instanceof AppError) return error;
          throw error;
        }
      });
    },

    forget: () => {
      recentSessions.clear();
      recentTokens.clear();
      recentExternal.clear();
    },
  };
}

/** @throws AppError `UNAUTHENTICATED` `REVOKED` */
function judgeSession(session: SessionRecord | undefined, found: Member | undefined, expiresAt: Date | null): Identity {
  // Before the session, which ends with the membership: this is the reason.
  const member = requireUsable(found);
  if (!session) throw revoked(ENDED);
  // A session lets its own user into its own organisation, and nobody else, nor anywhere else.
  if (session.userId !== member.user.id || session.tenantId !== member.tenant.id) throw revoked(ENDED);
  return identityOf({ id: session.id, member, expiresAt });
}

/** Who calls by an API token. @throws AppError `UNAUTHENTICATED` `REVOKED`, `EXPIRED` */
export function judgeApiToken({ token, isRevoked }: FoundApiToken, found: Member | undefined, now: Date): Identity {
  if (isRevoked) throw revoked('This API token was revoked. Ask an administrator for another one.');
  if (token.expiresAt && token.expiresAt <= now) {
    throw refused('EXPIRED', 'This API token has expired. Ask an administrator for another one.');
  }
  const member = requireUsable(found);
  const { tenantId, createdBy, expiresAt } = token;
  const rights = leastOf(token, member.membership);
  return { tenantId, userId: createdBy, member, ...rights, credential: { type: 'API_TOKEN', token }, expiresAt };
}

/** Who calls by a token of an external identity provider. @throws AppError `UNAUTHENTICATED` `REVOKED` */
export function judgeExternal(
  found: Member | undefined,
  { subject, role, expiresAt }: Pick<ExternalClaims, 'subject' | 'role' | 'expiresAt'>,
): Identity {
  const member = requireUsable(found);
  const { tenantId, userId, ...held } = member.membership;
  const rights = leastOf(held, { ...held, role: role ?? held.role });
  return { tenantId, userId, member, ...rights, credential: { type: 'EXTERNAL', subject }, expiresAt };
}

/** @throws AppError `UNAUTHENTICATED` `REVOKED` for who is no member, or is suspended, by whomever */
export function requireUsable(member: Member | null | undefined): Member {
  if (!member) throw revoked(GONE);
  const reason = whyUnusable(member);
  if (reason) throw revoked(reason);
  return member;
}

const ENDED = 'Your session has ended. Log in again.';
function makerOf({ token: { tenantId, createdBy } }: FoundApiToken): MemberKey {
  return { tenantId, userId: createdBy };
}

function memberName({ tenantId, userId }: MemberKey): string {
  return `${tenantId} ${userId}`;
}

function isSame(one: Rights, other: Rights): boolean {
  return !exceeds(one, other) && !exceeds(other, one);
}

function revoked(message: string): AppError {
  return refused('REVOKED', message);
}

function refused(reason: UnauthenticatedReason, message: string): AppError {
  return new AppError('UNAUTHENTICATED', message, { reason });
}
