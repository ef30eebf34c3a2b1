import { join } from 'node:path';
import type { SecretBox } from './auth/secret-box.ts';
import { fileKeySource, type KeySource, sharedKeySource } from './auth/signing-keys.ts';
import { type Config, type EmbedderChoice, loadConfig, toEmbedderChoice } from './config.ts';
import { AppError } from './errors.ts';
import { createModelEndpoints, type ModelEndpoints } from './lib/model-endpoints.ts';
import type { AnswerModel, AnswerModels } from './models/answer-model.ts';
import { createAnswerModels } from './models/answer-models.ts';
import type { Embedder } from './models/embedder.ts';
import { withPrefixes } from './models/embedding-prefixes.ts';
import type { Route } from './models/http-request.ts';
import { addressOf } from './models/ollama-address.ts';
import { describeOllama, type OllamaModel, probeOllama } from './models/ollama-client.ts';
import { openOllamaEmbedder } from './models/ollama-embedder.ts';
import { createProviderModel, type ProviderSettings } from './models/provider-model.ts';
import { createPublicAgent } from './models/public-agent.ts';
import { createQuotingModel } from './models/quoting/quoting-model.ts';
import { createTenantModels, type TenantModelsOptions } from './models/tenant-models.ts';
import { createMiniLmEmbedder, MINILM_ID, openTransformersEmbedder } from './models/transformers-embedder.ts';
import type { Logger } from './ops/logging.ts';
import type { Metrics } from './ops/metrics.ts';
import { API_KEY_FIELD, type Directory, type HostedProvider } from './store/directory.ts';
import type { EmbedderStamp, Store } from './store/store.ts';

/**
 * The store that the configuration asks for, and where its processes have their signing keys. What the other store is
 * made of is not even loaded.
 */
export async function openStore(
  config: Config,
  logger: Logger,
  { embedder, metrics }: { embedder: Embedder; metrics: Metrics },
): Promise<{ store: Store; keys: KeySource }> {
  const { dataDir, mongodbUri, mongodbDatabase, vectorIndexMinChunks } = config.store;
  const { signingKeysFile } = config.auth;
  const { id, dimensions } = embedder;
  const stamp = { id, dimensions, setting: toSetting(config.models.embedder) };
  if (mongodbUri === null) {
    const { openEmbeddedStore } = await import('./store/embedded/embedded-store.ts');
    const file = signingKeysFile ?? join(dataDir, 'signing-keys.json');
    return { store: await openEmbeddedStore({ dataDir, embedder: stamp }), keys: fileKeySource(file) };
  }
  const { openMongoStore } = await import('./store/mongo/mongo-store.ts');
  const store = await openMongoStore({
    uri: mongodbUri,
    databasePrefix: mongodbDatabase,
    embedder: stamp,
    vectorIndexMinChunks,
    onBreach: ({ command }) => {
      metrics.crossTenantAttempted();
      logger.fatal({ command }, "a command to another tenant's database was stopped");
    },
    onUnexpected: (error) => logger.error({ err: error }, 'unexpected failure'),
  });
  const keys = signingKeysFile === null ? sharedKeySource(store.signingKeys) : fileKeySource(signingKeysFile);
  return { store, keys };
}

/**
 * Where organisations may have models of their own, and where each provider is asked whose endpoint they leave out: at the
 * operator's own server, as it is without the operator's secrets.
 */
export function modelEndpoints({ models, ollama, openai, anthropic }: Config): {
  endpoints: ModelEndpoints;
  defaultEndpoints: Readonly<Record<HostedProvider, string>>;
} {
  const usual = loadConfig({});
  const servers = [
    {
      url: ollama.host,
      isOwn: true,
      hasSecret: addressOf(ollama.host) !== new URL(ollama.host).href.replace(/\/+$/, ''),
    },
    {
      url: openai.baseUrl,
      isOwn: models.language === 'openai' || openai.baseUrl !== usual.openai.baseUrl,
      hasSecret: openai.apiKey !== null,
    },
    {
      url: anthropic.baseUrl,
      isOwn: models.language === 'anthropic' || anthropic.baseUrl !== usual.anthropic.baseUrl,
      hasSecret: anthropic.apiKey !== null,
    },
  ].filter(({ isOwn }) => isOwn);
  const originOf = ({ url }: { url: string }) => new URL(url).origin;
  return {
    endpoints: createModelEndpoints({
      allowed: [...models.endpoints, ...servers.map(originOf)],
      withKey: servers.filter(({ hasSecret }) => hasSecret).map(originOf),
    }),
    defaultEndpoints: {
      OLLAMA: addressOf(ollama.host),
      OPENAI_COMPATIBLE: openai.baseUrl,
      ANTHROPIC: anthropic.baseUrl,
    },
  };
}

