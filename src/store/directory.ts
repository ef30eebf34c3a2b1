import { AppError } from '../errors.ts';
import type { TenantId, UserId } from '../ids.ts';
import type { Rights } from '../roles.ts';
import type { Abortable } from './abortable.ts';
import type { ApiTokens } from './api-tokens.ts';
import type { Credentials } from './credentials.ts';
import type { Invitations } from './invitations.ts';
import type { Page, PageRequest } from './pages.ts';
import type { PasswordResets } from './password-resets.ts';
import type { Sessions } from './sessions.ts';

/** What the operator allows one organisation instead of what all have; null for no limit, absent for the usual one. */
export interface TenantLimits {
  readonly storageBytes?: number | null;
  readonly documents?: number | null;
  readonly questionsPerDay?: number | null;
}

/** Where a language model may be: what the operator has set up for all, a provider, or none at all. */
export const MODEL_PROVIDERS = ['DEPLOYMENT', 'OLLAMA', 'OPENAI_COMPATIBLE', 'ANTHROPIC', 'QUOTING'] as const;

/** One of `MODEL_PROVIDERS`. */
export type ModelProvider = (typeof MODEL_PROVIDERS)[number];

/** Those that have an address. */
export type HostedProvider = Exclude<ModelProvider, 'DEPLOYMENT' | 'QUOTING'>;

/** The place that an API key is sealed for. */
export const API_KEY_FIELD = 'modelSettings.apiKey';

/** The language model that an organisation has chosen. */
export interface ModelSettings {
  readonly provider: ModelProvider;
  readonly model: string | null;
  readonly endpoint: string | null;
  /** As `auth/secret-box.ts` seals it; null for none. */
  readonly sealedApiKey: string | null;
  readonly updatedAt: Date;
}

/** An organisation. */
export interface TenantRecord {
  readonly id: TenantId;
  readonly name: string;
  readonly createdAt: Date;
  /** Since when nobody may use it, by the operator's word; null while all may. */
  readonly suspendedAt: Date | null;
  /** Since when it is being deleted; null for one that stays. */
  readonly deletedAt: Date | null;
  readonly limits: TenantLimits;
  /** What its answers are to heed, beside Carrel's own rules; null for nothing. */
  readonly instructions: string | null;
  /** Null where none was ever chosen. */
  readonly modelSettings: ModelSettings | null;
}

/** A person with an account. */
export interface UserRecord {
  readonly id: UserId;
  /** Normalised (`parseEmail`), unique in the deployment. */
  readonly email: string;
  readonly name: string | null;
  /** PHC string of argon2id. */
  readonly passwordHash: string;
  /** The organisation of the user's last login, where the next one leads. */
  readonly lastTenantId: TenantId;
  readonly createdAt: Date;
  /** Since when the account may not be used, by the operator's word; null while it may. */
  readonly suspendedAt: Date | null;
}

/** A user's place in an organisation. */
export interface MembershipRecord extends Rights {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly joinedAt: Date;
  /** Since when the member may not use the organisation; null while they may. */
  readonly suspendedAt: Date | null;
}

/** Names a membership. */
export interface MemberKey {
  readonly userId: UserId;
  readonly tenantId: TenantId;
}

/** What can be changed of a membership. */
export type MembershipChange = Partial<Rights & Pick<MembershipRecord, 'suspendedAt'>>;

/** Whether a member is an owner who may use the organisation. */
export function isActiveOwner({ role, suspendedAt }: Pick<MembershipRecord, 'role' | 'suspendedAt'>): boolean {
  return role === 'OWNER' && suspendedAt === null;
}

/** What a change meets that would leave an organisation without an owner. */
export function lastOwner(): AppError {
  return new AppError(
    'CONFLICT',
    'An organisation needs an owner who may use it, and this is the last one. Make another member an owner first.',
  );
}

/** What whoever registers or joins with a taken e-mail meets. */
export function emailTaken(): AppError {
  return new AppError('CONFLICT', 'This e-mail address is taken. Log in, or register with another one.');
}

/** What an invitation of a member meets. */
export function memberAlready(): AppError {
  return new AppError('CONFLICT', 'This person is a member of the organisation already.');
}

/** A user as a member of one organisation. */
export interface Member {
  readonly user: UserRecord;
  readonly tenant: TenantRecord;
  readonly membership: MembershipRecord;
}

/** What `adopt` and a restored backup refuse. Operators alone see it, so it may name the address. */
export function takenByAnother(email: string): AppError {
  return new AppError(
    'CONFLICT',
    `The e-mail address ${email} of a member belongs to another user there. Nothing of the organisation was changed. Use a store of its own for it.`,
  );
}

/** What can be changed of an organisation. */
export type TenantChange = Partial<
  Pick<TenantRecord, 'name' | 'suspendedAt' | 'limits' | 'instructions' | 'modelSettings'>
>;

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
