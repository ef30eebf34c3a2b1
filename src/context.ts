import type { AnswerService } from './answers/answer-service.ts';
import type { ConversationsService } from './answers/conversations-service.ts';
import type { RatingsService } from './answers/ratings-service.ts';
import type { RunsService } from './answers/runs/runs-service.ts';
import type { AuditService } from './audit/audit-service.ts';
import type { AccountService } from './auth/account-service.ts';
import type { ApiTokensService } from './auth/api-tokens-service.ts';
import type { AuthService } from './auth/auth-service.ts';
import type { DownloadLinks } from './auth/download-links.ts';
import type { Identity } from './auth/identity.ts';
import type { SessionsService } from './auth/sessions-service.ts';
import type { DocumentChanges } from './documents/changes-service.ts';
import type { DocumentsService } from './documents/documents-service.ts';
import type { AppError } from './errors.ts';
import type { JoinedSignal } from './lib/joined-signal.ts';
import type { SystemService } from './ops/system-service.ts';
import type { SearchService } from './search/search.ts';
import type { ScopedTenant } from './store/tenant-store.ts';
import type { InvitationsService } from './tenants/invitations-service.ts';
import type { MembersService } from './tenants/members-service.ts';
import type { ModelSettingsService } from './tenants/model-settings-service.ts';
import type { TenantsService } from './tenants/tenants-service.ts';
import type { UseLimits } from './tenants/use-limits.ts';

/** The rules of each feature, built once in `app/services.ts`. */
export interface Services {
  readonly audit: AuditService;
  readonly auth: AuthService;
  readonly sessions: SessionsService;
  readonly accounts: AccountService;
  readonly apiTokens: ApiTokensService;
  readonly tenants: TenantsService;
  readonly members: MembersService;
  readonly modelSettings: ModelSettingsService;
  readonly limits: UseLimits;
  readonly invitations: InvitationsService;
  readonly documents: DocumentsService;
  readonly documentChanges: DocumentChanges;
  readonly downloadLinks: DownloadLinks;
  readonly search: SearchService;
  readonly answers: AnswerService;
  readonly runs: RunsService;
  readonly conversations: ConversationsService;
  readonly ratings: RatingsService;
  readonly system: SystemService;
}

/** What a resolver sees: one object for each operation, over HTTP, SSE and WebSocket alike. */
export interface Context {
  readonly requestId: string;
  /** The caller's network address, for rate limits. */
  readonly address: string;
  /** Aborts when the caller is gone. */
  readonly signal: AbortSignal;
  /** What the client says it is (`User-Agent`); null where it says nothing. */
  readonly device: string | null;
  /** Aborts when the access ends that the operation began with; the reason is the error for the caller. For operations that take long. */
  accessEnd(): AbortSignal;
  /** The same for work that outlasts the operation, released by the caller of this: there the end of the token does not count. */
  lastingAccess(): JoinedSignal;
  /** Whether the caller's connection is still there: who leaves a stream then has unsubscribed. Over HTTP nobody can tell. */
  isConnected(): boolean;
  /** Who calls, or why that is not known. */
  readonly caller: Identity | AppError;
  readonly services: Services;
  /**
   * Counts bytes that the answer holds, until it is sent, against what its caller's answers may hold at the same time.
   * @throws AppError `RATE_LIMITED`
   */
  hold(bytes: number): void;
  /**
   * The caller's tenant, as far as the caller may see it. The tenant-scope plugin opens it before a field that requires it resolves.
   * @throws AppError `UNAUTHENTICATED` where no tenant was opened
   */
  readonly tenant: ScopedTenant;
}
