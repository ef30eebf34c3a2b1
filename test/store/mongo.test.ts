import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { describeStore } from '../contracts/store.ts';
import { describeReembedding } from '../contracts/store-reembedding.ts';
import { describeSearch } from '../contracts/store-search.ts';
import { openOnTestServer } from '../support/mongo-on-test-server.ts';
import type { MongoServerOptions } from '../support/mongo-server/server.ts';
import { settled } from '../support/mongo-settled.ts';
import type { TestMongoStore } from '../support/mongo-store.ts';

describeStore('MongoDB with mongot', () => openOnTestServer());

describeReembedding('MongoDB with mongot', () => openOnTestServer());
describeReembedding('DocumentDB', () => openOnTestServer({ profile: 'documentdb' }));
describeReembedding('MongoDB without a search engine', () => openOnTestServer({ profile: 'plain' }));

/** What differs between the ways of searching. */
function describeSearches(name: string, options: MongoServerOptions, wrap: (opened: TestMongoStore) => Store) {
  describe(name, () => {
    let opened: TestMongoStore;
    let store: Store;
    beforeAll(async () => {
      opened = await openOnTestServer(options);
      store = wrap(opened);
    });
    afterAll(() => opened.close());

    describeSearch(() => store);
  });
}

describeSearches('MongoDB with mongot, once it has indexed all', {}, ({ store }) => settled(store));
describeSearches('DocumentDB', { profile: 'documentdb' }, ({ store }) => store);
describeSearches('MongoDB without a search engine', { profile: 'plain' }, ({ store }) => store);
