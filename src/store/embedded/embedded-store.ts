import { AppError } from '../../errors.ts';
import type { TenantId } from '../../ids.ts';
import { createCache } from '../../lib/cache.ts';
import { createChangeFeed } from '../change-feed.ts';
import type { EmbedderStamp } from '../embedder-stamp.ts';
import type { Store } from '../store.ts';
import type { TenantStore } from '../tenant-store.ts';
import { createEmbedderNotes } from './embedder-notes.ts';
import { makeFolders } from './folder.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { createRemote, withLocal } from './remote.ts';
import { toStoreError } from './sqlite-errors.ts';
import { createTenantHandle } from './tenant-handle.ts';
import { linkWorker } from './worker-link.ts';

/** How many handles are kept. */
const MAX_OPEN = 10_000;

/**
 * Opens the store in a folder, which is made where it isn't there: `directory.db` for what tenants share, and
 * `tenants/<id>.db` for each tenant. SQLite runs in one worker thread.
 *
 * @throws AppError `STORE_UNAVAILABLE` when another process has the folder, when it holds vectors of another model of the
 * embedder's name, or when it can't be read or written
 */
export async function openEmbeddedStore({
  dataDir,
  embedder,
}: {
  dataDir: string;
  embedder: EmbedderStamp;
}): Promise<Store> {
  const { id, dimensions, setting = null } = embedder;
  const lock = takeFolder(dataDir);
  const feed = createChangeFeed();
  const link = linkWorker({ dataDir, embedder: { id, dimensions, setting } }, ({ tenantId, change }) =>
    feed.publish(tenantId, change),
  );
  const close = async () => {
    feed.close();
    try {
      await link.close();
    } finally {
      lock.release();
    }
  };

  const { call } = link;
  /** Those that were opened, so that a request of theirs begins without a look into the directory. */
  const tenants = createCache<TenantId, TenantStore>(MAX_OPEN);
  const store = createRemote(call, 'store');
  const embedders = createEmbedderNotes(call);
  try {
    await store.start();
  } catch (error) {
    await close();
    throw namingFolder(dataDir, error);
  }

  return {
    description: 'embedded (SQLite by libsql, one file for each organisation)',
    directory: withLocal(createRemote(call, 'directory'), {
      sessions: createRemote(call, 'sessions'),
      passwordResets: createRemote(call, 'passwordResets'),
      invitations: createRemote(call, 'invitations'),
      apiTokens: createRemote(call, 'apiTokens'),
      // Each change is one transaction.
      finish: async () => {},
    }),
    queue: createRemote(call, 'queue'),
    counters: createRemote(call, 'counters'),
    openTenant: async (tenantId) => {
      const known = tenants.get(tenantId);
      if (known) return known;
      await store.openTenant(tenantId);
      const tenant = createTenantHandle(tenantId, { call, feed, embedders, target: embedder });
      tenants.set(tenantId, tenant);
      return tenant;
    },
    removeTenant: async (tenantId) => {
      tenants.delete(tenantId);
      embedders.forget(tenantId);
      await store.removeTenant(tenantId);
    },
    outdated: store.outdated,
    now: async () => new Date(),
    ping: store.ping,
    close,
  };
}

function takeFolder(dataDir: string): FolderLock {
  try {
    makeFolders(dataDir);
    return lockFolder(dataDir);
  } catch (error) {
    throw namingFolder(dataDir, error);
  }
}

/** What keeps a store from being opened, with the folder for the operator. */
function namingFolder(dataDir: string, error: unknown): unknown {
  const failure = toStoreError(error);
  if (!(failure instanceof AppError) || failure.message.includes(dataDir)) return failure;
  return new AppError(failure.code, `The data folder ${dataDir} can't be used. ${failure.message}`, { cause: error });
}
