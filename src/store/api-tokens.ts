import type { ApiTokenId, TenantId, UserId } from '../ids.ts';
import type { Rights } from '../roles.ts';

/** What lets a program in, in the name of the member who made it, and never with more rights than that member has. */
export interface ApiTokenRecord extends Rights {
  readonly id: ApiTokenId;
  readonly tenantId: TenantId;
  readonly name: string;
  /** 8 characters of the token, to tell it from others. */
  readonly prefix: string;
  readonly createdBy: UserId;
  readonly createdAt: Date;
  /** To the minute; null before its first use. */
  readonly lastUsedAt: Date | null;
  /** Null for one without an end. */
  readonly expiresAt: Date | null;
}
