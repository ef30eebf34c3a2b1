import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import {
  modelEndpoints,
  openAnswerModels,
  openEmbedder,
  openFormerEmbedder,
  openQuotingModel,
  openStore,
  openTenantModels,
} from './adapters.ts';
import { createAnswerService } from './answers/answer-service.ts';
import { createConversationsService } from './answers/conversations-service.ts';
import { createModelQueue } from './answers/model-queue.ts';
import { createRatingsService } from './answers/ratings-service.ts';
import { createRunsService } from './answers/runs/runs-service.ts';
import { createAuditService } from './audit/audit-service.ts';
import { createAccountService } from './auth/account-service.ts';
import { createApiTokensService } from './auth/api-tokens-service.ts';
import { createAuthService } from './auth/auth-service.ts';
import { tellDepartures } from './auth/departures.ts';
import { createDownloadLinks } from './auth/download-links.ts';
import { startExpirySweep } from './auth/expiry-sweep.ts';
import { createExternalTokens, type ExternalTokens } from './auth/external-tokens.ts';
import { followDirectory } from './auth/followed-directory.ts';
import { type Identity, ownerOf, scopeOf } from './auth/identity.ts';
import { openKeyRing } from './auth/key-ring.ts';
import { createSessionOpener } from './auth/open-session.ts';
import { createPasswords } from './auth/passwords.ts';
import { createAuthLimits, NO_AUTH_LIMITS } from './auth/rate-limits.ts';
import { chooseSealingKeys } from './auth/sealing-keys.ts';
import { openSecretBox } from './auth/secret-box.ts';
import { createSessionsService } from './auth/sessions-service.ts';
import { createStandings } from './auth/standing.ts';
import { createTokens } from './auth/tokens.ts';
import { type Config, sealingKeyPlace } from './config.ts';
import { createDocumentChanges } from './documents/changes-service.ts';
import { chunkSizes } from './documents/chunking/chunk-size.ts';
import { createDocumentsService } from './documents/documents-service.ts';
import { createIngestion } from './documents/ingestion.ts';
import { requireOcrPackages } from './documents/parsers/ocr/ocr-packages.ts';
import { createRecovery } from './documents/recovery.ts';
import { createReembedding } from './documents/reembedding.ts';
import { AppError } from './errors.ts';
import { createAccessWatch } from './graphql/access-end.ts';
import { ENDPOINT } from './graphql/yoga.ts';
import type { TenantId } from './ids.ts';
import { createRateLimiters } from './lib/rate-limiters.ts';
import { RUN_LIMITS } from './limits.ts';
import type { AnswerModel, AnswerModels } from './models/answer-model.ts';
import type { Embedder } from './models/embedder.ts';
import { createEmbedders } from './models/embedders.ts';
import { controlPath, serveControl } from './ops/admin/control.ts';
import { createOperator } from './ops/admin/operator.ts';
import { loadClientFiles } from './ops/client-files.ts';
import { createHealth } from './ops/health.ts';
import { listen } from './ops/http-server.ts';
import type { Logger } from './ops/logging.ts';
import { createMetrics } from './ops/metrics.ts';
import { createSystemService } from './ops/system-service.ts';
import { schema } from './schema.ts';
import { createSearchService } from './search/search-service.ts';
import { serveApi, serveOperators } from './serve.ts';
import { EVERYTHING } from './store/access.ts';
import type { Store } from './store/store.ts';
import { startDailySweep } from './tenants/daily-sweep.ts';
import { createDeletion } from './tenants/deletion.ts';
import { createInvitationsService } from './tenants/invitations-service.ts';
import { createMembersService } from './tenants/members-service.ts';
import { createModelSettingsService } from './tenants/model-settings-service.ts';
import { createTenantsService } from './tenants/tenants-service.ts';
import { createUseLimits } from './tenants/use-limits.ts';
import { VERSION } from './version.ts';

/** A running server. */
export interface App {
  /** Such as http://localhost:4000; the API is at /graphql below it. */
  readonly url: string;
  /** Ends streams with a reason, finishes queries, hands unfinished documents back and closes everything. */
  close(): Promise<void>;
}