/** The embedder that the configuration asks for. @throws AppError `MODEL_UNAVAILABLE` */
export async function openEmbedder(
  config: Config,
  logger: Logger,
  embedder: EmbedderChoice = config.models.embedder,
): Promise<Embedder> {
  switch (embedder.type) {
    case 'auto':
      return createMiniLmEmbedder();
    case 'transformers':
      return withPrefixes(
        await openTransformersEmbedder({ model: embedder.model, cacheFolder: join(config.store.dataDir, 'models') }),
        embedder.model,
      );
    case 'ollama':
      return withPrefixes(await openOllamaEmbedder(ollamaModel(config, embedder.model, logger)), embedder.model);
  }
}

/**
 * The embedder of an earlier start, whose vectors some organisations still have: their questions need it until they are
 * embedded anew.
 * @throws AppError `MODEL_UNAVAILABLE` where it can't be opened
 */
export async function openFormerEmbedder(config: Config, logger: Logger, stamp: EmbedderStamp): Promise<Embedder> {
  const { id, dimensions } = stamp;
  const setting = stamp.setting ?? settingOf(id);
  const refuse = (why: string, cause?: unknown) =>
    new AppError(
      'MODEL_UNAVAILABLE',
      `Documents were embedded by ${id}, which questions about them need until they are embedded anew, and it can't be opened: ${why} Set EMBEDDER back to it${setting === null ? '' : ` (EMBEDDER=${setting})`} or bring it back, or use another data folder or database and ingest the documents again.`,
      { cause },
    );
  if (setting === null) throw refuse('it is not known where it was.');
  const opened = await openEmbedder(config, logger, toEmbedderChoice(setting)).catch((error) => {
    throw refuse(error instanceof Error ? error.message : String(error), error);
  });
  if (opened.id === id && opened.dimensions === dimensions) return opened;
  await opened.close();
  throw refuse(`${setting} is ${opened.id} now.`);
}

function toSetting(choice: EmbedderChoice): string {
  if (choice.type === 'auto') return 'auto';
  return choice.type === 'ollama' ? `ollama:${choice.model}` : choice.model;
}

/** By what setting an embedder was chosen that an earlier version noted by its id alone; null for a folder. */
function settingOf(id: string): string | null {
  const model = id.replace(/\+prefixes$/, '');
  if (model === MINILM_ID) return 'auto';
  return model.startsWith('ollama:') || model.includes('/') ? model : null;
}

/** What answers without a language model. */
export function openQuotingModel({ search }: Config, embedder: Embedder): AnswerModel {
  return createQuotingModel({ embedder, neverRefuses: search.answerableThreshold === 0 });
}

/** What answers, by the configuration: chosen once, or looked for again and again. Warns where it is not there yet. */
export function openAnswerModels(config: Config, logger: Logger, quoting: AnswerModel): AnswerModels {
  const { language } = config.models;
  const settings = providerSettings(config);
  const model = createProviderModel(settings, {
    quoting,
    route: routeOf(config),
    keepAlive: config.ollama.keepAlive ?? undefined,
    onFailure: (problem) => logger.warn(problem),
    onTrimmed: (trimmed) => logger.warn(trimmed, TRIMMED),
  });
  const server = ollamaModel(config, config.ollama.model, logger);
  if (language === 'ollama') void warnWithoutOllama(server, logger);
  const reason = `LANGUAGE_MODEL is ${language}${settings.provider === 'QUOTING' ? '' : `, with ${settings.model}`}.`;
  return createAnswerModels(language === 'auto' ? { ollama: model, server, quoting } : { always: { model, reason } }, {
    onChosen: ({ model, reason }) =>
      logger.info({ languageModel: model.id, reason, endpoint: addressOfProvider(settings) }, 'language model chosen'),
  });
}

