import { type MongoServer, type MongoServerOptions, startMongoServer } from './mongo-server/server.ts';
import { openTestMongoStore, type TestMongoStore } from './mongo-store.ts';

/** A store on a test server of its own, which is closed with it. */
export async function openOnTestServer(
  options: MongoServerOptions = {},
  storeOptions: Parameters<typeof openTestMongoStore>[1] = {},
): Promise<TestMongoStore & { server: MongoServer }> {
  const server = await startMongoServer(options);
  const opened = await openTestMongoStore(server.uri, storeOptions);
  return {
    server,
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
