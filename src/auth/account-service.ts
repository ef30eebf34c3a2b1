import { AppError, notFound } from '../errors.ts';
import type { SessionId, TenantId, UserId } from '../ids.ts';
import { exceeds, isAtLeast, type Rights } from '../roles.ts';
import type { Directory } from '../store/directory.ts';
import type { UserRecord } from '../store/directory-records.ts';
import type { PasswordReset } from '../store/password-resets.ts';
import type { Origin } from './auth-service.ts';
import { isTooLong, parseName, parsePassword } from './credentials.ts';
import type { Identity } from './identity.ts';
import type { Session, SessionOpener } from './open-session.ts';
import type { Passwords } from './passwords.ts';
import type { AuthLimits } from './rate-limits.ts';
import { createPasswordReset, hashSecret, mayBeSecret, newSecret } from './secrets.ts';
import { requireUser } from './sessions-service.ts';
import { isUsable } from './usable.ts';

/** What people do with their own accounts, and what others may do to them. */
export interface AccountService {
  /**
   * Changes what others see of the caller: the name, null for none. Gives back the user as they are now.
   * @throws AppError `BAD_INPUT`; `FORBIDDEN` for an API token
   */
  updateProfile(caller: Identity, change: { name?: string | null | undefined }): Promise<UserRecord>;
  /**
   * Changes the caller's password and ends all their other sessions.
   * @throws AppError `UNAUTHENTICATED` `INVALID` for a wrong password; `BAD_INPUT`, `FORBIDDEN`, `RATE_LIMITED`
   */
  changePassword(caller: Identity, input: { current: string; next: string }, origin: Origin): Promise<Session>;
  /**
   * A one-time token with which a member of the caller's organisation may choose another password.
   * @throws AppError `NOT_FOUND`; `FORBIDDEN` for a member with more rights, or who belongs to other organisations too
   */
  createPasswordReset(caller: Identity, userId: UserId): Promise<{ token: string; expiresAt: Date }>;
  /**
   * Chooses another password by such a token, ends all sessions of the user and logs in. An administrator's token is good
   * as long as they could make it.
   * @throws AppError `UNAUTHENTICATED` `INVALID` for a token that was used, has expired or never was; `BAD_INPUT`
   */
  resetPassword(input: { token: string; password: string }, origin: Origin): Promise<Session>;
  /** That it is the caller's password, as what can't be undone asks. @throws AppError `UNAUTHENTICATED` `INVALID`, `RATE_LIMITED` */
  confirm(caller: Identity, password: string, origin: Origin): Promise<void>;
}

/** The service on the directory's users. */
export function createAccountService(deps: {
  directory: Directory;
  passwords: Passwords;
  sessions: SessionOpener;
  limits: AuthLimits;
  now: () => Date;
}): AccountService {
  const { directory, passwords, sessions, limits, now } = deps;

  /** Who has a stolen access token must not guess the password with it. */
  const confirm = async (user: UserRecord, password: string, { address }: Origin) => {
    const attempt = await limits.countLogin({ address, email: user.email });
    const isRight = !isTooLong(password) && (await passwords.verify(user.passwordHash, password));
    if (!isRight) throw new AppError('UNAUTHENTICATED', 'Your password is wrong.', { reason: 'INVALID' });
    await attempt.succeeded();
  };

  /**
   * Others' sessions end before and after: those that there are when a process dies between two steps were begun with the
   * password that holds.
   */
  const replacePassword = async (userId: UserId, password: string, except?: SessionId) => {
    const passwordHash = await passwords.hash(password);
    await directory.sessions.endAll(userId, { except });
    await directory.updateUser(userId, { passwordHash });
    await directory.sessions.endAll(userId, { except });
  };

  /** Why somebody with these rights may not let a user choose another password; null where they may. */
  const whyNoReset = async (maker: Rights & { tenantId: TenantId }, userId: UserId): Promise<AppError | null> => {
    const member = await directory.findMember({ tenantId: maker.tenantId, userId });
    if (!member) return notFound('member');
    if (exceeds(member.membership, maker)) {
      return new AppError(
        'FORBIDDEN',
        'This member has more rights than you. Ask an owner, or the operator of this server.',
      );
    }
    if ((await directory.listMemberships(userId)).length === 1) return null;
    return new AppError(
      'FORBIDDEN',
      'This member belongs to other organisations too, so that only the operator of this server may reset their password.',
    );
  };

  /** Within the hour the user may have joined another organisation or got more rights, and the maker lost theirs. */
  const mayStillReset = async ({ userId, madeBy }: PasswordReset): Promise<boolean> => {
    if (madeBy === null) return true;
    const maker = await directory.findMember(madeBy);
    if (!maker || !isUsable(maker) || !isAtLeast(maker.membership.role, 'ADMIN')) return false;
    return (await whyNoReset(maker.membership, userId)) === null;
  };

  return {
    updateProfile: async (caller, { name: raw }) => {
      const userId = requireUser(caller);
      const { user } = caller.member;
      if (raw === undefined) return user;
      const name = raw === null ? null : parseName(raw, 'The name');
      await directory.updateUser(userId, { name });
      return { ...user, name };
    },

    confirm: async (caller, password, origin) => {
      requireUser(caller);
      await confirm(caller.member.user, password, origin);
    },

    changePassword: async (caller, { current, next }, origin) => {
      const userId = requireUser(caller);
      const password = parsePassword(next);
      await confirm(caller.member.user, current, origin);
      const { credential, member } = caller;
      const own = credential.type === 'SESSION' ? credential.sessionId : undefined;
      await replacePassword(userId, password, own);
      const refreshToken = newSecret();
      const renewal = { next: hashSecret(refreshToken), now: now(), expiresAt: sessions.refreshEnd() };
      if (own && (await directory.sessions.renew(own, renewal)))
        return await sessions.resume(member, own, refreshToken);
      return await sessions.open(member, origin.device);
    },

    createPasswordReset: async (caller, userId) => {
      const refusal = await whyNoReset(caller, userId);
      if (refusal) throw refusal;
      return await createPasswordReset(
        directory.passwordResets,
        { userId, madeBy: { tenantId: caller.tenantId, userId: caller.userId } },
        now(),
      );
    },

    resetPassword: async ({ token, password: raw }, { address, device }) => {
      const password = parsePassword(raw);
      // Tokens can't be guessed, but each try would cost a hash.
      const attempt = await limits.countLogin({ address, email: 'password reset' });
      const reset = mayBeSecret(token) ? await directory.passwordResets.take(hashSecret(token), now()) : null;
      const isGood = reset !== null && (await mayStillReset(reset));
      const member = isGood ? (await directory.listMemberships(reset.userId)).find(isUsable) : undefined;
      if (!member) {
        throw new AppError(
          'UNAUTHENTICATED',
          'This token was used before, has expired or never was. Ask for another one.',
          {
            reason: 'INVALID',
          },
        );
      }
      await replacePassword(member.user.id, password);
      await attempt.succeeded();
      return await sessions.open(member, device);
    },
  };
}
