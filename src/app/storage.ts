import { openEmbedder, openFormerEmbedder } from '../adapters/embedder.ts';
import { openStore } from '../adapters/store.ts';
import { type Identity, ownerOf, scopeOf } from '../auth/identity.ts';
import type { KeySource } from '../auth/signing-keys.ts';
import type { TenantId } from '../ids.ts';
import type { Embedder } from '../models/embedder.ts';
import { createEmbedders, type Embedders } from '../models/embedders.ts';
import { EVERYTHING } from '../store/access.ts';
import type { Store } from '../store/store.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import type { Assembly } from './assembly.ts';

/** Where everything is kept, and what its vectors are made by. */
export interface Storage {
  readonly store: Store;
  /** Where the processes of this store have their signing keys. */
  readonly keySource: KeySource;
  /** The configured one. */
  readonly embedder: Embedder;
  /** Those of earlier starts, which some organisations still need. */
  readonly former: readonly Embedder[];
  readonly embedders: Embedders;
  /** The only way to a tenant's data, for a verified caller. */
  openTenant(caller: Identity): Promise<ScopedTenant>;
  /** All of a tenant, for what counts and deletes. */
  openAll(id: TenantId): Promise<ScopedTenant>;
}

/** Opens the store and the embedders that the configuration and the store's vectors ask for. */
export async function openStorage(
  { config, logger, metrics, onClose }: Assembly,
  { wrapStore = (store) => store }: { wrapStore?: ((store: Store) => Store) | undefined },
): Promise<Storage> {
  const embedder = await openEmbedder(config, logger);
  onClose(() => embedder.close());
  const opened = await openStore(config, logger, { embedder, metrics });
  const store = wrapStore(opened.store);
  onClose(() => store.close());
  const place = config.store.mongodbUri === null ? { folder: config.store.dataDir } : {};
  logger.info({ store: store.description, ...place }, 'store opened');
  const former: Embedder[] = [];
  for (const stamp of new Map((await store.outdated()).map((each) => [each.embedder.id, each.embedder])).values()) {
    const opened = await openFormerEmbedder(config, logger, stamp);
    onClose(() => opened.close());
    former.push(opened);
  }
  embedder.ready().then(
    () => logger.info({ embedder: embedder.id, reason: embedder.reason }, 'embedder loaded'),
    (error) => logger.error({ err: error }, "the embedder can't be loaded"),
  );
  metrics.observeQueue((work) => store.queue.size({ work }));
  return {
    store,
    keySource: opened.keys,
    embedder,
    former,
    embedders: createEmbedders(embedder, former),
    openTenant: async (caller) => (await store.openTenant(caller.tenantId)).as(scopeOf(caller), ownerOf(caller)),
    openAll: async (id) => (await store.openTenant(id)).as(EVERYTHING),
  };
}
