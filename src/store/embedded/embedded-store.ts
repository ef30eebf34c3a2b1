import { AppError } from '../../errors.ts';
import { createChangeFeed } from '../change-feed.ts';
import type { Directory } from '../directory.ts';
import type { IngestionQueue } from '../ingestion-queue.ts';
import type { EmbedderStamp, Store } from '../store.ts';
import { makeFolders } from './folder.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { toStoreError } from './sqlite-errors.ts';
import { createTenantHandle } from './tenant-handle.ts';
import { linkWorker, type StoreCall } from './worker-link.ts';

/**
 * Opens the store in a folder, which is made where it isn't there: `directory.db` for what tenants share, and
 * `tenants/<id>.db` for each tenant. SQLite runs in one worker thread.
 *
 * @throws AppError `STORE_UNAVAILABLE` when another process has the folder, when it was made with another embedder, or
 * when it can't be read or written
 */
export async function openEmbeddedStore({
  dataDir,
  embedder: { id, dimensions },
}: {
  dataDir: string;
  embedder: EmbedderStamp;
}): Promise<Store> {
  const lock = takeFolder(dataDir);
  const feed = createChangeFeed();
  const link = linkWorker({ dataDir, dimensions }, ({ tenantId, change }) => feed.publish(tenantId, change));
  const close = async () => {
    feed.close();
    try {
      await link.close();
    } finally {
      lock.release();
    }
  };

  try {
    await link.call('start', { embedder: { id, dimensions } });
  } catch (error) {
    await close();
    throw error;
  }

  return {
    description: 'embedded (SQLite by libsql, one file for each organisation)',
    directory: createDirectory(link.call),
    queue: createQueue(link.call),
    openTenant: async (tenantId) => {
      await link.call('openTenant', { tenantId });
      return createTenantHandle(tenantId, { call: link.call, feed, dimensions });
    },
    ping: async (options) => {
      await link.call('ping', {}, options);
    },
    close,
  };
}

function takeFolder(dataDir: string): FolderLock {
  try {
    makeFolders(dataDir);
    return lockFolder(dataDir);
  } catch (error) {
    const failure = toStoreError(error);
    if (failure === error || !(failure instanceof AppError)) throw error;
    throw new AppError(failure.code, `The data folder ${dataDir} can't be used. ${failure.message}`, { cause: error });
  }
}

function createDirectory(call: StoreCall): Directory {
  return {
    register: (member) => call('register', { member }),
    hasUsers: (options) => call('hasUsers', {}, options),
    findUserByEmail: (email, options) => call('findUserByEmail', { email }, options),
    findMember: ({ userId, tenantId }, options) => call('findMember', { userId, tenantId }, options),
    findUsers: (tenantId, ids, options) => call('findUsers', { tenantId, ids }, options),
    updateUser: (id, change) => call('updateUser', { id, change }),
    listTenants: ({ after, limit, signal }) => call('listTenants', { after, limit }, { signal }),
    listMembers: (tenantId, options) => call('listMembers', { tenantId }, options),
    adopt: (tenant, members) => call('adopt', { tenant, members }),
  };
}

function createQueue(call: StoreCall): IngestionQueue {
  return {
    add: (item) => call('queueAdd', item),
    reserve: (item, { leaseMs }) => call('queueReserve', { item, leaseMs }),
    lease: ({ after, leaseMs, signal }) => call('queueLease', { after, leaseMs }, { signal }),
    renew: (item, { leaseMs }) => call('queueRenew', { item, leaseMs }),
    release: (item) => call('queueRelease', item),
    remove: (item) => call('queueRemove', item),
    size: (options) => call('queueSize', {}, options),
  };
}
