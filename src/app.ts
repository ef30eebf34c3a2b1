import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { createAnswerService } from './answers/answer-service.ts';
import { createAuthService } from './auth/auth-service.ts';
import type { Identity } from './auth/identity.ts';
import { createPasswords } from './auth/passwords.ts';
import { createAuthLimits, NO_AUTH_LIMITS } from './auth/rate-limits.ts';
import { claimSigningKeys, loadSigningKeys, type SigningKeys } from './auth/signing-keys.ts';
import { createTokens } from './auth/tokens.ts';
import type { Config } from './config.ts';
import type { Services } from './context.ts';
import { createDocumentsService } from './documents/documents-service.ts';
import { createIngestion } from './documents/ingestion.ts';
import { AppError } from './errors.ts';
import { createGraphiQL } from './graphql/graphiql.ts';
import { beginOperation } from './graphql/operation.ts';
import { serveWebSockets } from './graphql/websocket.ts';
import { createYogaServer, ENDPOINT } from './graphql/yoga.ts';
import { clientAddress, createNetworks } from './lib/client-address.ts';
import type { AnswerModel, AnswerModels } from './models/answer-model.ts';
import { createAnswerModels } from './models/answer-models.ts';
import type { Embedder } from './models/embedder.ts';
import { openOllamaEmbedder } from './models/ollama-embedder.ts';
import { createQuotingModel } from './models/quoting.ts';
import { createMiniLmEmbedder, openTransformersEmbedder } from './models/transformers-embedder.ts';
import { createHealth } from './ops/health.ts';
import { createHttpServer, send, sendProblem } from './ops/http-server.ts';
import type { Logger } from './ops/logging.ts';
import { createMetrics, type Metrics } from './ops/metrics.ts';
import { isOriginAllowed } from './ops/origins.ts';
import { stopServing } from './ops/shutdown.ts';
import { createSystemService } from './ops/system-service.ts';
import { schema } from './schema.ts';
import { createSearchService } from './search/search-service.ts';
import { openEmbeddedStore } from './store/embedded/embedded-store.ts';
import { openMongoStore } from './store/mongo/mongo-store.ts';
import type { Store } from './store/store.ts';
import { createTenantsService } from './tenants/tenants-service.ts';
import { VERSION } from './version.ts';

/** A running server. */
export interface App {
  /** Such as http://localhost:4000; the API is at /graphql below it. */
  readonly url: string;
  /** Ends streams with a reason, finishes queries, hands unfinished documents back and closes everything. */
  close(): Promise<void>;
}

/** What tests replace: the language model's edge and the clock's. */
export interface AppOverrides {
  readonly answerModel?: AnswerModel;
  readonly schema?: GraphQLSchema;
  now?(): Date;
}

/**
 * Puts Carrel together and serves it. The only place that names adapters.
 * @throws AppError with what is wrong and what to do, after closing what was open already
 */
export async function startApp(config: Config, logger: Logger, overrides: AppOverrides = {}): Promise<App> {
  const now = overrides.now ?? (() => new Date());
  const closers: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of closers.reverse()) await close();
    closers.length = 0;
  };
  try {
    const embedder = await openEmbedder(config);
    closers.push(() => embedder.close());
    const metrics = createMetrics();
    const { store, loadKeys } = await openStore(config, logger, { embedder, metrics });
    closers.push(() => store.close());
    logger.info({ store: store.description }, 'store opened');
    embedder.ready().then(
      () => logger.info({ embedder: embedder.id, reason: embedder.reason }, 'embedder loaded'),
      (error) => logger.error({ err: error }, 'the embedder can not be loaded'),
    );
    const keys = await loadKeys();
    return await serve(config, logger, { store, keys, metrics, embedder, now, closers, closeAll, overrides });
  } catch (error) {
    await closeAll();
    throw error;
  }
}

interface Parts {
  readonly store: Store;
  readonly keys: SigningKeys;
  readonly metrics: Metrics;
  readonly embedder: Embedder;
  readonly closers: (() => Promise<void>)[];
  readonly overrides: AppOverrides;
  now(): Date;
  closeAll(): Promise<void>;
}

