import type { TenantId, UserId } from '../ids.ts';
import type { Rights } from '../roles.ts';

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
  /** Since when nobody may use it, by the operator; null while all may. */
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
  /** Since when the account may not be used, by the operator; null while it may. */
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

/** A user as a member of one organisation. */
export interface Member {
  readonly user: UserRecord;
  readonly tenant: TenantRecord;
  readonly membership: MembershipRecord;
}

/** What can be changed of a membership. */
export type MembershipChange = Partial<Rights & Pick<MembershipRecord, 'suspendedAt'>>;

/** What can be changed of an organisation. */
export type TenantChange = Partial<
  Pick<TenantRecord, 'name' | 'suspendedAt' | 'limits' | 'instructions' | 'modelSettings'>
>;

/** Whether a member is an owner who may use the organisation. */
export function isActiveOwner({ role, suspendedAt }: Pick<MembershipRecord, 'role' | 'suspendedAt'>): boolean {
  return role === 'OWNER' && suspendedAt === null;
}
