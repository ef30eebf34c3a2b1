import { modelEndpoints } from '../adapters/model-endpoints.ts';
import { createAnswerService } from '../answers/answer-service.ts';
import { createConversationsService } from '../answers/conversations-service.ts';
import { createModelQueue } from '../answers/model-queue.ts';
import { createRatingsService } from '../answers/ratings-service.ts';
import { createRunsService } from '../answers/runs/runs-service.ts';
import { createAuditService } from '../audit/audit-service.ts';
import { createAccountService } from '../auth/account-service.ts';
import { createApiTokensService } from '../auth/api-tokens-service.ts';
import { createAuthService } from '../auth/auth-service.ts';
import { createDownloadLinks } from '../auth/download-links.ts';
import { createPasswords } from '../auth/passwords.ts';
import { createSessionsService } from '../auth/sessions-service.ts';
import type { Services } from '../context.ts';
import { createDocumentChanges } from '../documents/changes-service.ts';
import { createDocumentsService } from '../documents/documents-service.ts';
import type { Ingestion } from '../documents/ingestion.ts';
import { createSystemService } from '../ops/system-service.ts';
import { createSearchService } from '../search/search-service.ts';
import type { Deletion } from '../tenants/deletion.ts';
import { createInvitationsService } from '../tenants/invitations-service.ts';
import { createMembersService } from '../tenants/members-service.ts';
import { createModelSettingsService } from '../tenants/model-settings-service.ts';
import { createTenantsService } from '../tenants/tenants-service.ts';
import { VERSION } from '../version.ts';
import type { Access } from './access.ts';
import type { Assembly } from './assembly.ts';
import type { Limits } from './limits.ts';
import type { Models } from './models.ts';
import type { Storage } from './storage.ts';

/** What the services are made of. */
export interface ServiceParts {
  readonly storage: Storage;
  readonly models: Models;
  readonly access: Access;
  readonly limits: Limits;
  readonly ingestion: Ingestion;
  readonly deletion: Deletion;
}

/** Makes the rules of every feature. */
export function createServices(assembly: Assembly, parts: ServiceParts): Services {
  const { config, now } = assembly;
  const { storage, access, limits, ingestion } = parts;
  const { directory, sessions, standings, keys } = access;
  const { queue } = storage.store;
  const { maxFileBytes } = config.documents;
  const passwords = createPasswords();
  const audit = openAudit(assembly, parts);
  const withPasswords = { directory, passwords, sessions, limits: limits.ofAuth, now };
  const accounts = createAccountService(withPasswords);
  return {
    audit,
    limits: limits.ofUse,
    auth: createAuthService({
      ...withPasswords,
      onRefused: (user, { address, requestId }) => audit.loginRefused(user, { address, requestId }),
      tokens: access.tokens,
      external: access.external,
      standings,
      registration: config.auth.registration,
    }),
    sessions: createSessionsService({ directory, sessions, now }),
    accounts,
    apiTokens: createApiTokensService({ directory, now }),
    tenants: createTenants(assembly, parts, { audit, accounts }),
    members: createMembersService({ directory, now }),
    modelSettings: createModelSettingsService({
      directory,
      secrets: parts.models.secrets,
      ...modelEndpoints(config),
      now,
    }),
    invitations: createInvitationsService(withPasswords),
    documents: createDocumentsService({
      queue,
      ingestion,
      maxFileBytes,
      limits: limits.ofUse,
      shutdown: assembly.shutdown,
      now,
    }),
    documentChanges: createDocumentChanges({ queue, ingestion, maxFileBytes, limits: limits.ofUse }),
    downloadLinks: createDownloadLinks({ keys, directory, standings, now }),
    ...createAnswers(assembly, parts),
    system: createSystemService({
      version: VERSION,
      store: storage.store,
      embedder: storage.embedder,
      models: parts.models.models,
      maxFileBytes,
      registration: config.auth.registration,
    }),
  };
}

/** The audit log, whose entries that are under way are written before the store closes. */
function openAudit({ config, logger, metrics, now, onClose }: Assembly, { storage, access }: ServiceParts) {
  const audit = createAuditService({
    directory: access.directory,
    openLog: async (id) => (await storage.store.openTenant(id)).audit,
    keepsTexts: config.audit.answerRetentionDays > 0,
    now,
    onFailure: (error) => {
      metrics.auditFailed();
      logger.error({ err: error }, "the audit log can't be written");
    },
  });
  onClose(audit.close);
  return audit;
}

function createTenants(
  { logger, now }: Assembly,
  { storage, access: { directory }, deletion }: ServiceParts,
  { audit, accounts }: Pick<Services, 'audit' | 'accounts'>,
) {
  return createTenantsService({
    directory,
    openTenant: storage.openTenant,
    usageOf: async (id) => (await storage.openAll(id)).usage(),
    accounts,
    deletion,
    onDelete: async (caller, action, { address, requestId }) => {
      const origin = { address, requestId };
      await audit.record(caller, { action, outcome: 'STARTED', target: caller.tenantId, origin });
      logger.warn({ action, tenantId: caller.tenantId, userId: caller.userId }, 'deletion begins');
    },
    now,
  });
}

/** Search, and what is answered from what it finds. */
function createAnswers(assembly: Assembly, { storage, models: { models } }: ServiceParts) {
  const { config, logger, metrics, shutdown, now, onUnexpected } = assembly;
  const search = createSearchService({ embedders: storage.embedders, threshold: config.search.answerableThreshold });
  const answers = createAnswerService({
    search,
    models,
    queue: createModelQueue({ concurrency: config.models.concurrency, limit: config.models.queueLimit }),
    keepsAnswers: config.audit.answerRetentionDays > 0,
    now,
    shutdown,
    onEnd: metrics.answerEnded,
    onUnexpected: (error, requestId) => logger.error({ err: error, requestId }, 'unexpected failure'),
  });
  const isShared = config.store.mongodbUri !== null;
  const clock = () => storage.store.now();
  const runs = createRunsService({ answers, isShared, shutdown, now, clock, onUnexpected });
  return {
    search,
    answers,
    runs,
    conversations: createConversationsService({ now, onDeleted: runs.stopIn }),
    ratings: createRatingsService(),
  };
}