async function serve(config: Config, logger: Logger, parts: Parts): Promise<App> {
  const { store, keys, metrics, embedder, closers, overrides, now } = parts;
  metrics.observeQueue(() => store.queue.size());
  const shutdown = new AbortController();
  const onUnexpected = (error: unknown) => logger.error({ err: error }, 'unexpected failure');
  const logUnexpected = (error: unknown, requestId: string) =>
    logger.error({ err: error, requestId }, 'unexpected failure');

  const ingestion = createIngestion({
    queue: store.queue,
    openTenant: (id) => store.openTenant(id),
    embedder,
    onEnd: metrics.ingestionEnded,
    onUnexpected,
  });
  const search = createSearchService({ embedder, threshold: config.search.answerableThreshold });
  const models = openAnswerModels(config, logger, embedder, overrides.answerModel);
  const services: Services = {
    auth: createAuthService({
      directory: store.directory,
      passwords: createPasswords(),
      tokens: createTokens({
        keys,
        lifetimeMinutes: config.auth.accessTokenMinutes,
        now,
      }),
      limits: config.auth.rateLimits ? createAuthLimits() : NO_AUTH_LIMITS,
      registration: config.auth.registration,
      now,
    }),
    tenants: createTenantsService(store),
    documents: createDocumentsService({
      queue: store.queue,
      ingestion,
      maxFileBytes: config.documents.maxFileBytes,
      shutdown: shutdown.signal,
      now,
    }),
    search,
    answers: createAnswerService({
      search,
      models,
      shutdown: shutdown.signal,
      onEnd: metrics.answerEnded,
      onUnexpected: logUnexpected,
    }),
    system: createSystemService({
      version: VERSION,
      store,
      embedder,
      models,
      maxFileBytes: config.documents.maxFileBytes,
    }),
  };

  const health = createHealth({ store: (options) => store.ping(options), embedder: () => embedder.ready() });
  const proxies = createNetworks(config.server.trustedProxies);
  const addressOf = ({ socket, headers }: IncomingMessage) =>
    clientAddress(socket.remoteAddress, String(headers['x-forwarded-for'] ?? ''), proxies);
  const allowed = (request: IncomingMessage) => isOriginAllowed(request, config.server.allowedOrigins);
  const begin = () =>
    beginOperation((summary) => {
      metrics.operationEnded(summary);
      logger.info(summary, 'operation');
    });
  const yoga = createYogaServer({
    schema: overrides.schema ?? schema,
    services,
    openScope: ({ tenantId }: Identity) => store.openTenant(tenantId),
    onBreach: (field, requestId) => {
      metrics.crossTenantAttempted();
      logger.fatal({ field, requestId }, 'a row of another tenant was stopped on its way out');
    },
    logUnexpected,
    countStream: (field) => metrics.streamOpened(field === 'answer' ? 'answer' : 'documentChanged'),
    introspection: config.server.introspection,
    allowedOrigins: config.server.allowedOrigins,
    maxFileBytes: config.documents.maxFileBytes,
  });
  const graphiql = createGraphiQL();

  const http = createHttpServer(
    {
      [ENDPOINT]: {
        '*': async (request, response) => {
          if (!allowed(request)) return sendProblem(response, 403, 'This origin is not in ALLOWED_ORIGINS.');
          if (graphiql.wants(request)) return graphiql.serve(request, response);
          const operation = begin();
          response.setHeader('x-request-id', operation.requestId);
          response.once('close', () => operation.end());
          await yoga(request, response, {
            operation,
            address: addressOf(request),
            authorization: request.headers.authorization ?? null,
          });
        },
      },
      '/healthz': {
        GET: (_request, response) => send(response, 200, { type: 'application/json', body: '{"status":"alive"}' }),
      },
      '/readyz': {
        GET: async (_request, response) => {
          const { ready, missing } = await health.check();
          if (ready) send(response, 200, { type: 'application/json', body: '{"status":"ready"}' });
          else sendProblem(response, 503, `Not ready: ${missing.join(', ')}.`);
        },
      },
      '/metrics': {
        GET: async (_request, response) => {
          const { contentType, body } = await metrics.render();
          send(response, 200, { type: contentType, body });
        },
      },
    },
    { onUnexpected },
  );
  const sockets = serveWebSockets({
    http,
    yoga,
    services,
    logUnexpected,
    beginOperation: begin,
    addressOf,
    isOriginAllowed: allowed,
    countSocket: () => metrics.socketOpened(),
    now,
    limits: config.auth.rateLimits
      ? { streamsPerSocket: 20, socketsPerUser: 20 }
      : { streamsPerSocket: Number.POSITIVE_INFINITY, socketsPerUser: Number.POSITIVE_INFINITY },
  });

  ingestion.start();
  closers.push(async () => {
    health.drain();
    shutdown.abort(
      new AppError('STORE_UNAVAILABLE', 'The server is stopping. Ask again in a moment.', { retryAfterSeconds: 5 }),
    );
    await Promise.all([stopServing(http, sockets), ingestion.stop()]);
    await yoga.dispose();
  });
  const url = await listen(http, config);
  logger.info({ url: `${url}${ENDPOINT}` }, 'ready');
  return { url, close: parts.closeAll };
}

