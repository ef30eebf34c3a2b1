import { AppError } from '../errors.ts';
import type { TenantId, UserId } from '../ids.ts';
import type { Abortable } from './abortable.ts';
import type { ApiTokens } from './api-tokens.ts';
import type { Credentials } from './credentials.ts';
import type {
  Member,
  MemberKey,
  MembershipChange,
  TenantChange,
  TenantRecord,
  UserRecord,
} from './directory-records.ts';
import type { Invitations } from './invitations.ts';
import type { Page, PageRequest } from './pages.ts';
import type { PasswordResets } from './password-resets.ts';
import type { Sessions } from './sessions.ts';

/** The error for a change that would leave an organisation without an owner. */
export function lastOwner(): AppError {
  return new AppError(
    'CONFLICT',
    'An organisation needs an owner who may use it, and this is the last one. Make another member an owner first.',
  );
}

/** The error for an e-mail address that has an account already. */
export function emailTaken(): AppError {
  return new AppError('CONFLICT', 'This e-mail address is taken. Log in, or register with another one.');
}

/** The error for an invitation of somebody who is a member already. */
export function memberAlready(): AppError {
  return new AppError('CONFLICT', 'This person is a member of the organisation already.');
}

/** The error of `adopt`, and of restoring a backup. Only operators see it, so it may name the address. */
export function takenByAnother(email: string): AppError {
  return new AppError(
    'CONFLICT',
    `The e-mail address ${email} of a member belongs to another user there. Nothing of the organisation was changed. Use a store of its own for it.`,
  );
}

/** What tenants share: who there is, and who belongs where. Never a tenant's content. */
export interface Directory {
  readonly sessions: Sessions;
  readonly passwordResets: PasswordResets;
  readonly invitations: Invitations;
  readonly apiTokens: ApiTokens;
  /**
   * Makes an organisation and its first member, all or nothing.
   * @throws AppError `CONFLICT` when the e-mail is taken
   */
  register(member: Member): Promise<void>;
  /** Whether anybody is registered. */
  hasUsers(options?: Abortable): Promise<boolean>;
  findUserByEmail(email: string, options?: Abortable): Promise<UserRecord | null>;
  /** Null unless both exist and the user belongs to the tenant. */
  findMember(key: MemberKey, options?: Abortable): Promise<Member | null>;
  /** Those of these members that exist, in no order. */
  findMembers(keys: readonly MemberKey[], options?: Abortable): Promise<Member[]>;
  /** All memberships of a user, by ascending id of the organisation. */
  listMemberships(userId: UserId, options?: Abortable): Promise<Member[]>;
  /** The users that exist, in no order, and only those who belong to the tenant. */
  findUsers(tenantId: TenantId, ids: readonly UserId[], options?: Abortable): Promise<UserRecord[]>;
  updateUser(
    id: UserId,
    change: Partial<Pick<UserRecord, 'name' | 'passwordHash' | 'lastTenantId' | 'suspendedAt'>>,
  ): Promise<void>;

  /** Null where there is none. */
  findTenant(id: TenantId, options?: Abortable): Promise<TenantRecord | null>;
  /** Changes what is named of an organisation. Null where there is none. */
  updateTenant(id: TenantId, change: TenantChange): Promise<TenantRecord | null>;
  /** Puts an API key that was sealed anew in the place of one that is known. False where it is not that any more. */
  replaceSealedApiKey(id: TenantId, key: { readonly known: string; readonly next: string }): Promise<boolean>;
  /**
   * Begins the end of an organisation: from now on it is nobody's. Its members, invitations, API tokens and model settings are removed,
   * with accounts that belong nowhere else; its own record stays until its data is gone. May be repeated.
   */
  deleteTenant(id: TenantId, at: Date): Promise<void>;
  /** Removes the record of an organisation that is being deleted. */
  forgetTenant(id: TenantId): Promise<void>;

  /** Organisations by ascending id, of which the page begins behind `after`. For operators only. */
  listTenants(page: { after: TenantId | null; limit: number } & Abortable): Promise<TenantRecord[]>;
  /** Members of an organisation, those who joined first come first. */
  pageMembers(tenantId: TenantId, page: PageRequest & Abortable): Promise<Page<Member>>;
  /**
   * Changes what is named of a membership. Null where there is none.
   * @throws AppError `CONFLICT` when the organisation would be left without an owner who may use it
   */
  updateMembership(key: MemberKey, change: MembershipChange): Promise<Member | null>;
  /**
   * Ends a membership, with the member's sessions, API tokens and an invitation that has come too late; an account that
   * has no other ends with it. False where there is none.
   * @throws AppError `CONFLICT` when the organisation would be left without an owner who may use it
   */
  removeMembership(key: MemberKey): Promise<boolean>;
  /** Finishes what a process left half done that died more than `graceMs` ago, or takes it back. */
  finish(options: { graceMs: number }): Promise<void>;
  /** All members of an organisation, by ascending id. For operators only. */
  listMembers(tenantId: TenantId, options?: Abortable): Promise<Member[]>;
  /**
   * Takes an organisation and its members over from another store, as they are. What is there of them already stays as
   * it is, so that it can be repeated.
   * @throws AppError `CONFLICT` when another user has a member's e-mail
   */
  adopt(tenant: TenantRecord, members: readonly Omit<Member, 'tenant'>[]): Promise<void>;
  /** All that lets somebody into an organisation, also what has expired. For operators only. */
  credentials(tenantId: TenantId, options?: Abortable): Promise<Credentials>;
  /** Takes that over from another store. What is there already stays as it is, so that it can be repeated. */
  adoptCredentials(credentials: Credentials): Promise<void>;
}
