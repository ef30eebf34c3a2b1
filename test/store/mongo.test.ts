import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { describeStore } from '../contracts/store.ts';
import { describeIngestion } from '../contracts/store-ingestion.ts';
import { describeSearch } from '../contracts/store-search.ts';
import { type MongoServerOptions, startMongoServer } from '../support/mongo-server/server.ts';
import { settled } from '../support/mongo-settled.ts';
import { openTestMongoStore, type TestMongoStore } from '../support/mongo-store.ts';

/** A store on a test server of its own. */
async function openOn(options: MongoServerOptions): Promise<TestMongoStore> {
  const server = await startMongoServer(options);
  const opened = await openTestMongoStore(server.uri);
  return {
    databasePrefix: opened.databasePrefix,
    get store() {
      return opened.store;
    },
    openAnother: opened.openAnother,
    reopen: opened.reopen,
    close: async () => {
      await opened.close();
      await server.close();
    },
  };
}

describeStore('MongoDB with mongot', () => openOn({}));

/** What differs between the ways of searching. */
function describeSearches(name: string, options: MongoServerOptions, wrap: (opened: TestMongoStore) => Store) {
  describe(name, () => {
    let opened: TestMongoStore;
    let store: Store;
    beforeAll(async () => {
      opened = await openOn(options);
      store = wrap(opened);
    });
    afterAll(() => opened.close());

    describeIngestion(() => store);
    describeSearch(() => store);
  });
}

describeSearches('MongoDB with mongot, once it has indexed all', {}, ({ store }) => settled(store));
describeSearches('DocumentDB', { profile: 'documentdb' }, ({ store }) => store);
describeSearches('MongoDB without a search engine', { profile: 'plain' }, ({ store }) => store);
