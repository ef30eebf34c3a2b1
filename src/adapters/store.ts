import { join } from 'node:path';
import { fileKeySource, type KeySource, sharedKeySource } from '../auth/signing-keys.ts';
import type { Config } from '../config.ts';
import type { Embedder } from '../models/embedder.ts';
import type { Logger } from '../ops/logging.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Store } from '../store/store.ts';
import { embedderSetting } from './embedder.ts';

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
  const stamp = { id, dimensions, setting: embedderSetting(config.models.embedder) };
  if (mongodbUri === null) {
    const { openEmbeddedStore } = await import('../store/embedded/embedded-store.ts');
    const file = signingKeysFile ?? join(dataDir, 'signing-keys.json');
    return { store: await openEmbeddedStore({ dataDir, embedder: stamp }), keys: fileKeySource(file) };
  }
  const { openMongoStore } = await import('../store/mongo/mongo-store.ts');
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
