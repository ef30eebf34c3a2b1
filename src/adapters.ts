import { join } from 'node:path';
import { fileKeySource, type KeySource, sharedKeySource } from './auth/signing-keys.ts';
import type { Config } from './config.ts';
import type { AnswerModels } from './models/answer-model.ts';
import { createAnswerModels } from './models/answer-models.ts';
import type { Embedder } from './models/embedder.ts';
import { withPrefixes } from './models/embedding-prefixes.ts';
import { addressOf } from './models/ollama-address.ts';
import { describeOllama, type OllamaModel, probeOllama } from './models/ollama-client.ts';
import { openOllamaEmbedder } from './models/ollama-embedder.ts';
import { createQuotingModel } from './models/quoting/quoting-model.ts';
import { createMiniLmEmbedder, openTransformersEmbedder } from './models/transformers-embedder.ts';
import type { Logger } from './ops/logging.ts';
import type { Metrics } from './ops/metrics.ts';
import type { Store } from './store/store.ts';

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
  if (mongodbUri === null) {
    const { openEmbeddedStore } = await import('./store/embedded/embedded-store.ts');
    const file = signingKeysFile ?? join(dataDir, 'signing-keys.json');
    return { store: await openEmbeddedStore({ dataDir, embedder }), keys: fileKeySource(file) };
  }
  const { openMongoStore } = await import('./store/mongo/mongo-store.ts');
  const store = await openMongoStore({
    uri: mongodbUri,
    databasePrefix: mongodbDatabase,
    embedder,
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

/** The embedder that the configuration asks for. @throws AppError `MODEL_UNAVAILABLE` */
export async function openEmbedder(config: Config, logger: Logger): Promise<Embedder> {
  const { embedder } = config.models;
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

/** What answers, by the configuration: chosen once, or looked for again and again. Warns where it is not there yet. */
export function openAnswerModels(config: Config, logger: Logger, embedder: Embedder): AnswerModels {
  const { models, ollama } = config;
  const server = ollamaModel(config, ollama.model, logger);
  if (models.language === 'ollama') void warnWithoutOllama(server, logger);
  return createAnswerModels({
    choice: models.language,
    ollama: { ...server, numCtx: ollama.contextTokens },
    quoting: createQuotingModel({ embedder, neverRefuses: config.search.answerableThreshold === 0 }),
    onChosen: ({ model, reason }) =>
      logger.info({ languageModel: model.id, reason, ollama: addressOf(ollama.host) }, 'language model chosen'),
    onTrimmed: (trimmed) => logger.warn(trimmed, 'the prompt was trimmed to the context of the model'),
  });
}

/** Members read that Ollama failed, operators in the log where and why. */
function ollamaModel({ ollama }: Config, model: string, logger: Logger): OllamaModel {
  const { host, keepAlive, timeoutSeconds } = ollama;
  return {
    host,
    model,
    keepAlive: keepAlive ?? undefined,
    timeoutSeconds,
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
