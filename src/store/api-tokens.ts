import type { ApiTokenId, TenantId, UserId } from '../ids.ts';
import type { Rights } from '../roles.ts';
import type { Abortable } from './abortable.ts';
import type { Page, PageRequest } from './pages.ts';

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

/** A token by which somebody asks. */
export interface FoundApiToken {
  readonly token: ApiTokenRecord;
  readonly isRevoked: boolean;
}

/** API tokens and the hashes by which they are known (SHA-256, in hex). */
export interface ApiTokens {
  create(token: ApiTokenRecord, hash: string): Promise<void>;
  /** Null for one that never was. One that was revoked or has expired is found: its bearer is told so. */
  find(hash: string, options?: Abortable): Promise<FoundApiToken | null>;
  /** Those that exist, in no order. */
  findMany(ids: readonly ApiTokenId[], options?: Abortable): Promise<FoundApiToken[]>;
  /** Those of an organisation that are good at `now`, newest first. */
  list(tenantId: TenantId, page: PageRequest & { now: Date } & Abortable): Promise<Page<ApiTokenRecord>>;
  /** Notes that it was used. */
  see(id: ApiTokenId, at: Date): Promise<void>;
  /** False where the organisation has no such token that is not revoked. */
  revoke(tenantId: TenantId, id: ApiTokenId): Promise<boolean>;
}
