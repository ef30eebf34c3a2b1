import type { OwnerId, TenantId } from '../ids.ts';
import type { Abortable } from './abortable.ts';
import type { Scope } from './access.ts';
import type { Answers, KeptAnswers } from './answers.ts';
import type { AuditLog } from './audit.ts';
import type { Chunks } from './chunks.ts';
import type { Conversations } from './conversations.ts';
import type { Documents } from './documents.ts';
import type { TenantIngestion } from './ingestion.ts';
import type { TenantReembedding } from './reembedding.ts';

/** Documents and chunks that are searchable, and the bytes of all originals, also of those that wait to take the place of others. */
export interface TenantUsage {
  readonly documents: number;
  readonly chunks: number;
  readonly storedBytes: number;
}

/**
 * One tenant's data. Holding it is the permission: no method takes a tenant id, so there is none to get wrong. It has
 * nothing to read with for a caller but `as`. Every row written is stamped with the tenant's id, and every row read is
 * checked for it. Stores, ingestion, operator commands and the composition root hold it; requests never do.
 */
export interface TenantStore {
  readonly tenantId: TenantId;
  readonly ingestion: TenantIngestion;
  readonly reembedding: TenantReembedding;
  readonly audit: AuditLog;
  readonly kept: KeptAnswers;
  /** The tenant as a caller sees it, with the conversations and answers of an owner; none by default. Costs nothing. */
  as(scope: Scope, owner?: OwnerId): ScopedTenant;
}

/** One tenant's data as far as a scope sees it (`isVisible`): what it doesn't see is, for every method, not there. */
export interface ScopedTenant {
  readonly tenantId: TenantId;
  readonly documents: Documents;
  readonly chunks: Chunks;
  readonly conversations: Conversations;
  readonly answers: Answers;
  usage(options?: Abortable): Promise<TenantUsage>;
}