/** The store that the configuration asks for, and where its processes have their signing keys. */
async function openStore(
  config: Config,
  logger: Logger,
  { embedder, metrics }: { embedder: Embedder; metrics: Metrics },
): Promise<{ store: Store; loadKeys: () => Promise<SigningKeys> }> {
  const { dataDir, mongodbUri, vectorIndexMinChunks } = config.store;
  const { signingKeysFile } = config.auth;
  if (mongodbUri === null) {
    const file = signingKeysFile ?? join(dataDir, 'signing-keys.json');
    return { store: await openEmbeddedStore({ dataDir, embedder }), loadKeys: () => loadSigningKeys(file) };
  }
  const store = await openMongoStore({
    uri: mongodbUri,
    embedder,
    vectorIndexMinChunks,
    onBreach: ({ command }) => {
      metrics.crossTenantAttempted();
      logger.fatal({ command }, "a command to another tenant's database was stopped");
    },
    onUnexpected: (error) => logger.error({ err: error }, 'unexpected failure'),
  });
  const loadKeys = () =>
    signingKeysFile === null ? claimSigningKeys(store.claimSigningKeys) : loadSigningKeys(signingKeysFile);
  return { store, loadKeys };
}

async function openEmbedder(config: Config): Promise<Embedder> {
  const { embedder, ollama } = config.models;
  switch (embedder.type) {
    case 'auto':
      return createMiniLmEmbedder();
    case 'transformers':
      return openTransformersEmbedder({ model: embedder.model, cacheFolder: join(config.store.dataDir, 'models') });
    case 'ollama':
      return openOllamaEmbedder({ host: ollama.host, model: embedder.model });
  }
}

function openAnswerModels(
  config: Config,
  logger: Logger,
  embedder: Embedder,
  override: AnswerModel | undefined,
): AnswerModels {
  if (override) return { current: async () => ({ model: override, reason: 'Given by a test.' }) };
  const { language, ollama } = config.models;
  return createAnswerModels({
    choice: language,
    ollama: { host: ollama.host, model: ollama.model, numCtx: ollama.contextTokens },
    quoting: createQuotingModel({ embedder }),
    onChosen: ({ model, reason }) => logger.info({ languageModel: model.id, reason }, 'language model chosen'),
    onTrimmed: (trimmed) => logger.warn(trimmed, 'the prompt was trimmed to the context of the model'),
  });
}

function listen(http: ReturnType<typeof createHttpServer>, { server: { host, port } }: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE' ? 'another program listens there; set PORT to another one' : error.message;
      reject(new AppError('STORE_UNAVAILABLE', `Carrel can't listen on ${host}:${port}: ${why}.`, { cause: error }));
    });
    http.listen(port, host, () => {
      const name = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host) ? 'localhost' : host;
      // A server that listens has an address.
      resolve(`http://${name}:${(http.address() as AddressInfo).port}`);
    });
  });
}
