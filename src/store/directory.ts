import type { TenantId, UserId } from '../ids.ts';
import type { Role } from '../roles.ts';
import type { Abortable } from './store.ts';

export interface TenantRecord {
  readonly id: TenantId;
  readonly name: string;
  readonly createdAt: Date;
}

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
}

export interface MembershipRecord {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly role: Role;
  readonly piiAccess: boolean;
}

/** A user as a member of one organisation. */
export interface Member {
  readonly user: UserRecord;
  readonly tenant: TenantRecord;
  readonly membership: MembershipRecord;
}

/** What tenants share: who there is, and who belongs where. Never a tenant's content. */
export interface Directory {
  /**
   * Makes an organisation and its first member, all or nothing.
   * @throws AppError `CONFLICT` when the e-mail is taken
   */
  register(member: Member): Promise<void>;
  /** Whether anybody is registered. */
  hasUsers(options?: Abortable): Promise<boolean>;
  findUserByEmail(email: string, options?: Abortable): Promise<UserRecord | null>;
  /** Null unless both exist and the user belongs to the tenant. */
  findMember(key: { userId: UserId; tenantId: TenantId }, options?: Abortable): Promise<Member | null>;
  /** The users that exist, in no order, and only those who belong to the tenant. */
  findUsers(tenantId: TenantId, ids: readonly UserId[], options?: Abortable): Promise<UserRecord[]>;
  updateUser(id: UserId, change: Partial<Pick<UserRecord, 'passwordHash' | 'lastTenantId'>>): Promise<void>;
}
