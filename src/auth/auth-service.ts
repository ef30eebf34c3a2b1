import { AppError } from '../errors.ts';
import type { TenantId } from '../ids.ts';
import { createSemaphore } from '../lib/semaphore.ts';
import type { Directory } from '../store/directory.ts';
import type { Member, UserRecord } from '../store/directory-records.ts';
import { isApiToken, isWellFormed } from './api-token-text.ts';
import { isTooLong, normalizeEmail, parseEmail, parseName, parsePassword } from './credentials.ts';
import type { ExternalTokens } from './external-tokens.ts';
import type { Identity } from './identity.ts';
import { newOwner } from './new-owner.ts';
import type { Session, SessionOpener } from './open-session.ts';
import type { Passwords } from './passwords.ts';
import type { AuthLimits } from './rate-limits.ts';
import { hashSecret } from './secrets.ts';
import { requireUsable, type Standings } from './standing.ts';
import { bearerOf, refusedToken, type Tokens } from './tokens.ts';
import { isUsable } from './usable.ts';

/** A new account, with an organisation of its own. */
export interface RegisterInput {
  readonly email: string;
  readonly password: string;
  readonly organization?: string | null | undefined;
  readonly name?: string | null | undefined;
}

/** Who logs in, and where. */
export interface LoginInput {
  readonly email: string;
  readonly password: string;
  /** Which of the user's organisations; the one of the last login by default. */
  readonly tenantId?: TenantId | undefined;
}

/** Where a request comes from. */
export interface Origin {
  /** The network address, for the limits. */
  readonly address: string;
  /** What the client says it is; null where it says nothing. */
  readonly device: string | null;
  /** By which the audit and the log name the request. */
  readonly requestId: string;
}

/** Who you are. */
export interface AuthService {
  /**
   * Makes an organisation and its owner, and logs the owner in.
   * @throws AppError `BAD_INPUT`, `CONFLICT` (the e-mail is taken), `FORBIDDEN` (closed), `RATE_LIMITED`
   */
  register(input: RegisterInput, origin: Origin): Promise<Session>;
  /**
   * @throws AppError `UNAUTHENTICATED` `INVALID`, the same for an unknown e-mail, a wrong password and an organisation
   * that is not the user's, `REVOKED` for who is suspended; `RATE_LIMITED`
   */
  login(input: LoginInput, origin: Origin): Promise<Session>;
  /**
   * The caller behind an `Authorization` header, or what stands in its place in `connectionParams`.
   * @throws AppError `UNAUTHENTICATED`: `MISSING`, `EXPIRED`, `INVALID`, or `REVOKED` for who may not any more; `STORE_UNAVAILABLE`
   */
  authenticate(authorization: unknown): Promise<Identity>;
  /** Of each of these callers, why the access that it was given has ended meanwhile, or null where it has not. */
  findEnded(callers: readonly Identity[]): Promise<(AppError | null)[]>;
}