const TRIMMED = 'the prompt was trimmed to the context of the model';

/** What answers each organisation: the model that it has chosen, else the deployment's. */
export function openTenantModels(
  config: Config,
  logger: Logger,
  parts: Pick<TenantModelsOptions, 'deployment' | 'quoting' | 'now'> & { directory: Directory; secrets: SecretBox },
): ReturnType<typeof createTenantModels> {
  const { directory, secrets, quoting, ...others } = parts;
  const { endpoints, defaultEndpoints } = modelEndpoints(config);
  const settings = providerSettings(config);
  const route = routeOf(config);
  const publicRoute = { ...route, dispatcher: createPublicAgent(route) };
  return createTenantModels({
    ...others,
    quoting,
    endpoints,
    defaultEndpoints,
    deploymentOrigin: settings.provider === 'QUOTING' ? null : new URL(settings.endpoint).origin,
    find: (id) => directory.findTenant(id),
    openApiKey: (tenantId, sealed) => secrets.open(sealed, { tenantId, field: API_KEY_FIELD }),
    create: (tenantId, own) =>
      createProviderModel(
        {
          ...own,
          contextTokens: own.provider === 'OLLAMA' ? config.ollama.contextTokens : config.models.contextTokens,
        },
        {
          quoting,
          route: endpoints.mustBePublic(own.endpoint) ? publicRoute : route,
          // Some servers repeat the key that they refuse.
          onFailure: (problem) =>
            logger.warn({ tenantId }, own.apiKey ? problem.replaceAll(own.apiKey, '(key)') : problem),
          onTrimmed: (trimmed) => logger.warn({ tenantId, ...trimmed }, TRIMMED),
        },
      ),
  });
}

/** The model that operators have set for all; of `auto`, the one that is looked for. */
function providerSettings({ models, ollama, openai, anthropic }: Config): ProviderSettings {
  const { contextTokens } = models;
  switch (models.language) {
    case 'quoting':
      return { provider: 'QUOTING' };
    case 'openai':
    case 'anthropic': {
      const { baseUrl: endpoint, apiKey, model } = models.language === 'openai' ? openai : anthropic;
      const provider = models.language === 'openai' ? 'OPENAI_COMPATIBLE' : 'ANTHROPIC';
      // The configuration is checked for its name.
      return { provider, endpoint, apiKey, model: model ?? '', contextTokens };
    }
    case 'auto':
    case 'ollama': {
      const { host: endpoint, model, contextTokens } = ollama;
      return { provider: 'OLLAMA', endpoint, apiKey: null, model, contextTokens };
    }
  }
}

function addressOfProvider(settings: ProviderSettings): string | undefined {
  return settings.provider === 'QUOTING' ? undefined : addressOf(settings.endpoint);
}

/** How patiently the servers of models are asked. */
function routeOf({ models }: Config): Route {
  return { connectMs: models.connectSeconds * 1_000, silenceMs: models.silenceSeconds * 1_000 };
}

/** Members read that Ollama failed, operators in the log where and why. */
function ollamaModel(config: Config, model: string, logger: Logger): OllamaModel {
  const { host, keepAlive } = config.ollama;
  return {
    host,
    model,
    keepAlive: keepAlive ?? undefined,
    route: routeOf(config),
    onFailure: (problem) => logger.warn(problem),
  };
}

async function warnWithoutOllama(server: OllamaModel, logger: Logger): Promise<void> {
  const state = await probeOllama(server);
  if (state === 'ready') return;
  const problem = describeOllama(`Ollama at ${addressOf(server.host)}`, server.model)[state];
  logger.warn(
    `LANGUAGE_MODEL is ollama, but ${problem}. Questions fail until it does; LANGUAGE_MODEL=auto would quote the documents meanwhile.`,
  );
}