/** What tests replace: the language model's edge and the clock's; and what they watch. */
export interface AppOverrides {
  readonly answerModel?: AnswerModel;
  readonly schema?: GraphQLSchema;
  /** Puts something between Carrel and its store, whichever it is. */
  wrapStore?(store: Store): Store;
  now?(): Date;
  /** Where the built browser client is. */
  readonly clientFolder?: string;
}

/**
 * Puts Carrel together and serves it; `adapters.ts` opens what the configuration chooses.
 * @throws AppError or StartupError with what is wrong and what to do, after closing what was open already
 */
export async function startApp(config: Config, logger: Logger, overrides: AppOverrides = {}): Promise<App> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const step of closers.splice(0).reverse()) await step();
  };
  try {
    return { url: await assemble(config, logger, { overrides, closers }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens part after part, each with its way to be closed, and gives the address at which it listens. */
async function assemble(
  config: Config,
  logger: Logger,
  { overrides, closers }: { overrides: AppOverrides; closers: (() => Promise<void>)[] },
): Promise<string> {
  const now = overrides.now ?? (() => new Date());
  const metrics = createMetrics();
  const shutdown = new AbortController();
  const onUnexpected = (error: unknown) => logger.error({ err: error }, 'unexpected failure');

  if (config.documents.ocr && config.server.role !== 'api') requireOcrPackages(config.documents.ocrLanguages);
  const embedder = await openEmbedder(config, logger);
  closers.push(() => embedder.close());
  const { store: opened, keys: source } = await openStore(config, logger, { embedder, metrics });
  const store = overrides.wrapStore?.(opened) ?? opened;
  closers.push(() => store.close());
  const place = config.store.mongodbUri === null ? { folder: config.store.dataDir } : {};
  logger.info({ store: store.description, ...place }, 'store opened');
  const former: Embedder[] = [];
  for (const stamp of new Map((await store.outdated()).map((each) => [each.embedder.id, each.embedder])).values()) {
    const opened = await openFormerEmbedder(config, logger, stamp);
    closers.push(() => opened.close());
    former.push(opened);
  }
  const embedders = createEmbedders(embedder, former);
  embedder.ready().then(
    () => logger.info({ embedder: embedder.id, reason: embedder.reason }, 'embedder loaded'),
    (error) => logger.error({ err: error }, "the embedder can't be loaded"),
  );
  metrics.observeQueue((work) => store.queue.size({ work }));

  const ingestion = createIngestion({
    sizes: chunkSizes(config.chunks),
    queue: store.queue,
    openTenant: (id) => store.openTenant(id),
    embedders,
    ocrLanguages: config.documents.ocr ? config.documents.ocrLanguages : null,
    concurrency: config.documents.ingestionConcurrency,
    onEnd: metrics.ingestionEnded,
    onMended: (document) => logger.info(document, 'document mended'),
    onUnexpected,
  });
  const recovery = createRecovery({
    directory: store.directory,
    queue: store.queue,
    openTenant: (id) => store.openTenant(id),
    onRecovered: ingestion.wake,
    onDeleted: (tenant) => deletion.finish(tenant),
    onUnexpected,
  });
  const reembedding = createReembedding({
    store,
    embedder,
    onBegin: (outdated) => {
      metrics.reembedded({ chunks: 0, left: outdated.length });
      const organizations = outdated.length;
      logger.info({ organizations, from: former.map(({ id }) => id), to: embedder.id }, 're-embedding begins');
    },
    onWritten: metrics.reembedded,
    onProgress: (tenantId, progress) => logger.info({ tenantId, ...progress }, 're-embedding goes on'),
    onSwitched: (tenantId, { left }) => {
      metrics.reembedded({ chunks: 0, left });
      logger.info({ tenantId, embedder: embedder.id, organizationsLeft: left }, 'organisation re-embedded');
    },
    onUnexpected,
  });
  const search = createSearchService({ embedders, threshold: config.search.answerableThreshold });
  const quoting = openQuotingModel(config, embedder);
  const deployment = overrides.answerModel ? always(overrides.answerModel) : openAnswerModels(config, logger, quoting);
  const secrets = await openSecretBox(chooseSealingKeys(sealingKeyPlace(config)));
  const models = openTenantModels(config, logger, { deployment, quoting, directory: store.directory, secrets, now });
  const openLog = async (id: TenantId) => (await store.openTenant(id)).audit;
  const openAll = async (id: TenantId) => (await store.openTenant(id)).as(EVERYTHING);
  const openTenant = async (caller: Identity) =>
    (await store.openTenant(caller.tenantId)).as(scopeOf(caller), ownerOf(caller));
  const { maxFileBytes } = config.documents;
  const onAccessChanged = () => {
    standings.forget();
    models.forget();
    access.look();
  };
  const directory = followDirectory(
    tellDepartures(store.directory, async (id, owner) => (await store.openTenant(id)).kept.forget(owner)),
    onAccessChanged,
  );
  const standings = createStandings({ directory, now });
  const access = createAccessWatch({
    now,
    findEnded: standings.findEnded,
    onUnexpected,
  });
  const stopExpirySweep = startExpirySweep({ directory, now, onUnexpected });
  closers.push(async () => stopExpirySweep());
  const passwords = createPasswords();
  const { accessTokenMinutes, keyRotationDays } = config.auth;
  const keys = await openKeyRing({
    source,
    tokenMs: accessTokenMinutes * 60_000,
    rotationDays: keyRotationDays,
    now,
    onUnexpected,
  });
  closers.push(async () => keys.close());
  const tokens = createTokens({ keys, lifetimeMinutes: accessTokenMinutes, now });
  const sessions = createSessionOpener({ directory, tokens, now });
  const limiters = createRateLimiters({
    exchange: (counted) => store.counters.add(counted),
    // The embedded store has no other process to hear of: there it is for the next start alone.
    everyMs: config.store.mongodbUri === null ? 5_000 : 250,
    // A store that is away gets it later.
    onFailure: (error) => error instanceof AppError || onUnexpected(error),
  });
  closers.push(() => limiters.close());
  const limits = config.auth.rateLimits ? createAuthLimits(limiters) : NO_AUTH_LIMITS;
  const accounts = createAccountService({ directory, passwords, sessions, limits, now });
  const deletion = createDeletion({ directory, removeData: (id) => store.removeTenant(id), now });
  if (config.store.mongodbUri === null) {
    const operator = createOperator({ directory, store, deletion, keys, openSecrets: async () => secrets, now });
    const serving = serveControl(controlPath(config.store.dataDir), operator);
    // A folder whose path is too long for a socket, or a system that has none: operators stop the server first.
    const close = await serving.catch((error) => {
      logger.warn({ err: error }, 'operator commands can not reach this server while it runs');
      return async () => {};
    });
    closers.push(close);
  }
  const audit = createAuditService({
    directory,
    openLog,
    keepsTexts: config.audit.answerRetentionDays > 0,
    now,
    onFailure: (error) => {
      metrics.auditFailed();
      logger.error({ err: error }, "the audit log can't be written");
    },
  });
  closers.push(audit.close);
  const { documents, storageMegabytes, questionsPerDay } = config.quotas;
  const useLimits = createUseLimits({
    limiters,
    isOn: config.auth.rateLimits,
    quotas: {
      documents: documents || null,
      storageBytes: storageMegabytes * 1_000_000 || null,
      questionsPerDay: questionsPerDay || null,
    },
    storedBy: async (id) => {
      const all = await openAll(id);
      const [{ storedBytes }, { totalCount }] = await Promise.all([
        all.usage(),
        all.documents.list({ filter: {}, limit: 1, after: null }),
      ]);
      return { documents: totalCount, bytes: storedBytes };
    },
  });
  const answers = createAnswerService({
    search,
    models,
    queue: createModelQueue({ concurrency: config.models.concurrency, limit: config.models.queueLimit }),
    keepsAnswers: config.audit.answerRetentionDays > 0,
    now,
    shutdown: shutdown.signal,
    onEnd: metrics.answerEnded,
    onUnexpected: (error, requestId) => logger.error({ err: error, requestId }, 'unexpected failure'),
  });
  const runs = createRunsService({
    answers,
    isShared: config.store.mongodbUri !== null,
    shutdown: shutdown.signal,
    now,
    onUnexpected,
  });
  const services = {
    audit,
    limits: useLimits,
    auth: createAuthService({
      onRefused: (user, { address, requestId }) => audit.loginRefused(user, { address, requestId }),
      directory,
      passwords,
      tokens,
      external: openExternalTokens(config, now),
      sessions,
      standings,
      limits,
      registration: config.auth.registration,
      now,
    }),
    sessions: createSessionsService({ directory, sessions, now }),
    accounts,
    apiTokens: createApiTokensService({ directory, now }),
    tenants: createTenantsService({
      directory,
      openTenant,
      usageOf: async (id) => (await openAll(id)).usage(),
      accounts,
      deletion,
      onDelete: async (caller, action, { address, requestId }) => {
        const origin = { address, requestId };
        await audit.record(caller, { action, outcome: 'STARTED', target: caller.tenantId, origin });
        logger.warn({ action, tenantId: caller.tenantId, userId: caller.userId }, 'deletion begins');
      },
      now,
    }),
    members: createMembersService({ directory, now }),
    modelSettings: createModelSettingsService({ directory, secrets, ...modelEndpoints(config), now }),
    invitations: createInvitationsService({ directory, passwords, sessions, limits, now }),
    documents: createDocumentsService({
      queue: store.queue,
      ingestion,
      maxFileBytes,
      limits: useLimits,
      shutdown: shutdown.signal,
      now,
    }),
    documentChanges: createDocumentChanges({ queue: store.queue, ingestion, maxFileBytes, limits: useLimits }),
    downloadLinks: createDownloadLinks({ keys, directory, standings, now }),
    search,
    answers,
    runs,
    conversations: createConversationsService({ now, onDeleted: runs.stopIn }),
    ratings: createRatingsService(),
    system: createSystemService({
      version: VERSION,
      store,
      embedder,
      models,
      maxFileBytes,
      registration: config.auth.registration,
    }),
  };

  const health = createHealth({ store: (options) => store.ping(options), embedder: () => embedder.ready() });
  const operators = { health, metrics, logger };
  const serving =
    config.server.role === 'worker'
      ? serveOperators(operators)
      : serveApi(config, {
          ...operators,
          schema: overrides.schema ?? schema,
          services,
          access,
          openTenant,
          keys,
          client: await loadClientFiles(overrides.clientFolder ?? join(import.meta.dirname, 'web')),
        });
  if (config.server.role !== 'api') {
    const stopSweep = startDailySweep({
      directory: store.directory,
      sweep: async (id, before) => {
        const { audit, kept } = await store.openTenant(id);
        await audit.sweepTexts(before);
        await kept.sweep({
          now: now(),
          answersBefore: before,
          eventsBefore: new Date(now().getTime() - RUN_LIMITS.eventsMs),
        });
      },
      retentionDays: config.audit.answerRetentionDays,
      now,
      onUnexpected,
    });
    closers.push(stopSweep);
    ingestion.start();
    recovery.start();
    reembedding.start();
  }
  closers.push(async () => {
    health.drain();
    shutdown.abort(
      new AppError('STORE_UNAVAILABLE', 'The server is stopping. Ask again in a moment.', { retryAfterSeconds: 5 }),
    );
    await Promise.all([serving.stop(), runs.close(), recovery.stop(), ingestion.stop(), reembedding.stop()]);
  });
  const url = await listen(serving.http, config.server);
  // Who lets the system choose a port learns it from this line alone, whatever else is logged.
  const { role, port } = config.server;
  const announcer = port === 0 && config.log.level !== 'silent' ? logger.child({}, { level: 'info' }) : logger;
  announcer.info({ url: role === 'worker' ? url : `${url}${ENDPOINT}`, role }, 'ready');
  return url;
}

/** Those of the identity provider that the configuration names; null for none. */
function openExternalTokens({ oidc }: Config, now: () => Date): ExternalTokens | null {
  const { issuer, audience } = oidc;
  return issuer !== null && audience !== null ? createExternalTokens({ ...oidc, issuer, audience, now }) : null;
}

function always(model: AnswerModel): AnswerModels {
  return { current: async () => ({ model, reason: 'Given by a test.' }) };
}