/** Registers, logs in and authenticates the users of the directory. */
export function createAuthService(deps: {
  directory: Directory;
  passwords: Passwords;
  tokens: Tokens;
  /** Null where there is no external identity provider. */
  external: ExternalTokens | null;
  sessions: SessionOpener;
  standings: Standings;
  limits: AuthLimits;
  registration: 'open' | 'first' | 'closed';
  now: () => Date;
  /** Somebody tried to log in as this user and was not let in. Nobody waits for it: that would tell which accounts there are. */
  onRefused(user: UserRecord, origin: Origin): void;
}): AuthService {
  const { directory, passwords, tokens, external, sessions, standings, limits, registration, now, onRefused } = deps;
  // Two who register at once can't both be the first.
  const first = createSemaphore({ limit: 1, maxWaiting: Number.POSITIVE_INFINITY });

  const refuseUnlessOpen = async () => {
    if (registration === 'open' || (registration === 'first' && !(await directory.hasUsers()))) return;
    throw new AppError('FORBIDDEN', 'Registration is closed here. Ask an administrator to invite you.');
  };

  const createOwner = async (profile: Profile, password: string): Promise<Member> => {
    await refuseUnlessOpen();
    const member = newOwner(profile, await passwords.hash(password), now());
    await directory.register(member);
    return member;
  };

  const findByPassword = async (
    email: string | null,
    password: string,
  ): Promise<{ user: UserRecord | null; isRight: boolean }> => {
    if (isTooLong(password)) return { user: null, isRight: false };
    const user = email === null ? null : await directory.findUserByEmail(email);
    const isRight = user ? await passwords.verify(user.passwordHash, password) : await passwords.verifyNobody(password);
    return { user, isRight };
  };

  /** The organisation asked for, else the last one, else another in which the user may do anything. */
  const choose = async (user: UserRecord, tenantId: TenantId | undefined): Promise<Member | null> => {
    const members = await directory.listMemberships(user.id);
    const wanted = members.find(({ tenant }) => tenant.id === (tenantId ?? user.lastTenantId)) ?? null;
    if (tenantId !== undefined || (wanted && isUsable(wanted))) return wanted;
    return members.find(isUsable) ?? wanted ?? members[0] ?? null;
  };

  const refreshHash = async (user: UserRecord, password: string) => {
    if (!passwords.needsRehash(user.passwordHash)) return;
    // The login is good without it, and the next one tries again.
    await passwords
      .hash(password)
      .then((passwordHash) => directory.updateUser(user.id, { passwordHash }))
      .catch(() => {});
  };

  return {
    register: async (input, { address, device }) => {
      const profile = parseProfile(input);
      const password = parsePassword(input.password);
      await refuseUnlessOpen();
      await limits.countRegistration({ address, email: profile.email });
      const create = () => createOwner(profile, password);
      const owner = await (registration === 'first' ? first.run(create) : create());
      limits.remember({ address, email: profile.email });
      return await sessions.open(owner, device);
    },

    login: async (input, origin) => {
      const { address, device } = origin;
      const email = normalizeEmail(input.email);
      const attempt = await limits.countLogin({ address, email: email ?? input.email });
      const { user, isRight } = await findByPassword(email, input.password).catch(async (error) => {
        await attempt.withdraw();
        throw error;
      });
      const member = user && isRight ? await choose(user, input.tenantId) : null;
      if (user && (!member || !isUsable(member))) onRefused(user, origin);
      if (!member) throw new AppError('UNAUTHENTICATED', 'E-mail or password is wrong.', { reason: 'INVALID' });
      await attempt.succeeded();
      requireUsable(member);
      await refreshHash(member.user, input.password);
      const {
        user: { id, lastTenantId },
        tenant,
      } = member;
      if (lastTenantId !== tenant.id) await directory.updateUser(id, { lastTenantId: tenant.id });
      return await sessions.open(member, device);
    },

    authenticate: async (authorization) => {
      const token = bearerOf(authorization);
      if (external?.isTheirs(token)) return await standings.ofExternal(await external.verify(token));
      if (!isApiToken(token)) return await standings.ofSession(await tokens.verify(token));
      if (!isWellFormed(token)) throw refusedToken('INVALID');
      return await standings.ofApiToken(hashSecret(token));
    },
    findEnded: standings.findEnded,
  };
}

interface Profile {
  readonly email: string;
  readonly name: string | null;
  readonly organization: string;
}

/** Without an organisation, one is made for the user alone and named after them. */
function parseProfile({ email: rawEmail, name: rawName, organization }: RegisterInput): Profile {
  const email = parseEmail(rawEmail);
  const name = rawName == null ? null : parseName(rawName, 'The name');
  const ownName = name ?? email.slice(0, email.indexOf('@'));
  return { email, name, organization: organization == null ? ownName : parseName(organization, 'The organization') };
}
