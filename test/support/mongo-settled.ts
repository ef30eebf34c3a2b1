import type { MongoStore } from '../../src/store/mongo/mongo-store.ts';
import type { Store } from '../../src/store/store.ts';

/** The same store, in which a document is finished only once the search engine has it. */
export function settled(store: MongoStore): Store {
  return {
    ...store,
    openTenant: async (id) => {
      const tenant = await store.openTenant(id);
      const finish: typeof tenant.ingestion.finish = async (attempt, result) => {
        const switched = await tenant.ingestion.finish(attempt, result);
        await store.idle();
        return switched;
      };
      return { ...tenant, ingestion: { ...tenant.ingestion, finish } };
    },
  };
}
