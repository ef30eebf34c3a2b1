import { randomBytes } from 'node:crypto';
import { type MongoStore, type MongoStoreOptions, openMongoStore } from '../../src/store/mongo/mongo-store.ts';
import type { ReembeddedStore } from '../contracts/store-reembedding.ts';
import { dropDatabases } from './mongo-databases.ts';
import { TEST_EMBEDDER } from './store-fixtures.ts';

export type TestMongoStore = ReembeddedStore & {
  readonly store: MongoStore;
  /** What the names of all its databases begin with. */
  readonly databasePrefix: string;
  /** Another process on the same databases. It is closed with the first. */
  openAnother(options?: Partial<MongoStoreOptions>): Promise<MongoStore>;
};

/** A store on a deployment, in databases of its own, which are dropped when it is closed. */
export async function openTestMongoStore(
  uri: string,
  options: Partial<MongoStoreOptions> = {},
): Promise<TestMongoStore> {
  const databasePrefix = `carrel_test_${randomBytes(4).toString('hex')}`;
  const opened: MongoStore[] = [];
  const open = async (more: Partial<MongoStoreOptions> = {}) => {
    const store = await openMongoStore({
      uri,
      embedder: TEST_EMBEDDER,
      databasePrefix,
      indexPollMs: 5,
      onUnexpected: (error) => {
        throw error;
      },
      ...options,
      ...more,
    });
    opened.push(store);
    return store;
  };

  let store = await open();
  return {
    databasePrefix,
    get store() {
      return store;
    },
    openAnother: open,
    reopen: async (embedder) => {
      await store.close();
      store = await open(embedder && { embedder });
      return store;
    },
    close: async () => {
      for (const each of opened.splice(0)) await each.close();
      await dropDatabases(uri, databasePrefix);
    },
  };
}
