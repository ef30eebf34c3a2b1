import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { ReembeddedStore } from '../contracts/store-reembedding.ts';
import { TEST_EMBEDDER } from './store-fixtures.ts';

/** An embedded store in a folder of its own. */
export async function openTemporaryStore(embedder = TEST_EMBEDDER): Promise<ReembeddedStore & { dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'carrel-store-'));
  let store: Store = await openEmbeddedStore({ dataDir, embedder });
  return {
    dataDir,
    get store() {
      return store;
    },
    reopen: async (other = embedder) => {
      await store.close();
      store = await openEmbeddedStore({ dataDir, embedder: other });
      return store;
    },
    close: async () => {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
