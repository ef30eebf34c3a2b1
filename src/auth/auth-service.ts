import { AppError } from '../errors.ts';
import { newId, type TenantId, type UserId } from '../ids.ts';
import { createSemaphore } from '../lib/semaphore.ts';
import type { Directory, Member } from '../store/directory.ts';
import { isTooLong, normalizeEmail, parseEmail, parseName, parsePassword } from './credentials.ts';
import type { Identity } from './identity.ts';
import { createMemberCache } from './member-cache.ts';
import type { Passwords } from './passwords.ts';
import type { AuthLimits } from './rate-limits.ts';
import type { Tokens } from './tokens.ts';

export interface RegisterInput {
  readonly email: string;
  readonly password: string;
  readonly organization?: string | null | undefined;
  readonly name?: string | null | undefined;
}

export interface LoginInput {
  readonly email: string;
  readonly password: string;
}

/** Somebody who is logged in now. */
export interface Session {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly member: Member;
}

/** The network address of who asks, for the limits. */
export interface Origin {
  readonly address: string;
}

/** Who you are. */
export interface AuthService {
  /**
   * Makes an organisation and its owner, and logs the owner in.
   * @throws AppError `BAD_INPUT`, `CONFLICT` (the e-mail is taken), `FORBIDDEN` (closed), `RATE_LIMITED`
   */
  register(input: RegisterInput, origin: Origin): Promise<Session>;
  /** @throws AppError `UNAUTHENTICATED` `INVALID`, the same for an unknown e-mail and a wrong password; `RATE_LIMITED` */
  login(input: LoginInput, origin: Origin): Promise<Session>;
  /**
   * The caller behind an `Authorization` header, or what stands in its place in `connectionParams`.
   * @throws AppError `UNAUTHENTICATED`: `MISSING`, `EXPIRED`, `INVALID`, or `REVOKED` for who does not belong any more
   */
  authenticate(authorization: unknown): Promise<Identity>;
}

/** Registers, logs in and authenticates the users of the directory. */
export function createAuthService(deps: {
  directory: Directory;
  passwords: Passwords;
  tokens: Tokens;
  limits: AuthLimits;
  registration: 'open' | 'first' | 'closed';
  now: () => Date;
}): AuthService {
  const { directory, passwords, tokens, limits, registration, now } = deps;
  const findMember = createMemberCache({ find: (key) => directory.findMember(key), now });
  // Two who register at once can't both be the first.
  const first = createSemaphore({ limit: 1, maxWaiting: Number.POSITIVE_INFINITY });

  const openSession = async (member: Member): Promise<Session> => {
    const { userId, tenantId } = member.membership;
    return { ...(await tokens.issue({ userId, tenantId })), member };
  };

  const refuseUnlessOpen = async () => {
    if (registration === 'open' || (registration === 'first' && !(await directory.hasUsers()))) return;
    throw new AppError('FORBIDDEN', 'Registration is closed here. Ask an administrator to invite you.');
  };

  const createOwner = async (profile: Profile, password: string): Promise<Member> => {
    await refuseUnlessOpen();
    const member = ownerOf(profile, await passwords.hash(password), now());
    await directory.register(member);
    return member;
  };

  const findByPassword = async (email: string | null, password: string): Promise<Member | null> => {
    if (isTooLong(password)) return null;
    const user = email === null ? null : await directory.findUserByEmail(email);
    const right = user ? await passwords.verify(user.passwordHash, password) : await passwords.verifyNobody(password);
    return user && right ? await directory.findMember({ userId: user.id, tenantId: user.lastTenantId }) : null;
  };

  const refreshHash = async ({ user }: Member, password: string) => {
    if (!passwords.needsRehash(user.passwordHash)) return;
    // The login is good without it, and the next one tries again.
    await passwords
      .hash(password)
      .then((passwordHash) => directory.updateUser(user.id, { passwordHash }))
      .catch(() => {});
  };

  return {
    register: async (input, { address }) => {
      const profile = parseProfile(input);
      const password = parsePassword(input.password);
      await refuseUnlessOpen();
      await limits.countRegistration({ address, email: profile.email });
      const create = () => createOwner(profile, password);
      const owner = await (registration === 'first' ? first.run(create) : create());
      limits.remember({ address, email: profile.email });
      return await openSession(owner);
    },

    login: async (input, { address }) => {
      const email = normalizeEmail(input.email);
      const attempt = await limits.countLogin({ address, email: email ?? input.email });
      const member = await findByPassword(email, input.password).catch(async (error) => {
        await attempt.withdraw();
        throw error;
      });
      if (!member) throw new AppError('UNAUTHENTICATED', 'E-mail or password is wrong.', { reason: 'INVALID' });
      await attempt.succeeded();
      await refreshHash(member, input.password);
      return await openSession(member);
    },

    authenticate: async (authorization) => {
      const { userId, tenantId, expiresAt } = await tokens.verify(authorization);
      const member = await findMember({ userId, tenantId });
      if (member) return { userId, tenantId, role: member.membership.role, member, expiresAt };
      throw new AppError('UNAUTHENTICATED', 'Your access was taken back. Log in again.', { reason: 'REVOKED' });
    },
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

function ownerOf({ email, name, organization }: Profile, passwordHash: string, createdAt: Date): Member {
  const tenant = { id: newId<TenantId>(), name: organization, createdAt };
  const userId = newId<UserId>();
  return {
    tenant,
    user: { id: userId, email, name, passwordHash, lastTenantId: tenant.id, createdAt },
    membership: { tenantId: tenant.id, userId, role: 'OWNER', piiAccess: true },
  };
}
