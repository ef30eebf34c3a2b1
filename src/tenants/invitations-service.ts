import { parseEmail, parseName, parsePassword } from '../auth/credentials.ts';
import { requireGrantable } from '../auth/grants.ts';
import type { Identity } from '../auth/identity.ts';
import type { Session, SessionOpener } from '../auth/open-session.ts';
import type { Passwords } from '../auth/passwords.ts';
import type { AuthLimits } from '../auth/rate-limits.ts';
import { hashSecret, mayBeSecret, newSecret } from '../auth/secrets.ts';
import { isUsable } from '../auth/usable.ts';
import { AppError, notFound } from '../errors.ts';
import { type InvitationId, newId, type UserId } from '../ids.ts';
import { exceeds, type Rights } from '../roles.ts';
import type { Abortable } from '../store/abortable.ts';
import { type Directory, memberAlready } from '../store/directory.ts';
import type { TenantRecord, UserRecord } from '../store/directory-records.ts';
import type { InvitationRecord } from '../store/invitations.ts';
import type { Page, PageRequest } from '../store/pages.ts';

/** What whoever has an invitation's token may know of it. */
export interface InvitationPreview {
  readonly invitation: InvitationRecord;
  readonly tenantName: string;
  readonly hasAccount: boolean;
}

/** How others become members. */
export interface InvitationsService {
  /** Newest first. */
  list(caller: Identity, page: PageRequest & Abortable): Promise<Page<InvitationRecord>>;
  /**
   * Invites somebody for a week, in the place of an earlier invitation of theirs.
   * @throws AppError `BAD_INPUT`; `FORBIDDEN` for rights that go beyond the caller's; `CONFLICT` for who is a member
   */
  invite(caller: Identity, input: Rights & { email: string }): Promise<{ invitation: InvitationRecord; token: string }>;
  /** @throws AppError `NOT_FOUND` */
  revoke(caller: Identity, id: InvitationId): Promise<void>;
  /** Null for one that has ended or never was. */
  preview(token: string, options?: Abortable): Promise<InvitationPreview | null>;
  /**
   * Makes the invited person a member, and logs them in. Who has an account must be the caller; who has none chooses a
   * password.
   * @throws AppError `NOT_FOUND`; `UNAUTHENTICATED` for who has an account and is not logged in to it; `BAD_INPUT`, `CONFLICT`
   */
  accept(
    input: { token: string; password: string | null; name: string | null },
    caller: Identity | AppError,
    origin: { address: string; device: string | null },
  ): Promise<Session>;
}

const INVITATION_MS = 7 * 86_400_000;

/** The service on the directory's invitations. */
export function createInvitationsService(deps: {
  directory: Directory;
  passwords: Passwords;
  sessions: SessionOpener;
  limits: AuthLimits;
  now: () => Date;
}): InvitationsService {
  const { directory, passwords, sessions, limits, now } = deps;

  /** An invitation, as long as it may be accepted: whoever made it must be able to grant as much now. */
  const findGood = async (token: string): Promise<{ invitation: InvitationRecord; tenant: TenantRecord } | null> => {
    if (!mayBeSecret(token)) return null;
    const invitation = await directory.invitations.find(hashSecret(token), { now: now() });
    if (!invitation) return null;
    const inviter = await directory.findMember({ tenantId: invitation.tenantId, userId: invitation.invitedBy });
    if (!inviter || !isUsable(inviter) || exceeds(invitation, inviter.membership)) return null;
    return { invitation, tenant: inviter.tenant };
  };

  /** The caller, where that is who was invited. */
  const requireInvited = (caller: Identity | AppError, { email }: UserRecord): UserRecord => {
    const isInvited =
      !(caller instanceof AppError) && caller.credential.type !== 'API_TOKEN' && caller.member.user.email === email;
    if (isInvited) return caller.member.user;
    throw new AppError(
      'UNAUTHENTICATED',
      'The invited e-mail address has an account here. Log in to it, then accept the invitation.',
      { reason: 'MISSING' },
    );
  };

  return {
    list: (caller, page) => directory.invitations.list(caller.tenantId, { ...page, now: now() }),

    invite: async (caller, { email: raw, role, piiAccess, collections }) => {
      const email = parseEmail(raw);
      requireGrantable({ role, piiAccess, collections }, caller);
      const user = await directory.findUserByEmail(email);
      const { tenantId, userId: invitedBy } = caller;
      if (user && (await directory.findMember({ tenantId, userId: user.id }))) throw memberAlready();
      const token = newSecret();
      const createdAt = now();
      const invitation: InvitationRecord = {
        id: newId<InvitationId>(),
        tenantId,
        email,
        role,
        piiAccess,
        collections,
        invitedBy,
        createdAt,
        expiresAt: new Date(createdAt.getTime() + INVITATION_MS),
      };
      await directory.invitations.create(invitation, hashSecret(token));
      return { invitation, token };
    },

    revoke: async (caller, id) => {
      if (!(await directory.invitations.revoke(caller.tenantId, id))) throw notFound('invitation');
    },

    preview: async (token) => {
      const found = await findGood(token);
      if (!found) return null;
      const { invitation, tenant } = found;
      const hasAccount = (await directory.findUserByEmail(invitation.email)) !== null;
      return { invitation, tenantName: tenant.name, hasAccount };
    },

    accept: async ({ token, password: raw, name: rawName }, caller, { address, device }) => {
      const found = await findGood(token);
      if (!found) throw notFound('invitation');
      const { invitation, tenant } = found;
      const { id, tenantId, email, role, piiAccess, collections } = invitation;
      const account = await directory.findUserByEmail(email);
      const joinedAt = now();
      const create = async (): Promise<UserRecord> => {
        if (raw === null) throw new AppError('BAD_INPUT', 'Choose a password for the new account.');
        const password = parsePassword(raw);
        const name = rawName === null ? null : parseName(rawName, 'The name');
        await limits.countRegistration({ address, email });
        const passwordHash = await passwords.hash(password);
        const userId = newId<UserId>();
        return {
          id: userId,
          email,
          name,
          passwordHash,
          lastTenantId: tenantId,
          createdAt: joinedAt,
          suspendedAt: null,
        };
      };
      const user = account ? requireInvited(caller, account) : await create();
      const rights = { role, piiAccess, collections };
      const membership = { tenantId, userId: user.id, ...rights, joinedAt, suspendedAt: null };
      await directory.invitations.accept(id, { membership, newUser: account ? null : user, now: joinedAt });
      if (account) await directory.updateUser(user.id, { lastTenantId: tenantId });
      else limits.remember({ address, email });
      return await sessions.open({ user, tenant, membership }, device);
    },
  };
}
